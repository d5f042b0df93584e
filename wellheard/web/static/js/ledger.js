// @ts-check
// The ledger by keyboard: J and K walk from row to row, X chooses, P reads the answer in place, Enter opens what has the focus.
// Keys rest while somebody types or a dialog is open. Shift and a click choose everything between.
import "./asking.js";
import "./choosing.js";

const FIELDS = "textarea, select, dialog, [popover], input:not([type=checkbox])";
const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
const open = () => rows().find((row) => row.contains(document.activeElement));

/** @param {number} by */
function walk(by) {
  const all = rows(), here = open();
  const next = all[here ? all.indexOf(here) + by : 0];
  /** @type {HTMLElement | null | undefined} */ (next?.querySelector("a"))?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const place = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || place.closest(FIELDS)) return;
  if (document.querySelector("dialog:modal")) return;
  const key = (/^[\x21-\x7e]$/.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase();
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "x") {
    const box = open()?.querySelector("input[name=ids]");
    box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  } else if (key === "p") open()?.querySelector("details")?.toggleAttribute("open");
  else return;
  event.preventDefault();
});
