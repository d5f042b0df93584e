// @ts-check
// A link with data-ask leads to a page that asks one thing; here its question opens on top of the queue instead.

document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
  // Looked up each time: the part of the page it stands in is replaced now and then.
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("asking"));
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-ask]"));
  if (target.closest("#asking [data-leave]")) { event.preventDefault(); dialog?.close(); }
  if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href).catch(() => null);
  const question = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("ask") : null;
  if (!question) return location.assign(link.href);
  dialog.replaceChildren(question);
  /** @type {any} */ (window).htmx?.process(question);
  dialog.showModal();
  /** @type {HTMLElement | null} */ (dialog.querySelector("[autofocus]") ?? dialog.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
});
