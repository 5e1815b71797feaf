// Keys for who works through many things: J the next, K the one before. Every page works without this.
// A single letter is easily struck by chance, and by who dictates: they can be switched off, on this machine.
(() => {
  "use strict";
  const KEPT = "bihuan-single-keys";
  const offered = document.querySelector("[data-keys-switch]");
  const choice = offered?.querySelector("input");
  const kept = () => {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true; // a browser that keeps nothing: on, until they are switched off on this page
    }
  };
  const keep = () => {
    try {
      localStorage.setItem(KEPT, choice.checked ? "on" : "off");
    } catch {
      /* Then it holds for this page. */
    }
  };
  const mark = () => {
    for (const letter of document.querySelectorAll("[data-key] kbd")) letter.hidden = !choice.checked;
  };

  if (!choice) return;
  choice.checked = kept();
  offered.hidden = false;
  mark();
  choice.addEventListener("change", () => {
    keep();
    mark();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest('input:not([type="checkbox"]), select, textarea, [contenteditable]');
    if (!choice.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) link.click();
  });
})();
