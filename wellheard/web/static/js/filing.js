// @ts-check
// Triage by keyboard: each choice has a key, Enter files, and the next piece stands ready.
import "./asking.js";
import "./choosing.js";
import "./filing-keys.js";
import "./sending.js";
import { alone, begin, open, prepare, ready } from "./pieces.js";

document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
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

window.addEventListener("popstate", () => location.reload());
begin();
