// Reading works without this: it adds single keys, and takes words that are chosen, by mouse or by keyboard, into the
// form that marks them.
// Places are counted in code points, as the server counts them; a browser counts halves of some characters.
const REMEMBERED = "reading-without-keys";
const points = (text) => [...text].length;
const answers = [...document.querySelectorAll(".reading-answer")];
const switcher = document.querySelector("#use-keys");
let current = null;

function choose(answer) {
  if (current) current.removeAttribute("aria-current");
  current = answer;
  current.setAttribute("aria-current", "true");
}

function near(step) {
  const place = Math.min(Math.max(answers.indexOf(current) + step, 0), answers.length - 1);
  choose(answers[place]);
  answers[place].focus();
  answers[place].scrollIntoView({ block: "nearest" });
}

function press(key) {
  const target = current.querySelector(`[data-key="${key}"]`) || document.querySelector(`.reading-next [data-key="${key}"]`);
  if (!target) return;
  if (key === "m") {
    target.parentElement.open = true;
    target.parentElement.querySelector("textarea").focus();
  } else target.click();
}

function help() {
  const keys = document.querySelector("#keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  // Enter on a link, a button or a summary does what that one says.
  const own = event.key === "Enter" && event.target.closest("a, button, summary, input");
  // A key held down would go on marking on the pages that follow.
  if (typing || own || event.repeat || event.ctrlKey || event.altKey || event.metaKey || !switcher.checked) return;
  if (event.key === "j") near(1);
  else if (event.key === "k") near(-1);
  else if (event.key === "?") help();
  else if (event.key === "Enter") press("n");
  else if ("rnpmqc".includes(event.key)) press(event.key);
  else return;
  event.preventDefault();
});

// The words of a piece of the answer, without the numbers and notes that stand beside marked words.
function said(range) {
  const part = range.cloneContents();
  for (const note of part.querySelectorAll("sup, .govuk-visually-hidden")) note.remove();
  return part.textContent;
}

function take(answer) {
  const selection = getSelection();
  const words = answer.querySelector("blockquote.words");
  if (!words || !answer.querySelector(".reading-mark form") || selection.isCollapsed) return;
  if (!words.contains(selection.anchorNode) || !words.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  chosen(answer, said(range), points(said(before)));
}

// The words go into the form that marks them, and their place into the link that quotes them.
function chosen(answer, words, start) {
  const form = answer.querySelector(".reading-mark form");
  if (!words.trim()) return;
  form.elements.words.value = words;
  form.elements.start.value = start;
  const quote = answer.querySelector('.reading-does [data-key="q"]');
  const address = new URL(quote.href);
  address.searchParams.set("start", start);
  address.searchParams.set("end", start + points(words));
  quote.href = address;
}

// The whole answer in a box, where words can be chosen with Shift and the arrow keys.
function offerBox(answer) {
  const whole = answer.querySelector(".words-to-choose");
  if (!whole) return;
  whole.closest("[data-choose-words]").hidden = false;
  const fromBox = () => chosen(answer, whole.value.slice(whole.selectionStart, whole.selectionEnd),
    points(whole.value.slice(0, whole.selectionStart)));
  // Not readonly: browsers then show no caret, and Shift with the arrow keys would choose nothing.
  whole.addEventListener("beforeinput", (event) => event.preventDefault());
  whole.addEventListener("select", fromBox);
  whole.addEventListener("keyup", fromBox);
}

for (const answer of answers) {
  offerBox(answer);
  answer.addEventListener("focusin", () => choose(answer));
  answer.addEventListener("mouseup", () => { choose(answer); take(answer); });
  const words = answer.querySelector("textarea[name=words]");
  if (words) words.addEventListener("input", () => { words.form.elements.start.value = ""; });
}

document.querySelector("[data-keys]").hidden = false;
try { switcher.checked = !localStorage.getItem(REMEMBERED); } catch { /* where nothing may be kept, keys are on */ }
switcher.addEventListener("change", () => {
  try { switcher.checked ? localStorage.removeItem(REMEMBERED) : localStorage.setItem(REMEMBERED, "1"); } catch { /* as above */ }
});
if (answers.length) choose(answers.find((one) => `#${one.id}` === location.hash) || answers[0]);
