// @ts-check
// Choosing with Shift chooses everything between the last one and this one.
/** @type {HTMLInputElement | null} */
let last = null;

document.addEventListener("click", (event) => {
  const box = /** @type {HTMLInputElement} */ (event.target);
  if (!(box instanceof HTMLInputElement) || box.name !== "ids") return;
  const boxes = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=ids]")]);
  if (event.shiftKey && last && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
    for (const between of boxes.slice(from, to + 1)) between.checked = true;
  }
  last = box;
});
