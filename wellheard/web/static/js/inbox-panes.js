// @ts-check
// The panes of the inbox: asked for whole, put in place one by one, with the focus where it was.
import { kept } from "./inbox-writing.js";
import { note } from "./noting.js";

const PANES = ["boxes", "list", "thread", "context"];

export const thread = () => /** @type {HTMLElement | null} */ (document.getElementById("thread"));

/** Put the panes of a page in place; tell whether it was a page of the inbox. @param {string} text @param {string} url */
export function show(text, url) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = document.querySelector("main"), fresh = page.querySelector("main.panes");
  if (!main || !fresh) return false;
  const heights = new Map(PANES.map((id) => [id, document.getElementById(id)?.scrollTop ?? 0]));
  const chosen = new Set([...document.querySelectorAll("input[name=ids]:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value));
  const wasOpen = thread()?.dataset.conversation, focused = document.activeElement?.id;
  // What stands beside comes once the page is drawn; of the same conversation it is shown as it was until then.
  if (wasOpen === page.getElementById("thread")?.dataset.conversation) {
    page.getElementById("beside")?.replaceChildren(...(document.getElementById("beside")?.childNodes ?? []));
  }
  main.className = fresh.className;
  for (const id of PANES) put(page, id);
  for (const box of document.querySelectorAll("input[name=ids]")) {
    const input = /** @type {HTMLInputElement} */ (box);
    input.checked = chosen.has(input.value);
  }
  document.getElementById("toasts")?.append(...(page.getElementById("toasts")?.children ?? []));
  document.title = page.title;
  const plain = url.replace(/#.*/, "");
  if (plain !== location.href) history.pushState(null, "", plain);
  for (const id of ["boxes", "list"]) { const pane = document.getElementById(id); if (pane) pane.scrollTop = heights.get(id) ?? 0; }
  begin(wasOpen === thread()?.dataset.conversation);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return true;
}

/** @param {Document} page @param {string} id */
function put(page, id) {
  const fresh = page.getElementById(id), old = document.getElementById(id);
  if (!fresh || !old) return;
  old.replaceWith(fresh);
  /** @type {any} */ (window).htmx?.process(fresh);
}

/** Open an address of the inbox. @param {string} url */
export async function go(url) {
  const pane = thread();
  const slow = window.setTimeout(() => pane?.setAttribute("aria-busy", "true"), 400);
  await kept();
  const answer = await fetch(url).catch(() => null);
  window.clearTimeout(slow);
  const text = answer?.ok ? await answer.text() : "";
  if (!text || !show(text, answer?.url ?? url)) location.assign(url);
}

/** Make ready what is open: to its newest message, its row in sight, and noted as read once it was looked at. @param {boolean} isSame */
export function begin(isSame = false) {
  const pane = thread();
  document.querySelector("a[data-row][aria-current]")?.scrollIntoView({ block: "nearest" });
  const isPhone = matchMedia("(max-width: 45rem)").matches;
  if (pane && !isPhone && !isSame) pane.scrollTop = pane.scrollHeight;
  document.dispatchEvent(new Event("conversation"));
  const isRead = pane?.dataset.reading && (!isPhone || document.querySelector("main.reading-thread"));
  if (!isRead) return;
  const opened = pane.dataset.conversation;
  window.setTimeout(() => {
    if (thread()?.dataset.conversation === opened && document.visibilityState === "visible") note(pane.dataset.reading ?? "");
  }, 1500);
}
