// The coding desk works without this: it adds single keys, and marks the code that they act on.
const REMEMBERED = "coding-without-keys";
const article = document.querySelector(".coding");
const codes = [...document.querySelectorAll(".code")];
const switcher = document.querySelector("#use-keys");
const says = document.querySelector("[data-says]");
// Counted from 1; 0 when every code is decided.
const undecided = Number(article.dataset.undecided);
let current = null;

function choose(code) {
  if (current) current.removeAttribute("aria-current");
  current = code;
  if (code) code.setAttribute("aria-current", "true");
}

function goTo(code) {
  if (!code) return;
  choose(code);
  code.focus();
  code.scrollIntoView({ block: "nearest" });
}

function near(step) {
  const place = codes.indexOf(current);
  goTo(codes[place < 0 ? Math.max(undecided, 1) - 1 : Math.min(Math.max(place + step, 0), codes.length - 1)]);
}

function press(key) {
  const inCode = current && current.querySelector(`[data-key="${key}"]`);
  const target = inCode || (["a", "r", "c"].includes(key) ? null : document.querySelector(`[data-key="${key}"]`));
  if (!target) return false;
  target.click();
  if (target.tagName === "SUMMARY") target.parentElement.querySelector("select, textarea:not([hidden])").focus();
  return true;
}

function help() {
  const keys = document.querySelector("#keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  // A key held down would go on deciding on the pages that follow.
  if (typing || event.repeat || event.ctrlKey || event.altKey || event.metaKey || !switcher.checked) return;
  if (event.key === "j") near(1);
  else if (event.key === "k") near(-1);
  else if (event.key === "?") help();
  else if (!"arcnp+".includes(event.key) || !press(event.key)) return;
  event.preventDefault();
});

// The first code that waits is chosen, so that a key decides about it at once. The focus stays where the page begins.
function begin() {
  const code = codes[undecided - 1];
  if (!switcher.checked || !code) return;
  choose(code);
  // A region that is filled after the page is there is read out; one that comes with the page is not.
  setTimeout(() => { if (current === code) says.textContent = code.dataset.says; }, 200);
}

for (const code of codes) code.addEventListener("focusin", () => choose(code));

document.querySelector("[data-keys]").hidden = false;
try { switcher.checked = !localStorage.getItem(REMEMBERED); } catch { /* where nothing may be kept, keys are on */ }
switcher.addEventListener("change", () => {
  if (switcher.checked) begin();
  else choose(null);
  try { switcher.checked ? localStorage.removeItem(REMEMBERED) : localStorage.setItem(REMEMBERED, "1"); } catch { /* as above */ }
});

if (location.hash.startsWith("#code-")) goTo(document.querySelector(`.code${location.hash}`));
else if (location.hash === "#next") document.querySelector("#next").focus();
else begin();
