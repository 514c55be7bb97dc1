// Sending a page on a bad line: what was written stays on the page until the server has it.
(() => {
  const form = document.querySelector("form#answers");
  const words = document.querySelector("#line")?.dataset;
  if (!form?.querySelector(".on") || !words) return;
  const SLOW_MS = 8000;
  const LONGEST_MS = 30000;
  // What a proxy says for a server that is away, and our server for its database. A plain "well done" without
  // an address to go to is not ours either: networks that want a sign-in first say it to everything.
  const AWAY = [502, 503, 504];
  let sending = null;
  let plainly = false;

  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  form.querySelector(".on").after(told);
  const say = (sentence) => {
    told.textContent = sentence;
    if (sentence) told.scrollIntoView({ block: "nearest" });
  };

  const filled = (button) => {
    const fields = new URLSearchParams(new FormData(form));
    if (button.name) fields.append(button.name, button.value);
    return fields;
  };

  // Every other answer is a page of the server's own, so the form is sent again as if there were no script.
  const sendPlainly = (button) => {
    plainly = true;
    button.click();
    plainly = false;
  };

  const send = async (button) => {
    const mine = (sending = new AbortController());
    const slow = setTimeout(say, SLOW_MS, words.slow);
    const limit = setTimeout(() => mine.abort(), LONGEST_MS);
    say("");
    let to = null;
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        body: filled(button),
        headers: { "Tell-Where": "1" },
        redirect: "manual",
        signal: mine.signal,
      });
      to = answer.headers.get("Go-On-To");
      if (to) location.assign(to);
      else if (answer.ok || AWAY.includes(answer.status)) say(words.busy);
      else sendPlainly(button);
    } catch {
      say(words.away);
    }
    clearTimeout(slow);
    clearTimeout(limit);
    if (!to) sending = null;
  };

  form.addEventListener("submit", (event) => {
    if (plainly || !event.submitter) return;
    event.preventDefault();
    if (!sending) send(event.submitter);
  });
  addEventListener("leaving", () => sending?.abort());
  addEventListener("online", () => sending || say(""));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = null;
    say("");
  });
})();
