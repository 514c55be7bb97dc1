// Choosing words to code with the mouse or the keyboard; without this they are typed or copied.
// Places are counted in code points, as the server counts them; a browser counts halves of some characters.
const points = (text) => [...text].length;
const field = document.querySelector("#words");

// The words of a piece of the answer, without the numbers and notes that stand beside marked words.
function said(range) {
  const part = range.cloneContents();
  for (const note of part.querySelectorAll("sup, .govuk-visually-hidden")) note.remove();
  return part.textContent;
}

function chosen(words, start) {
  if (!words.trim()) return;
  field.value = words;
  field.form.elements.start.value = start;
}

if (field) {
  const whole = document.querySelector("#whole-text");
  document.querySelector("[data-choose-words]").hidden = false;
  const fromBox = () => chosen(
    whole.value.slice(whole.selectionStart, whole.selectionEnd), points(whole.value.slice(0, whole.selectionStart)));
  // Not readonly: browsers then show no caret, and Shift with the arrow keys would choose nothing.
  whole.addEventListener("beforeinput", (event) => event.preventDefault());
  whole.addEventListener("select", fromBox);
  whole.addEventListener("keyup", fromBox);
  field.addEventListener("input", () => { field.form.elements.start.value = ""; });
  const words = document.querySelector("#answer-words");
  words?.addEventListener("mouseup", () => {
    const selection = getSelection();
    if (selection.isCollapsed || !words.contains(selection.anchorNode) || !words.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.setStart(words, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const add = document.querySelector("#add > details");
    if (add) add.open = true;
    chosen(said(range), points(said(before)));
  });
}
