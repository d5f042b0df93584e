// @ts-check
// A button with data-confirm asks its question before its form goes out; its own label is the "yes".
const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("confirm"));
/** @type {HTMLButtonElement | null} */
let asking = null;

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("button[data-confirm]"));
  if (!button || !dialog || !button.form?.reportValidity()) return;
  event.preventDefault();
  asking = button;
  const yes = /** @type {HTMLElement} */ (dialog.querySelector("[data-answer=yes]"));
  yes.textContent = button.textContent;
  yes.className = button.classList.contains("danger") ? "button danger" : "button primary";
  /** @type {HTMLElement} */ (dialog.querySelector("h2")).textContent = button.dataset.confirm ?? "";
  dialog.showModal();
});

dialog?.addEventListener("click", (event) => {
  const answer = /** @type {HTMLElement} */ (event.target).dataset.answer;
  if (!answer) return;
  dialog.close();
  if (answer === "yes" && asking) asking.form?.requestSubmit(asking);
});
