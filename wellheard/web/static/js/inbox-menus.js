// @ts-check
// Saved replies and macros by keyboard: "/" in an empty line offers replies, arrows move, Enter takes the first or the chosen one.
import { note } from "./noting.js";

const WAITS = 120;
/** The words of replies the server found, by their number. @type {Map<string, string>} */
const words = new Map();
let timer = 0;

const field = () => /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#composer textarea"));
const menu = () => document.getElementById("replies");
/** @param {Element} pop */
const offered = (pop) =>
  /** @type {HTMLElement[]} */ ([...pop.querySelectorAll(".menu a, .menu button")].filter((one) => !one.closest("[hidden]")));

/** Ask for the replies that hold what is written, filled in for who asked. @param {string} sought */
async function ask(sought) {
  const conversation = document.getElementById("thread")?.dataset.conversation ?? "";
  const answer = await fetch(`/desk/replies/?${new URLSearchParams({ q: sought, conversation })}`).catch(() => null);
  /** @type {{id: number, name: string, words: string}[]} */
  const found = answer?.ok ? (await answer.json()).replies : [];
  for (const one of found) words.set(String(one.id), one.words);
  return found;
}

/** @param {HTMLInputElement} input */
async function search(input) {
  const found = await ask(input.value), list = menu()?.querySelector("ul"), first = list?.querySelector("a");
  if (!list || !menu()?.contains(input) || !first) return;
  const lines = found.map((one) => {
    const link = /** @type {HTMLAnchorElement} */ (first.cloneNode());
    const url = new URL(first.href);
    url.searchParams.set("reply", String(one.id));
    Object.assign(link, { href: url.href, textContent: one.name });
    link.dataset.reply = String(one.id);
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  // One stays to make others of; it is not shown where nothing is found.
  for (const item of list.children) /** @type {HTMLElement} */ (item).hidden = true;
  if (lines.length) list.replaceChildren(...lines);
  const none = /** @type {HTMLElement | null | undefined} */ (menu()?.querySelector("[data-none]"));
  if (none) none.hidden = lines.length > 0;
}

document.addEventListener("input", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  window.clearTimeout(timer);
  if (input.id === "replies-q") timer = window.setTimeout(() => search(input), WAITS);
  if (!input.dataset.narrows) return;
  const sought = input.value.toLowerCase();
  for (const line of document.querySelectorAll(input.dataset.narrows)) {
    /** @type {HTMLElement} */ (line).hidden = !line.textContent?.toLowerCase().includes(sought);
  }
});

// A saved reply, in the customer's language and filled in, is put where one writes.
document.addEventListener("click", async (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-reply]"));
  const place = field(), number = link?.dataset.reply ?? "";
  if (!link || !place || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (!words.has(number)) await ask(link.textContent ?? "");
  const text = words.get(number);
  if (text === undefined) return location.assign(link.href);
  menu()?.hidePopover();
  place.setRangeText(text, place.selectionStart, place.selectionEnd, "end");
  place.focus();
  place.dispatchEvent(new Event("input", { bubbles: true }));
  note(`/desk/replies/${number}/use/`);
});

document.addEventListener("keydown", (event) => {
  const place = field(), pop = menu();
  if (event.key !== "/" || event.target !== place || !place || !pop || event.isComposing) return;
  const before = place.value.slice(0, place.selectionStart);
  if (before && !before.endsWith("\n")) return;
  event.preventDefault();
  /** @type {any} */ (pop).showPopover({ source: document.querySelector("[popovertarget=replies]") });
  pop.querySelector("input")?.focus();
});

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target), pop = target.closest?.("[popover]");
  if (!pop?.querySelector(".menu") || event.isComposing) return;
  const lines = offered(pop), at = lines.indexOf(target);
  if (event.key === "Enter" && target.matches("input")) {
    // Enter in the field would send the form around it.
    event.preventDefault();
    lines[0]?.click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  /** @type {HTMLElement | null | undefined} */ (at + step < 0 ? pop.querySelector("input") ?? lines[0] : lines[Math.min(at + step, lines.length - 1)])?.focus();
});

// Another customer is called by another name.
document.addEventListener("conversation", () => { words.clear(); window.clearTimeout(timer); });
