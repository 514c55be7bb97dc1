// Choosing words to code with the mouse or the keyboard; without this they are typed or copied.
// Places are counted in code points, as the server counts them; a browser counts halves of some characters.
const points = (text) => [...text].length;
const field = document.querySelector("#words");

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
  whole.addEventListener("select", fromBox);
  whole.addEventListener("keyup", fromBox);
  field.addEventListener("input", () => { field.form.elements.start.value = ""; });
  const words = document.querySelector("#answer-words");
  words.addEventListener("mouseup", () => {
    const selection = getSelection();
    const picked = selection.toString();
    if (!picked.trim() || !words.contains(selection.anchorNode)) return;
    const shown = picked.replace(/\s*\(code \d+: [^)]*\)\s*/g, "");
    const place = whole.value.indexOf(shown);
    if (place >= 0) {
      const add = document.querySelector("#add");
      if (add) add.open = true;
      chosen(shown, points(whole.value.slice(0, place)));
    }
  });
}
