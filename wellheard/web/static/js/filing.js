// @ts-check
// Filing by keyboard: each choice has a key (data-key), Enter files, Escape leaves a field. Keys rest while somebody types,
// and can be switched off for good on this device.
const STORED = "wellheard-filing-keys";
const FIELDS = "textarea, select, dialog, input:not([type=radio])";
const lever = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-keys]"));
const words = [lever?.querySelector("span")?.textContent ?? "", lever?.dataset.keys ?? ""];
const isOff = () => localStorage.getItem(STORED) === "off";

function show() {
  if (!lever) return;
  lever.hidden = false;
  lever.ariaPressed = String(!isOff());
  /** @type {Element} */ (lever.querySelector("span")).textContent = words[Number(isOff())];
}

/** The key as it is written on it; by its place where the script has no Latin letters. @param {KeyboardEvent} event */
const named = (event) => (/^[\x21-\x7e]+$/.test(event.key) ? event.key : event.code.replace(/^(Key|Digit)/, "")).toLowerCase();

document.addEventListener("keydown", (event) => {
  const place = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape" && place.matches(FIELDS)) return place.blur();
  if (event.key === "Enter" && place.id === "q") return event.preventDefault();
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || place.closest(FIELDS)) return;
  if (event.key === "Enter" && place !== document.body) return;
  const choice = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${CSS.escape(named(event))}"]`));
  if (!choice) return;
  event.preventDefault();
  choice.closest("details")?.setAttribute("open", "");
  choice.focus();
  if (choice.matches("a, button, [type=radio]")) choice.click();
});

lever?.addEventListener("click", () => { localStorage.setItem(STORED, isOff() ? "on" : "off"); show(); });
show();
