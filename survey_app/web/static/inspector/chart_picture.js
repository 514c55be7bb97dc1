// Makes a PNG of a chart's picture, with its title, base and date in it. Without this the link opens the drawing itself.
const LEAST_WIDTH = 2240; // pixels: sharp across a printed page and on a projector

function save(link, drawing) {
  const canvas = document.createElement("canvas");
  const larger = Math.ceil(LEAST_WIDTH / drawing.naturalWidth);
  canvas.width = drawing.naturalWidth * larger;
  canvas.height = drawing.naturalHeight * larger;
  canvas.getContext("2d").drawImage(drawing, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((made) => {
    const away = document.createElement("a");
    away.href = URL.createObjectURL(made);
    away.download = link.dataset.picture;
    away.click();
    setTimeout(() => URL.revokeObjectURL(away.href), 1000);
  }, "image/png");
}

for (const link of document.querySelectorAll("[data-picture]")) {
  link.textContent = "Picture (PNG)";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const drawing = new Image();
    drawing.addEventListener("load", () => save(link, drawing));
    drawing.addEventListener("error", () => { location.href = link.href; });
    drawing.src = link.href;
  });
}
