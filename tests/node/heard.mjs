// Reads {page name: its HTML} as JSON, writes {page name: [what a screen reader would say, phrase by phrase]}.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const MOST_PHRASES = 600;
const pages = Object.entries(JSON.parse(readFileSync(0, "utf8")));
// One window for all pages: the reader knows radio buttons and boxes by the classes of the window that it saw first.
const { window } = new JSDOM("", { pretendToBeVisual: true });
for (const part of Object.getOwnPropertyNames(window)) {
  if (/^[A-Z]/.test(part) && !(part in globalThis)) globalThis[part] = window[part];
}
Object.assign(globalThis, { window, document: window.document, getComputedStyle: window.getComputedStyle });
const { Virtual } = await import("@guidepup/virtual-screen-reader");

const heard = {};
for (const [name, html] of pages) {
  window.document.open();
  window.document.write(html);
  window.document.close();
  const reader = new Virtual();
  await reader.start({ container: window.document.body, window });
  for (let steps = 0; steps < MOST_PHRASES; steps += 1) {
    const last = await reader.lastSpokenPhrase();
    if (last === "end of document") break;
    await reader.next();
  }
  heard[name] = [window.document.title, ...(await reader.spokenPhraseLog())];
  await reader.stop();
}
process.stdout.write(JSON.stringify(heard));
