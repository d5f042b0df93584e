// @ts-check
// A toast leaves after nine seconds, never while it is read: a pointer or the focus on it starts the time anew.
const READING_TIME = 9000;

/** @param {Element} toast */
function fade(toast) {
  const close = toast.querySelector("[data-close]");
  let timer = 0;
  const start = () => { timer = window.setTimeout(() => toast.remove(), READING_TIME); };
  const stop = () => window.clearTimeout(timer);
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("focusout", start);
  close?.removeAttribute("hidden");
  close?.addEventListener("click", () => toast.remove());
  start();
}

const toasts = document.getElementById("toasts");
if (toasts) {
  [...toasts.children].forEach(fade);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) fade(node);
  }).observe(toasts, { childList: true });
}
