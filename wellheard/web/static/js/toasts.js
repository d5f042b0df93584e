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

/** A dialog covers everything that is not in it: while one is open, toasts lie in the topmost. */
function raise() {
  const home = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  if (toasts && toasts.parentElement !== home) home.append(toasts);
}

if (toasts) {
  // A dialog that opens or closes tells of it by "toggle"; browsers that do not know that yet tell only of closing.
  for (const name of ["toggle", "close"]) document.addEventListener(name, () => queueMicrotask(raise), true);
  [...toasts.children].forEach(fade);
  new MutationObserver((changes) => {
    if (changes.some((change) => change.addedNodes.length)) raise();
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) fade(node);
  }).observe(toasts, { childList: true });
}
