// What is measured inside a page. Each function gives a list of sentences: empty when there is nothing to find.
"use strict";
(() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  // Words for screen readers alone are a pixel large and cut off; they are meant not to be seen.
  const forEarsOnly = (element) => element.closest(".unseen, .govuk-visually-hidden, .govuk-visually-hidden-focusable:not(:focus), .govuk-skip-link:not(:focus)") !== null;
  const named = (element) => {
    const words = (element.innerText || element.name || element.id || "").trim().replace(/\s+/g, " ");
    return `<${element.localName}> ${words.slice(0, 50)}`;
  };

  const parts = (colour) => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    return { red: numbers[0], green: numbers[1], blue: numbers[2], alpha: numbers.length > 3 ? numbers[3] : 1 };
  };
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ({ red, green, blue }) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ratio = (one, other) => {
    const [light, dark] = [luminance(parts(one)), luminance(parts(other))].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parts(colour).alpha === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };

  // Every piece of text against what lies behind it.
  const text_contrast = (least) => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !shown(element) || forEarsOnly(element)) continue;
      const style = getComputedStyle(element);
      const reached = ratio(element.namespaceURI.endsWith("svg") ? style.fill : style.color, behind(element));
      if (reached < least) found.push(`${reached.toFixed(2)}:1 in ${named(element)}`);
    }
    return found;
  };

  // A page that scrolls sideways, and what sticks out of it.
  const sideways = () => {
    const page = document.documentElement;
    const over = page.scrollWidth - page.clientWidth;
    if (over <= 0) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (element) => shown(element) && !forEarsOnly(element) && element.getBoundingClientRect().right > page.clientWidth + 1,
    );
    return [`${over} pixels too wide: ${out.slice(-3).map(named).join("; ")}`];
  };

  // Text that its box cuts off.
  const clipped = () =>
    [...document.body.querySelectorAll("*")]
      .filter((element) => {
        const style = getComputedStyle(element);
        const cuts = [style.overflowX, style.overflowY].some((flow) => flow === "hidden" || flow === "clip");
        if (!cuts || !element.innerText || !shown(element) || forEarsOnly(element)) return false;
        return element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => `cut off: ${named(element)}`);

  const POINTED_AT = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], audio[controls]";
  // A radio button and the words beside it are one target.
  const target = (element) => {
    const label = ["radio", "checkbox"].includes(element.type) && element.labels.length ? element.labels[0] : null;
    const boxes = [element, label].filter(Boolean).map((each) => each.getBoundingClientRect());
    const edge = (name, pick) => pick(...boxes.map((box) => box[name]));
    return {
      width: edge("right", Math.max) - edge("left", Math.min),
      height: edge("bottom", Math.max) - edge("top", Math.min),
      right: edge("right", Math.max),
      left: edge("left", Math.min),
    };
  };
  // WCAG 2.5.5 and 2.5.8 except a link inside a sentence: its height is that of the line.
  const insideSentence = (element) =>
    getComputedStyle(element).display === "inline" &&
    [...element.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const small_targets = (least) =>
    [...document.querySelectorAll(POINTED_AT)]
      .filter((element) => shown(element) && !insideSentence(element))
      .map((element) => ({ element, box: target(element) }))
      .filter(({ box }) => box.right > 0 && box.left < innerWidth && (box.width < least - 0.01 || box.height < least - 0.01))
      .map(({ element, box }) => `${box.width.toFixed(0)} x ${box.height.toFixed(0)} pixels: ${named(element)}`);

  // Whether something looks different with the focus but for its ring: it appears, or it or its mark has another ground,
  // a shadow or a thicker edge. The ring of the design system is yellow, with a black line beside it.
  const looksElse = (element) => {
    const mark = element.labels && element.labels.length ? element.labels[0] : null;
    const looks = () => [element.offsetWidth, getComputedStyle(element), mark && getComputedStyle(mark, "::before")]
      .map((style) => (style ? [typeof style === "number" ? style : "", style.backgroundColor, style.boxShadow, style.borderWidth].join() : "")).join();
    const focused = looks();
    element.blur();
    const plain = looks();
    element.focus({ preventScroll: true });
    return focused !== plain;
  };

  const DATES = ["date", "datetime-local", "time"];
  // Where the keyboard's focus is now: can it be seen, and is anything in front of it?
  const focus = (least, orLooksElse) => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const ringed = element.closest(".row, .govuk-checkboxes__item, .govuk-radios__item") || element;
    const style = getComputedStyle(ringed);
    const found = [];
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && parts(style.outlineColor).alpha > 0;
    const pale = ring && ratio(style.outlineColor, behind(ringed.parentElement)) < least;
    // To look away and back would begin a date anew at its day; in a frame the focus is on something inside it.
    const hasParts = element.localName === "input" && DATES.includes(element.type);
    const asked = !hasParts && element.localName !== "iframe";
    if (asked && (!ring || pale) && !(orLooksElse && looksElse(element))) {
      found.push(`${pale ? "a ring that is hard to see" : "no ring"} around ${named(ringed)}`);
    }
    // A link that runs over the end of a line has its focus in both lines: the first one is looked at.
    const box = style.display === "inline" ? ringed.getClientRects()[0] : ringed.getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
      found.push(`out of sight: ${named(ringed)}`);
    }
    const inside = (value, size) => Math.min(Math.max(value, 1), size - 1);
    for (const [across, down] of [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]) {
      const x = inside(box.left + box.width * across, innerWidth);
      const y = inside(box.top + box.height * down, innerHeight);
      const top = document.elementFromPoint(x, y);
      if (top && !ringed.contains(top) && !top.contains(ringed)) found.push(`${named(top)} lies over ${named(ringed)}`);
    }
    const all = [...document.querySelectorAll("*")];
    const group = element.type === "radio" ? `radio ${element.name}` : String(all.indexOf(element));
    const name = hasParts ? `<input type=${element.type}>` : named(ringed);
    return { at: all.indexOf(element), group, name, found: [...new Set(found)] };
  };

  // Whether one finds the way: one h1 in one main part, named menus with one place marked, a link past them first.
  const way = () => {
    const found = [];
    const count = (selector) => document.querySelectorAll(selector).length;
    if (count("main") !== 1 || count("main h1") !== 1 || count("h1") !== 1) {
      found.push(`${count("main")} main parts, ${count("h1")} h1, ${count("main h1")} of them in a main part`);
    }
    for (const menu of document.querySelectorAll("nav")) {
      const places = menu.querySelectorAll("[aria-current=page], [aria-current=true]");
      const lists = menu.querySelectorAll("ul").length || 1;
      if (!menu.getAttribute("aria-label") && !menu.getAttribute("aria-labelledby")) found.push(`no name: ${named(menu)}`);
      if (places.length > lists) found.push(`${places.length} places marked: ${named(menu)}`);
    }
    const visit = document.querySelector(".staff-visit-menu");
    if (visit && visit.querySelectorAll("[aria-current]").length !== 1) found.push("the visit's menu marks no place");
    const skip = document.querySelector(".govuk-skip-link");
    const first = document.querySelector("a[href], button, summary, input:not([type=hidden])");
    if (count(".govuk-service-navigation") && skip !== first) found.push("no skip link at the top");
    if (skip && !document.querySelector(skip.getAttribute("href"))?.querySelector("h1")) found.push("the skip link misses the h1");
    return found;
  };

  // How many stops the Tab key should make: a group of radio buttons is one.
  const tab_stops = () => {
    const stops = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden]), audio[controls]")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled") && element.tabIndex >= 0)
      .map((element, number) => (element.type === "radio" ? `radio ${element.name}` : String(number)));
    return new Set(stops).size;
  };

  // In forced colours the edges of rows, marks, boxes and buttons must still be there, and a choice must show.
  const edges = (least) => {
    const found = [];
    for (const element of document.querySelectorAll(".row, .mark, button, textarea, input[type=text]")) {
      if (!shown(element)) continue;
      const style = getComputedStyle(element);
      // A button that looks like a link is known by its line, as a link is.
      if (style.textDecorationLine.includes("underline")) continue;
      const edge = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none";
      const against = behind(element.parentElement);
      const seen = edge && ratio(style.borderTopColor, against) >= least;
      if (!seen && ratio(style.backgroundColor, against) < least) found.push(`no edge around ${named(element)}`);
    }
    for (const row of document.querySelectorAll(".row")) {
      const input = row.querySelector("input");
      const look = () => [row, row.querySelector(".mark")].map((each) => {
        const style = getComputedStyle(each);
        return [style.borderTopWidth, style.borderTopColor, style.backgroundColor].join();
      });
      const was = input.checked;
      input.checked = false;
      const before = look();
      input.checked = true;
      const after = look();
      input.checked = was;
      if (before[0] === after[0]) found.push(`a chosen row has the same edge: ${named(row)}`);
      if (before[1] === after[1]) found.push(`a chosen mark looks the same: ${named(row)}`);
    }
    return found;
  };

  // The page's own rules may forbid style elements; a sheet that is made by a script is not one.
  const styled = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
  };

  window.inPage = { text_contrast, sideways, clipped, small_targets, focus, tab_stops, edges, styled, way };
})();
