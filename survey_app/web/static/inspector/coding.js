// The coding desk works without this: it adds single keys.
const REMEMBERED = "coding-without-keys";
const article = document.querySelector(".coding");
const codes = [...document.querySelectorAll(".code")];
const switcher = document.querySelector("#use-keys");
let current = null;

function goTo(code) {
  if (!code) return;
  current = code;
  code.focus();
  code.scrollIntoView({ block: "nearest" });
}

function near(step) {
  const place = codes.indexOf(current);
  goTo(codes[place < 0 ? Number(article.dataset.focused) - 1 : Math.min(Math.max(place + step, 0), codes.length - 1)]);
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
  if (typing || event.ctrlKey || event.altKey || event.metaKey || !switcher.checked) return;
  if (event.key === "j") near(1);
  else if (event.key === "k") near(-1);
  else if (event.key === "?") help();
  else if (!"arcnp+".includes(event.key) || !press(event.key)) return;
  event.preventDefault();
});

for (const code of codes) code.addEventListener("focusin", () => { current = code; });

document.querySelector("[data-keys]").hidden = false;
try { switcher.checked = !localStorage.getItem(REMEMBERED); } catch { /* where nothing may be kept, keys are on */ }
switcher.addEventListener("change", () => {
  try { switcher.checked ? localStorage.removeItem(REMEMBERED) : localStorage.setItem(REMEMBERED, "1"); } catch { /* as above */ }
});

if (location.hash.startsWith("#code-")) goTo(document.querySelector(`.code${location.hash}`));
else if (location.hash === "#next") document.querySelector("#next").focus();
