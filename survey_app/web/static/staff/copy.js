// A button beside ready words puts them on the clipboard; without scripts the words are there to be marked.
for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.firstChild.data;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
      button.firstChild.data = "Copied";
    } catch {
      // The browser would not: the words are marked, and the usual keys copy them.
      getSelection().selectAllChildren(words);
      button.firstChild.data = "Marked: now press Ctrl and C";
    }
    setTimeout(() => { button.firstChild.data = said; }, 4000);
  });
}
