// Draws each chart again with plotly when it comes near, where there is room for it: then a bar tells its numbers.
// Without this script, and on small screens, the picture that came with the page stays.
const ROOM = 480;
const NEAR = "600px";
const QUIET = { displayModeBar: false, responsive: true };

function draw(chart) {
  const picture = chart.querySelector(".chart__picture");
  if (picture.clientWidth < ROOM) {
    return;
  }
  const figure = JSON.parse(chart.querySelector("script").textContent);
  const place = document.createElement("div");
  place.className = "chart__drawn";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", chart.dataset.alt);
  picture.replaceChildren(place);
  window.Plotly.newPlot(place, figure.data, figure.layout, QUIET);
}

const watcher = new IntersectionObserver(
  (seen) => {
    for (const entry of seen.filter((one) => one.isIntersecting)) {
      watcher.unobserve(entry.target);
      draw(entry.target);
    }
  },
  { rootMargin: NEAR },
);

if (window.Plotly) {
  for (const chart of document.querySelectorAll(".chart")) {
    watcher.observe(chart);
  }
}
