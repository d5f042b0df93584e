// @ts-check
// What is marked in a customer's words goes along to the question which idea it speaks for.

/** Count characters as the server does: half a pair is none. @param {string} text */
const length = (text) => [...text].length;

/** Where a point of the page stands in a message. @param {Element} words @param {Node} node @param {number} offset */
function placeOf(words, node, offset) {
  const stretch = /** @type {HTMLElement | null} */ ((node instanceof Element ? node : node.parentElement)?.closest("[data-begin]"));
  if (!stretch || !words.contains(stretch)) return null;
  const range = document.createRange();
  range.setStart(stretch, 0);
  range.setEnd(node, offset);
  return Number(stretch.dataset.begin) + length(range.toString());
}

function marked() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const words = /** @type {HTMLElement | null | undefined} */ (range.startContainer.parentElement?.closest("[data-heard]"));
  if (!words) return null;
  const begin = placeOf(words, range.startContainer, range.startOffset);
  const end = placeOf(words, range.endContainer, range.endOffset);
  return begin !== null && end !== null && begin < end ? { message: words.dataset.message, begin, end } : null;
}

// The link of the message, and the key for it, ask about what is marked; else about the last thing the customer said.
function carry() {
  const place = marked();
  for (const link of document.querySelectorAll("a[data-idea]")) {
    const anchor = /** @type {HTMLAnchorElement} */ (link);
    anchor.dataset.plain ??= anchor.href;
    const url = new URL(anchor.dataset.plain);
    if (place && (anchor.dataset.idea === place.message || "does" in anchor.dataset)) {
      if (place.message) url.pathname = url.pathname.replace(/\d+(?=\/idea\/)/, place.message);
      url.searchParams.set("begin", String(place.begin));
      url.searchParams.set("end", String(place.end));
    }
    anchor.href = url.href;
  }
}

document.addEventListener("selectionchange", carry);
document.addEventListener("click", (event) => { if (/** @type {Element} */ (event.target).closest("a[data-idea]")) carry(); }, true);
// Pressing the link must not take the mark away.
document.addEventListener("mousedown", (event) => { if (/** @type {Element} */ (event.target).closest("a[data-idea]")) event.preventDefault(); });
