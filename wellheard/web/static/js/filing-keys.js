// @ts-check
// A key for each choice (data-key). Keys rest while somebody types or a dialog is open, and can be switched off for good on
// this device.

const STORED = "wellheard-filing-keys";
const FIELDS = "textarea, select, dialog, input:not([type=radio], [type=checkbox])";
const isOff = () => localStorage.getItem(STORED) === "off";

function showLever() {
  const lever = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-keys]"));
  const label = lever?.querySelector("span");
  if (!lever || !label) return;
  lever.dataset.on ??= label.textContent ?? "";
  lever.hidden = false;
  lever.ariaPressed = String(!isOff());
  label.textContent = (isOff() ? lever.dataset.keys : lever.dataset.on) ?? "";
}

/** The key as it is written on it; by its place where the script has no Latin letters. @param {KeyboardEvent} event */
const named = (event) => (/^[\x21-\x7e]+$/.test(event.key) ? event.key : event.code.replace(/^(Key|Digit)/, "")).toLowerCase();

/** Enter files from wherever a choice was made, but presses what it stands on. @param {HTMLElement} place */
const isFree = (place) => place === document.body || place.matches("input[type=radio], input[type=checkbox]");

document.addEventListener("keydown", (event) => {
  const place = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape" && place.matches(FIELDS)) return place.blur();
  if (event.key === "Enter" && place.id === "q") return event.preventDefault();
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || place.closest(FIELDS)) return;
  if (event.key === "Enter" && !isFree(place)) return;
  if (document.querySelector("dialog:modal")) return;
  const choice = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${CSS.escape(named(event))}"]`));
  if (!choice) return;
  event.preventDefault();
  choice.closest("details")?.setAttribute("open", "");
  if (choice.matches("input:not([type=checkbox]), textarea")) choice.focus();
  if (choice.matches("a, button, [type=radio], [type=checkbox]")) {
    choice.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey && named(event) === "x" }));
  }
});

document.addEventListener("click", (event) => {
  if (!(/** @type {Element} */ (event.target)).closest("[data-keys]")) return;
  localStorage.setItem(STORED, isOff() ? "on" : "off");
  showLever();
});
document.addEventListener("piece", showLever);
