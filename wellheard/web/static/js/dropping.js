// @ts-check
// A file dropped anywhere on a form with data-drop is chosen in its file field, as if picked there.
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-drop]"))) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=file]"));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!field || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.focus();
  });
}
