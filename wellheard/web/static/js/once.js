// @ts-check
// A form that is on its way is not sent again by a double click.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  // What leads into a frame leaves this page where it is: nobody would take the mark away.
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (form.ariaBusy === "true") return event.preventDefault();
  form.ariaBusy = "true";
});

// The page may come back from the browser's memory with its forms still marked.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});
