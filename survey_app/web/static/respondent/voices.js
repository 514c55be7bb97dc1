// A voice of this device for the language of the page brings the script that reads aloud; nobody else fetches it.
(() => {
  const synth = window.speechSynthesis;
  const reader = document.querySelector("#aloud")?.dataset.script;
  if (!synth || !reader) return;
  const language = document.documentElement.lang.slice(0, 2);
  const bring = () => {
    if (!synth.getVoices().some((voice) => voice.localService && voice.lang.startsWith(language))) return;
    synth.onvoiceschanged = null;
    document.head.append(Object.assign(document.createElement("script"), { src: reader }));
  };
  synth.onvoiceschanged = bring;
  bring();
})();
