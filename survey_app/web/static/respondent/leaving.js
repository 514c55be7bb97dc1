// Leaving quickly: pages do all of this without scripts too, but a script can be faster and leave less behind.
(() => {
  const form = document.querySelector("form.away");
  if (!form) return;
  // A page that answered a form stays in the history as that form; so named, going back there asks for it anew.
  if (!location.pathname.endsWith("/send")) history.replaceState(null, "", location.href);
  const SHIFTS = 3;
  const WITHIN_MS = 5000;
  let presses = [];

  const leave = () => {
    document.documentElement.hidden = true;
    // Whatever is being sent, read aloud or played stops at once.
    dispatchEvent(new Event("leaving"));
    for (const player of document.querySelectorAll("audio,video")) player.pause();
    const forget = fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true });
    // The request outlives the page; nobody waits for it who has to be gone.
    forget.catch(() => {});
    location.replace(form.dataset.to);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
    if (presses.length >= SHIFTS) leave();
  });
  for (const note of document.querySelectorAll("[data-with-scripts]")) note.hidden = false;
})();
