// @ts-check
// When a part of a page cannot come: after a session has ended the whole page asks to sign in; without an answer a toast says so.
document.addEventListener("htmx:before:swap", (event) => {
  const reply = /** @type {CustomEvent} */ (event).detail.ctx.response?.raw;
  if (!reply?.redirected || !new URL(reply.url).pathname.startsWith("/accounts/login")) return;
  event.preventDefault();
  location.reload();
});

document.addEventListener("htmx:error", () => {
  const toast = /** @type {HTMLTemplateElement | null} */ (document.getElementById("no-answer"));
  const toasts = document.getElementById("toasts");
  if (toast && toasts && !toasts.querySelector("[data-unanswered]")) toasts.append(toast.content.cloneNode(true));
});
