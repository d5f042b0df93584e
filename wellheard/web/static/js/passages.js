// @ts-check
// What is selected in somebody's words becomes a quote, a paragraph of its own, by the button or by Enter.

/** @param {Element} place */
function take(place) {
  const box = place.closest("[data-passages]");
  const words = /** @type {HTMLTextAreaElement | null | undefined} */ (box?.querySelector("textarea[readonly]"));
  const quotes = /** @type {HTMLTextAreaElement | null | undefined} */ (box?.querySelector("[data-quotes]"));
  const chosen = words?.value.slice(words.selectionStart, words.selectionEnd).trim().replace(/\n\s*\n/g, "\n");
  if (!quotes || !chosen) return;
  quotes.value = quotes.value.trim() ? `${quotes.value.trim()}\n\n${chosen}` : chosen;
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-take]");
  if (button) take(button);
});

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.key !== "Enter" || !target.matches("[data-passages] textarea[readonly]")) return;
  event.preventDefault();
  take(target);
});

// The button does nothing without this script, so it is there only with it.
document.addEventListener("toggle", (event) => {
  const box = /** @type {Element} */ (event.target);
  if (box.matches("[data-passages]")) box.querySelector("[data-take]")?.removeAttribute("hidden");
}, true);
