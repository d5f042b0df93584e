// @ts-check
// Posts by keyboard: J and K go through them, X chooses, and the keys on the buttons decide about those chosen, or about the
// one that is open when none is. Keys rest while somebody types or a dialog is open.
import "./choosing.js";

const boxes = () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=ids]")]);

/** @param {number} step */
function go(step) {
  const all = boxes();
  const at = all.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.closest("li")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const place = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (place.closest("textarea, select, dialog, input:not([type=checkbox])") || document.querySelector("dialog:modal")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") return go(key === "j" ? 1 : -1);
  if (key === "x" && place instanceof HTMLInputElement) return place.click();
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`button[data-key="${CSS.escape(key)}"]`));
  if (!button) return;
  event.preventDefault();
  if (place instanceof HTMLInputElement && !boxes().some((box) => box.checked)) place.checked = true;
  button.click();
});
