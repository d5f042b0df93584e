// @ts-check
// What can be done with the open conversation stands in the palette too: every tool of it that is on the page, with its key.
import { press } from "./inbox-keys.js";

const palette = /** @type {HTMLDialogElement | null} */ (document.getElementById("palette"));
const input = palette?.querySelector("input"), here = document.getElementById("here");

/** @param {HTMLElement} tool */
function described(tool) {
  const keys = JSON.parse(document.getElementById("boxes")?.dataset.keys ?? "{}");
  const group = /** @type {HTMLElement | null} */ (tool.closest("[data-commands]"));
  const opener = document.querySelector(`[popovertarget="${tool.closest("[popover]")?.id}"]`);
  return {
    tool,
    group: group?.dataset.commands ?? "",
    name: tool.dataset.command || tool.getAttribute("aria-label") || (tool.textContent ?? "").trim(),
    also: tool.dataset.also ?? "",
    key: keys[tool.dataset.does ?? ""] ?? "",
    icon: [tool.closest("label") ?? tool, tool.closest("form:not(.composer)"), opener].map((one) => one?.querySelector(".icon")).find(Boolean),
  };
}

/** @param {ReturnType<typeof described>} one */
function line(one) {
  const item = document.createElement("li"), button = document.createElement("button"), name = document.createElement("span");
  button.type = "button";
  name.textContent = one.name;
  if (one.icon) button.append(one.icon.cloneNode(true));
  button.append(name);
  if (one.group) button.append(Object.assign(document.createElement("span"), { className: "muted", textContent: one.group }));
  if (one.key) button.append(Object.assign(document.createElement("kbd"), { textContent: one.key.toUpperCase() }));
  button.addEventListener("click", () => { palette?.close(); press(one.tool); });
  item.append(button);
  return item;
}

/** Tell whether a text has a word that begins so; in scripts without spaces, whether it stands anywhere. @param {string} text @param {string} word */
const has = (text, word) => (/^[\x21-\x7e]/.test(word) ? text.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word)) : text.includes(word));

function offer() {
  const frame = /** @type {HTMLTemplateElement | null} */ (document.getElementById("commands"));
  const words = (input?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const tools = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#thread [data-command], #context [data-command]")]);
  const found = tools.map(described).filter((one) => {
    const text = `${one.name} ${one.group} ${one.also}`.toLowerCase();
    // Without words only what is no choice within another: the list is to be read at a glance.
    return words.length ? words.every((word) => has(text, word)) : !one.group;
  });
  here?.replaceChildren();
  if (!frame || !here || !found.length) return;
  const lines = document.createElement("ul");
  lines.append(...found.map(line));
  here.append(frame.content.cloneNode(true));
  here.firstElementChild?.append(lines);
}

input?.form?.addEventListener("palette", offer);
input?.addEventListener("input", offer);
