// A place such as easy_read.yaml:12:8 leads to its text box; with this it also puts the cursor there.
for (const link of document.querySelectorAll("a[data-line]")) {
  link.addEventListener("click", (event) => {
    const box = document.querySelector(link.getAttribute("href"));
    const before = box.value.split("\n").slice(0, Number(link.dataset.line) - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0) + Number(link.dataset.column) - 1;
    const end = box.value.indexOf("\n", start);
    event.preventDefault();
    box.focus();
    box.setSelectionRange(start, end < 0 ? box.value.length : end);
    box.scrollTop = Math.max(0, before.length - 3) * parseFloat(getComputedStyle(box).lineHeight);
  });
}
