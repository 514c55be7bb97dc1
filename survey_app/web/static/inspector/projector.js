// The arrow keys turn from chart to chart, d changes the light, Escape leads back. Each is a link without this.
document.addEventListener("keydown", (event) => {
  // A wide drawing or table is moved with the arrows while it has the focus.
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("[tabindex]")) return;
  const same = { PageDown: "ArrowRight", PageUp: "ArrowLeft", " ": event.target.closest("summary, a") ? "" : "ArrowRight" };
  const link = document.querySelector(`[data-key="${same[event.key] ?? event.key}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
