// @ts-check
// Ideas in columns: a card can be dragged to another column. Letting go sends the card's own form, as its button would.
const board = document.querySelector("[data-columns]");
if (board) {
  /** @type {HTMLElement | null} */
  let held = null;
  const cards = /** @type {NodeListOf<HTMLElement>} */ (board.querySelectorAll("[data-card]"));
  for (const card of cards) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => { held = card; event.dataTransfer?.setData("text/plain", card.dataset.card ?? ""); });
    card.addEventListener("dragend", () => { held = null; });
  }
  for (const column of /** @type {NodeListOf<HTMLElement>} */ (board.querySelectorAll("[data-status]"))) {
    const over = () => held !== null && held.closest("[data-status]") !== column;
    column.addEventListener("dragover", (event) => { if (over()) { event.preventDefault(); column.classList.add("aimed"); } });
    column.addEventListener("dragleave", () => column.classList.remove("aimed"));
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      column.classList.remove("aimed");
      const form = held?.querySelector("form");
      const status = form?.querySelector("select");
      if (!over() || !form || !status) return;
      status.value = column.dataset.status ?? "";
      form.requestSubmit();
    });
  }
}
