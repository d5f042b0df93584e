// @ts-check
// Find or do: opens by link, ⌘K or Ctrl K; arrows move, Enter opens, Esc closes.
const palette = /** @type {HTMLDialogElement | null} */ (document.getElementById("palette"));
const input = palette?.querySelector("input");
const FOUND = ".found :is(a, button)";

if (!/Mac|iP/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-palette] kbd")) key.textContent = "Ctrl K";
}

function open() {
  if (!palette || palette.open) return;
  palette.showModal();
  input?.select();
  input?.form?.dispatchEvent(new CustomEvent("palette"));
}

/** @param {number} step */
function move(step) {
  const links = [...(palette?.querySelectorAll(FOUND) ?? [])];
  const next = links.indexOf(/** @type {Element} */ (document.activeElement)) + step;
  const target = next < 0 ? input : links[Math.min(next, links.length - 1)];
  /** @type {HTMLElement | undefined} */ (target)?.focus();
}

document.addEventListener("click", (event) => {
  if (!palette || !(/** @type {Element} */ (event.target).closest("[data-palette]"))) return;
  event.preventDefault();
  open();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.metaKey || event.ctrlKey)) { event.preventDefault(); open(); }
});

palette?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
  if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
  if (event.key !== "Enter" || event.target !== input || event.isComposing) return;
  const first = /** @type {HTMLElement | null} */ (palette.querySelector(FOUND));
  if (first) { event.preventDefault(); first.click(); }
});
