// @ts-check
// The inbox without reloading: a conversation opens beside the list, forms answer in place, the list keeps its position.
import "./asking.js";
import "./choosing.js";
import "./inbox-commands.js";
import "./inbox-keys.js";
import "./inbox-menus.js";
import "./inbox-passages.js";
import "./inbox-live.js";
import { settled } from "./inbox-files.js";
import { kept } from "./inbox-writing.js";
import { begin, go, show } from "./inbox-panes.js";

const isPlain = (/** @type {MouseEvent} */ event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-row], a[data-open]"));
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  go(link.href);
});

/** Send a form of the inbox and put what comes back in place. @param {SubmitEvent} event */
async function send(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const isOurs = form.method === "post" && form.closest("main.panes, #asking, #toasts");
  if (event.defaultPrevented || !isOurs) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const submitter = event.submitter;
  // What was typed last is kept before another form draws the page anew.
  await kept();
  const body = form.id === "composer" && !(await settled()) ? null : plain(form, submitter);
  const answer = body && await fetch(form.action, { method: "POST", body }).catch(() => null);
  form.removeAttribute("aria-busy");
  if (!body) return;
  if (!answer) return refuse();
  const text = await answer.text();
  const dialog = /** @type {HTMLDialogElement | null} */ (form.closest("#asking"));
  const again = dialog && new DOMParser().parseFromString(text, "text/html").getElementById("ask");
  if (dialog && again) return dialog.replaceChildren(again);
  dialog?.close();
  form.closest(".toast")?.remove();
  // What was refused is shown where one is: the address it was sent to shows nothing.
  const url = answer.redirected ? answer.url : location.href;
  if (!show(text, url)) location.assign(url);
}

/** The fields of a form; its files were brought here before. @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function plain(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(/** @type {[string, string][]} */ (fields));
}

function refuse() {
  const sorry = /** @type {HTMLTemplateElement | null} */ (document.getElementById("no-answer"));
  if (sorry) document.getElementById("toasts")?.append(sorry.content.cloneNode(true));
}

// Before the guard against a double click, which marks the form as being on its way.
document.addEventListener("submit", send, true);
window.addEventListener("popstate", () => location.reload());
begin();
