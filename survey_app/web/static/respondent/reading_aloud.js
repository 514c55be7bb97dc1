// Reading a question aloud with a voice that lives on this device. Nothing is sent, nothing starts by itself, and
// only the words of the page are read, never what somebody wrote.
(() => {
  const synth = window.speechSynthesis;
  const template = document.querySelector("#aloud");
  if (!synth || !template) return;
  const WORDS = "legend,.text label,.hint,.problem,.safe p,.row>span:last-child";
  // A browser may drop what it is told to say right after it was told to be quiet.
  const BREATH_MS = 100;
  const DROPPED_AFTER_MS = 700;
  const marks = window.CSS?.highlights;
  let reading = null;
  // Goes up whenever something new is said or all is quiet, so that late events of what went before count for nothing.
  let turn = 0;

  const same = (tag) => tag.toLowerCase().replace("_", "-");
  const main = (tag) => same(tag).split("-")[0];
  const voiceFor = (tag) => {
    const near = synth.getVoices().filter((voice) => voice.localService && main(voice.lang) === main(tag));
    return near.find((voice) => same(voice.lang) === same(tag)) || near.find((voice) => voice.default) || near[0];
  };
  const languageOf = (element) => element.closest("[lang]").lang;

  const sentences = (text, language) =>
    window.Intl?.Segmenter
      ? [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)]
      : [{ segment: text, index: 0 }];

  // Everything to read in a question, a sentence each, with the place where it stands.
  const piecesOf = (block) => {
    const pieces = [];
    for (const part of block.querySelectorAll(WORDS)) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode;
        for (const { segment, index } of sentences(node.data, languageOf(part))) {
          if (segment.trim()) pieces.push({ node, index, text: segment });
        }
      }
    }
    return pieces;
  };

  const mark = (piece, event) => {
    marks?.delete("aloud");
    if (!marks || !piece || event.name !== "word") return;
    const length = event.charLength || piece.text.slice(event.charIndex).search(/\s|$/);
    const start = Math.min(piece.index + event.charIndex, piece.node.length);
    const word = new Range();
    word.setStart(piece.node, start);
    word.setEnd(piece.node, Math.min(start + length, piece.node.length));
    marks.set("aloud", new Highlight(word));
  };

  const quiet = () => {
    turn += 1;
    const spoke = synth.speaking || synth.pending;
    synth.cancel();
    mark();
    return spoke;
  };

  const say = (mine) => {
    const piece = reading.pieces[reading.at];
    if (!piece) return stop();
    const voice = voiceFor(reading.language);
    const spoken = new SpeechSynthesisUtterance(piece.text);
    if (!voice) return stop(true);
    spoken.voice = voice;
    spoken.lang = voice.lang;
    spoken.rate = Number(reading.speed.value);
    let begun = false;
    spoken.onstart = () => {
      begun = true;
    };
    spoken.onboundary = (event) => mine === turn && mark(piece, event);
    spoken.onend = () => {
      if (mine !== turn) return;
      reading.at += 1;
      mark();
      say(mine);
    };
    spoken.onerror = () => mine === turn && stop(true);
    // Kept here too: a browser may forget an utterance that only it knows, and then never tell its end.
    reading.spoken = spoken;
    synth.speak(spoken);
    setTimeout(() => {
      if (mine === turn && reading?.spoken === spoken && !begun && !synth.speaking) synth.speak(spoken);
    }, DROPPED_AFTER_MS);
  };

  const sayFromHere = () => {
    const spoke = quiet();
    const mine = turn;
    if (spoke) setTimeout(() => mine === turn && say(mine), BREATH_MS);
    else say(mine);
  };

  const show = (on) => {
    const { bar, button, pause, more } = reading;
    if (!on && more.contains(document.activeElement)) button.focus();
    button.textContent = on ? bar.dataset.stop : bar.dataset.read;
    pause.setAttribute("aria-pressed", "false");
    more.hidden = !on;
  };

  const stop = (failed) => {
    if (!reading) return;
    quiet();
    show(false);
    reading.told.textContent = failed ? reading.bar.dataset.sorry : "";
    reading = null;
  };

  const start = (controls, block) => {
    stop();
    for (const player of document.querySelectorAll("audio,video")) player.pause();
    reading = { ...controls, language: languageOf(block), pieces: piecesOf(block), at: 0 };
    reading.told.textContent = "";
    show(true);
    sayFromHere();
  };

  const pauseOrGoOn = (pause) => {
    const pausing = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", String(pausing));
    // Its own pause hangs or ends on some phones: being quiet and saying the sentence again works on all.
    if (pausing) quiet();
    else sayFromHere();
  };

  const addTo = (block) => {
    const bar = template.content.firstElementChild.cloneNode(true);
    const [button, pause] = bar.querySelectorAll("button");
    const more = bar.querySelector("span");
    const controls = { bar, button, pause, more, speed: bar.querySelector("select"), told: bar.querySelector("p") };
    button.textContent = bar.dataset.read;
    button.addEventListener("click", () => (reading?.bar === bar ? stop() : start(controls, block)));
    pause.addEventListener("click", () => pauseOrGoOn(pause));
    controls.speed.addEventListener("change", () => pause.getAttribute("aria-pressed") === "true" || sayFromHere());
    block.querySelector("legend,h1,label").after(bar);
    return bar;
  };

  // Voices come late in some browsers, and may go again.
  const blocks = [...document.querySelectorAll("#answers fieldset,#answers .text")];
  const bars = new Map();
  const offer = () => {
    for (const block of blocks.filter((one) => !one.querySelector("audio"))) {
      const voice = voiceFor(languageOf(block));
      if (voice && !bars.has(block)) bars.set(block, addTo(block));
      if (bars.has(block)) bars.get(block).hidden = !voice;
    }
  };
  offer();
  synth.onvoiceschanged = offer;

  addEventListener("keydown", (event) => event.key === "Escape" && stop());
  addEventListener("leaving", () => stop());
  addEventListener("pagehide", () => stop());
  document.addEventListener("play", () => stop(), true);
})();
