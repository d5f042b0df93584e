// @ts-check
// Triage by keyboard: each choice has a key (data-key), Enter files. Keys rest while somebody types or a dialog is open, and
// can be switched off for good on this device. The next piece stands ready, so that filing does not wait for the server.
import "./asking.js";
import "./choosing.js";

const STORED = "wellheard-filing-keys";
const FIELDS = "textarea, select, dialog, input:not([type=radio], [type=checkbox])";
const isOff = () => localStorage.getItem(STORED) === "off";
/** @type {Map<string, Promise<string>>} */
const ready = new Map();
let filings = 0;

const thread = () => /** @type {HTMLElement | null} */ (document.getElementById("thread"));
/** @param {string} text */
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function showLever() {
  const lever = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-keys]"));
  const label = lever?.querySelector("span");
  if (!lever || !label) return;
  lever.dataset.on ??= label.textContent ?? "";
  lever.hidden = false;
  lever.ariaPressed = String(!isOff());
  label.textContent = (isOff() ? lever.dataset.keys : lever.dataset.on) ?? "";
}

/** Ask for a piece before it is needed; what cannot be had is asked for again later. @param {string | undefined} url */
function prepare(url) {
  if (!url || ready.has(url)) return;
  const answer = fetch(url).then((response) => (response.ok ? response.text() : Promise.reject(new Error(url))));
  answer.catch(() => ready.delete(url));
  ready.set(url, answer);
}

/** The address at which a piece comes without what is around it. @param {HTMLAnchorElement} link */
const alone = (link) => link.href.replace(/(\/filing\/\d+\/)/, "$1thread/");

/** Put a piece where the open one stood. @param {string} text */
function open(text) {
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
function markRow() {
  const number = thread()?.dataset.url?.match(/\/filing\/(\d+)\//)?.[1];
  for (const row of document.querySelectorAll("[data-row]")) {
    const isOpen = /** @type {HTMLElement} */ (row).dataset.row === number;
    if (isOpen) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
    const box = /** @type {HTMLElement | null | undefined} */ (row.closest("li")?.querySelector("input[name=ids]"));
    if (!box) continue;
    if (isOpen) { box.dataset.key = "x"; row.scrollIntoView({ block: "nearest" }); } else delete box.dataset.key;
  }
}

function begin() {
  showLever();
  markRow();
  prepare(thread()?.dataset.thread);
  for (const link of document.querySelectorAll("a[data-key=j]")) prepare(alone(/** @type {HTMLAnchorElement} */ (link)));
}

/** Put the list as it stands now, and what there is to say, beside the piece that is open. @param {Document} page */
function renew(page) {
  const fresh = page.getElementById("queue"), old = document.getElementById("queue");
  const chosen = new Set([...document.querySelectorAll("input[name=ids]:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value));
  const news = fresh?.querySelector("#toasts");
  document.getElementById("toasts")?.append(...(news?.children ?? []));
  fresh?.querySelector("#news")?.remove();
  if (!fresh || !old) return;
  old.replaceWith(fresh);
  for (const count of document.querySelectorAll(".rail [aria-current] .count")) {
    if (count.firstChild && fresh.dataset.left) count.firstChild.textContent = fresh.dataset.left;
  }
  for (const box of fresh.querySelectorAll("input[name=ids]")) {
    const input = /** @type {HTMLInputElement} */ (box);
    input.checked = chosen.has(input.value);
  }
  markRow();
}

/** File the open piece while the next one is shown already. @param {SubmitEvent} event */
async function file(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const here = thread();
  const next = here?.dataset.next, waiting = ready.get(here?.dataset.thread ?? "");
  if (form.id !== "filing" || button?.name === "look" || !next || !waiting || !form.querySelector("[name=area]:checked")) return;
  event.preventDefault();
  event.stopPropagation();
  const number = ++filings;
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const sent = fetch(form.action, { method: "POST", body, headers: { "X-Triage-Opened": next } });
  const text = await waiting.catch(() => "");
  ready.clear();
  if (text) open(text);
  const answer = await sent.catch(() => null);
  if (!answer) return refuse();
  const page = parsed(await answer.text());
  // Refused, or a colleague was faster: the whole page says it, with everything that was chosen.
  if (!answer.ok || answer.redirected) return replace(page, answer.url);
  if (!text) return location.assign(here?.dataset.after ?? location.href);
  if (number === filings) renew(page);
}

function refuse() {
  const sorry = /** @type {HTMLTemplateElement | null} */ (document.getElementById("no-answer"));
  if (sorry) document.getElementById("toasts")?.append(sorry.content.cloneNode(true));
}

/** @param {Document} page @param {string} url */
function replace(page, url) {
  const main = page.querySelector("main"), old = document.querySelector("main");
  if (!main || !old) return location.assign(url);
  document.getElementById("toasts")?.append(...(page.getElementById("toasts")?.children ?? []));
  old.replaceWith(main);
  /** @type {any} */ (window).htmx?.process(main);
  history.pushState(null, "", url);
  begin();
  /** @type {HTMLElement | null} */ (main.querySelector("[role=alert]"))?.focus();
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

document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-keys]")) { localStorage.setItem(STORED, isOff() ? "on" : "off"); return showLever(); }
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-open]"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  prepare(alone(link));
  const text = await ready.get(alone(link))?.catch(() => "");
  if (text) open(text); else location.assign(link.href);
});

// The title of a new idea is proposed from their words, once somebody is about to write one.
document.addEventListener("focusin", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.name !== "new_title" || field.value || field.dataset.offered) return;
  field.dataset.offered = "yes";
  field.value = /** @type {HTMLElement | null} */ (field.closest("[data-proposed]"))?.dataset.proposed ?? "";
  field.select();
});

document.querySelector("main")?.parentElement?.addEventListener("submit", file);
window.addEventListener("popstate", () => location.reload());
begin();
