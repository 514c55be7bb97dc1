// The arrow keys turn from chart to chart, d changes the light, Escape leads back. Each is a link without this.
const MOVING = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", " "]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  // A wide drawing or table is moved with these keys while it has the focus.
  if (MOVING.has(event.key) && event.target.closest("[tabindex]")) return;
  const same = { PageDown: "ArrowRight", PageUp: "ArrowLeft", " ": event.target.closest("summary, a") ? "" : "ArrowRight" };
  const link = document.querySelector(`[data-key="${same[event.key] ?? event.key}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
