// @ts-check
// A key for each thing one does (data-key); two keys one after the other lead to a list. Keys rest while somebody types.
import { thread } from "./inbox-panes.js";

const FIELDS = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";
const LISTS = { u: "unanswered", m: "mine", n: "nobodys", a: "asked", t: "tell", p: "product", s: "snoozed", f: "unfiled", c: "closed" };
let isGoing = false;

/** The key as it is written on it; by its place where the script has no Latin letters. @param {KeyboardEvent} event */
const named = (event) => (/^[\x21-\x7e]$/.test(event.key) ? event.key : event.code.replace(/^(Key|Digit)/, "")).toLowerCase();

const rows = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a[data-row]")]);

/** @param {number} by */
function step(by) {
  const all = rows(), at = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[at < 0 ? 0 : at + by];
  if (next) next.click(); else if (by > 0) /** @type {HTMLElement | null} */ (document.querySelector("#list a[rel=next]"))?.click();
}

/** @param {boolean} isRange */
function pick(isRange) {
  const box = document.querySelector("a[data-row][aria-current]")?.closest("li")?.querySelector("input[name=ids]");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));
}

/** Press a tool of the open conversation, wherever it is put away. @param {HTMLElement} target */
export function press(target) {
  if (target.matches("select")) {
    const pop = target.closest("[popover]");
    const source = pop && document.querySelector(`[popovertarget="${pop.id}"]`);
    /** @type {any} */ (pop)?.showPopover({ source });
    return target.focus();
  }
  target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  if (target.matches("[name=kind]")) document.querySelector("#composer textarea")?.dispatchEvent(new Event("wanted"));
  const pop = document.getElementById(target.getAttribute("popovertarget") ?? "");
  /** @type {HTMLElement | null | undefined} */ (pop?.querySelector("select, input:not([type=hidden]), button"))?.focus();
}

document.addEventListener("keydown", (event) => {
  const place = /** @type {HTMLElement} */ (event.target);
  const keys = JSON.parse(document.querySelector("main")?.querySelector("[data-keys]")?.getAttribute("data-keys") ?? "{}");
  if (event.key === "Escape" && place.matches(FIELDS)) return place.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || place.closest(FIELDS)) return;
  if (document.querySelector("dialog:modal") || !thread()) return;
  const key = named(event);
  if (isGoing) {
    isGoing = false;
    const list = LISTS[/** @type {keyof typeof LISTS} */ (key)];
    if (list) { event.preventDefault(); /** @type {HTMLElement | null} */ (document.querySelector(`[data-go="${list}"]`))?.click(); }
    return;
  }
  if (!key || !Object.values(keys).includes(key)) return;
  const action = Object.keys(keys).find((name) => keys[name] === key);
  const target = /** @type {HTMLElement | null} */ (document.querySelector(`[data-does="${action}"]`));
  event.preventDefault();
  if (action === "next") step(1);
  else if (action === "previous") step(-1);
  else if (action === "pick") pick(event.shiftKey);
  else if (action === "go") isGoing = true;
  else if (target) press(target);
});
