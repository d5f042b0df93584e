// @ts-check
// Files for a reply or a note: chosen, dropped or pasted, each brought here by itself at once; the list says what goes along.
const composer = () => /** @type {HTMLFormElement | null} */ (document.getElementById("composer"));
let bringing = Promise.resolve(true);

/** Wait until what was chosen is here; tell whether all of it goes along. */
export const settled = () => bringing;

/** @param {Iterable<File>} files */
function attach(files) {
  const before = bringing, chosen = [...files];
  const now = (async () => { const was = await before; return (await bring(chosen)) && was; })();
  bringing = now;
  now.finally(() => { if (bringing === now) bringing = Promise.resolve(true); });
}

/** @param {File[]} files */
async function bring(files) {
  const url = composer()?.dataset.files ?? "", busy = document.getElementById("bringing");
  /** @type {Element | null} */
  let refusal = null;
  if (busy) busy.hidden = false;
  for (const file of files) refusal = (await ask(url, "files", file, refusal)) ?? refusal;
  const now = document.getElementById("bringing");
  if (now) now.hidden = true;
  composer()?.querySelector("textarea")?.focus();
  return !refusal;
}

/** Bring a file here, or take one out, and show the list as it stands then. Returns why something was refused.
 * @param {string} url @param {string} name @param {File | string} value @param {Element | null} [earlier] */
async function ask(url, name, value, earlier = null) {
  const body = new FormData(composer() ?? undefined), asked = new FormData();
  for (const field of ["csrfmiddlewaretoken", "kind"]) asked.append(field, body.get(field) ?? "");
  asked.append(name, value);
  const answer = await fetch(url, { method: "POST", body: asked }).catch(() => null);
  const text = answer && (answer.ok || answer.status === 422) ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("draft-files") ?? unanswered(value);
  const old = document.getElementById("draft-files");
  const refusal = fresh?.querySelector("[role=alert]") ?? null;
  if (earlier && refusal) refusal.querySelector("ul")?.prepend(...earlier.querySelectorAll("li"));
  else if (earlier) fresh?.prepend(earlier);
  // Meanwhile another conversation may be open; its list is its own.
  if (fresh && old && composer()?.dataset.files === url) old.replaceWith(fresh);
  return refusal;
}

/** The list as it is, with what there is to say about a file that did not arrive. @param {File | string} value */
function unanswered(value) {
  const list = /** @type {HTMLElement | null} */ (document.getElementById("draft-files")?.cloneNode(true));
  const notice = /** @type {HTMLTemplateElement | null} */ (document.getElementById("not-brought"))?.content.firstElementChild;
  list?.querySelector("[role=alert]")?.remove();
  const said = /** @type {Element | undefined} */ (notice?.cloneNode(true)), line = said?.querySelector("li");
  if (!list || !said || !line) return list;
  line.textContent = (line.textContent ?? "").replace("{name}", value instanceof File ? value.name : "");
  list.prepend(said);
  return list;
}

document.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (input.type !== "file" || !composer()?.contains(input) || !input.files?.length) return;
  attach(input.files);
  // Brought already: the form need not send them once more.
  input.value = "";
});

document.addEventListener("click", async (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("#composer button[name=without]"));
  if (!button) return;
  event.preventDefault();
  await ask(composer()?.dataset.files ?? "", "without", button.value);
  composer()?.querySelector("textarea")?.focus();
});

const brings = (/** @type {DataTransfer | null} */ data) => data?.types.includes("Files") && composer();
const isHere = (/** @type {Event} */ event) => /** @type {Element} */ (event.target).closest?.("#thread");

document.addEventListener("dragover", (event) => { if (brings(event.dataTransfer) && isHere(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  if (!brings(event.dataTransfer) || !isHere(event)) return;
  event.preventDefault();
  attach(event.dataTransfer?.files ?? []);
});

// A picture of the screen is pasted where one writes. What is copied from a table comes with its picture: its words are meant.
document.addEventListener("paste", (event) => {
  const data = event.clipboardData;
  if (!data?.files.length || data.types.includes("text/plain") || !composer()?.contains(/** @type {Node} */ (event.target))) return;
  event.preventDefault();
  const moment = new Date().toISOString().slice(0, 19).replace(/\D/g, "-");
  attach([...data.files].map((file) => (file.name === "image.png" ? new File([file], `picture-${moment}.png`, { type: file.type }) : file)));
});
