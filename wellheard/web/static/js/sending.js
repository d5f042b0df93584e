// @ts-check
// File the open piece without waiting for the server: the next one stands ready.
import { begin, markRow, open, parsed, ready, thread } from "./pieces.js";

let filings = 0;

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
  // Refused: the whole page says it, with everything that was chosen.
  if (!answer.ok) return replace(page, answer.url);
  // It was filed, but another one is next: a colleague was faster, or our own next filing, which then has its own answer.
  if (answer.redirected) return number === filings ? replace(page, answer.url) : undefined;
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

document.querySelector("main")?.parentElement?.addEventListener("submit", file);
