// @ts-check
// The composer: drafts are kept while one types, ⌘↵ sends, and what is written for the other kind stays apart.
import { note } from "./noting.js";

const composer = () => /** @type {HTMLFormElement | null} */ (document.getElementById("composer"));
const field = () => /** @type {HTMLTextAreaElement | null | undefined} */ (composer()?.querySelector("textarea"));
const kind = () => /** @type {HTMLInputElement | null | undefined} */ (composer()?.querySelector("[name=kind]:checked"))?.value ?? "reply";
/** @type {Map<string, string>} */
const aside = new Map();
let timer = 0, lastKind = "reply";

/** Keep what stands there as a draft. @param {string} as */
async function keep(as = kind()) {
  const form = composer(), words = field();
  window.clearTimeout(timer);
  timer = 0;
  if (!form || !words) return;
  const hidden = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (form.querySelector(`[name=${name}]`))?.value ?? "";
  await note(form.dataset.saving ?? "", new URLSearchParams({ kind: as, words: words.value, seen: hidden("seen"), key: hidden("key") }));
}

/** Keep what was typed last before the page shows something else. */
export const kept = async () => { if (timer) await keep(); };

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => keep(), 800);
});

// What was written as a reply must not become a note's words by a slip, nor the other way round.
document.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target), words = field();
  if (input.name !== "kind" || !composer()?.contains(input) || !words) return;
  if (timer) keep(lastKind);
  aside.set(lastKind, words.value);
  words.value = aside.get(kind()) ?? "";
  lastKind = kind();
  words.focus();
});

// What is sent is no draft any more.
document.addEventListener("submit", (event) => { if (event.target === composer()) { window.clearTimeout(timer); timer = 0; } }, true);
document.addEventListener("wanted", () => field()?.focus(), true);

document.addEventListener("keydown", (event) => {
  const form = composer();
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || !form?.contains(/** @type {Node} */ (event.target))) return;
  event.preventDefault();
  const wanted = kind() === "note" ? "note" : event.shiftKey ? "keep" : "close";
  form.requestSubmit(form.querySelector(`[name=then][value=${wanted}]`));
});

// A suggestion is put where one writes.
document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-insert]"));
  const words = field();
  if (!button || !words) return;
  const text = button.dataset.insert ?? "";
  words.setRangeText(words.value && !words.value.endsWith("\n") ? `\n\n${text}` : text, words.selectionStart, words.selectionEnd, "end");
  words.focus();
  words.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("conversation", () => {
  const other = /** @type {HTMLElement | null | undefined} */ (composer()?.querySelector("template[data-begun]"));
  aside.clear();
  if (other) aside.set(other.dataset.begun ?? "", other.dataset.words ?? "");
  lastKind = kind();
  window.clearTimeout(timer);
  timer = 0;
});
