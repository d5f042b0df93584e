// @ts-check
// The open piece of triage and the next ones: asked for before they are needed, put in place without what is around them.

/** @type {Map<string, Promise<string>>} */
export const ready = new Map();

export const thread = () => /** @type {HTMLElement | null} */ (document.getElementById("thread"));
/** @param {string} text */
export const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

/** Ask for a piece before it is needed; what cannot be had is asked for again later. @param {string | undefined} url */
export function prepare(url) {
  if (!url || ready.has(url)) return;
  const answer = fetch(url).then((response) => (response.ok ? response.text() : Promise.reject(new Error(url))));
  answer.catch(() => ready.delete(url));
  ready.set(url, answer);
}

/** The address at which a piece comes without what is around it. @param {HTMLAnchorElement} link */
export const alone = (link) => link.href.replace(/(\/filing\/\d+\/)/, "$1thread/");

/** Put a piece where the open one stood. @param {string} text */
export function open(text) {
  const page = parsed(text);
  for (const id of ["thread", "context"]) {
    const fresh = page.getElementById(id), old = document.getElementById(id);
    if (!fresh || !old) return;
    old.replaceWith(fresh);
    /** @type {any} */ (window).htmx?.process(fresh);
  }
  history.pushState(null, "", thread()?.dataset.url);
  scrollTo(0, 0);
  begin();
}

/** Show which row is open, and let X choose it. */
export function markRow() {
  const number = thread()?.dataset.url?.match(/\/filing\/(\d+)\//)?.[1];
  for (const row of document.querySelectorAll("[data-row]")) {
    const isOpen = /** @type {HTMLElement} */ (row).dataset.row === number;
    if (isOpen) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
    const box = /** @type {HTMLElement | null | undefined} */ (row.closest("li")?.querySelector("input[name=ids]"));
    if (!box) continue;
    if (isOpen) { box.dataset.key = "x"; row.scrollIntoView({ block: "nearest" }); } else delete box.dataset.key;
  }
}

/** Make ready what is on the page now. */
export function begin() {
  document.dispatchEvent(new Event("piece"));
  markRow();
  prepare(thread()?.dataset.thread);
  for (const link of document.querySelectorAll("a[data-key=j]")) prepare(alone(/** @type {HTMLAnchorElement} */ (link)));
}
