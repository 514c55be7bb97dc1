// Stands for the voices of a browser that has some: a test says one word, one sentence, or one fault at a time.
// Like real browsers it drops what it is told right after it was told to be quiet.
(voices) => {
  const spoken = [];
  let now = null;
  let deaf = false;
  const synth = {
    onvoiceschanged: null,
    get speaking() {
      return now !== null;
    },
    pending: false,
    getVoices: () => window.voices.there,
    speak(utterance) {
      if (deaf) return;
      now = utterance;
      spoken.push({ text: utterance.text, voice: utterance.voice?.name, rate: utterance.rate, lang: utterance.lang });
      utterance.onstart?.();
    },
    cancel() {
      if (!now) return;
      const silenced = now;
      now = null;
      deaf = true;
      setTimeout(() => (deaf = false), 50);
      silenced.onerror?.({ error: "canceled" });
    },
  };
  window.voices = {
    there: voices,
    spoken,
    come(more) {
      this.there = more;
      synth.onvoiceschanged?.();
    },
    word(charIndex, charLength) {
      now.onboundary({ name: "word", charIndex, charLength });
    },
    end() {
      const ended = now;
      now = null;
      ended.onend();
    },
    fail() {
      const failed = now;
      now = null;
      failed.onerror({ error: "synthesis-failed" });
    },
    get speaks() {
      return now?.text ?? null;
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: synth });
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
}
