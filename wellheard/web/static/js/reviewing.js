// @ts-check
// A meeting as it goes on: the time left for an idea, and a look every few seconds whether somebody decided something.
// The page is loaded again then, says what others did, and whoever goes by keyboard stays where they were.
// Nothing that is being written is lost: then the page only says that the meeting has gone on.
const LOOK = 4000;
const SAID = "meeting-said", FOCUS = "meeting-focus";
const notice = /** @type {HTMLElement | null} */ (document.querySelector("#gone-on"));

function tick() {
  for (const timer of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-until]"))) {
    const left = Math.round((Date.parse(timer.dataset.until ?? "") - Date.now()) / 1000);
    const shown = timer.querySelector("span");
    if (shown) shown.textContent = `${left < 0 ? "−" : ""}${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, "0")}`;
    timer.classList.toggle("bad", left < 0);
  }
}

function isWriting() {
  const fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("main textarea"));
  return [...fields].some((field) => field.value !== field.defaultValue) || Boolean(document.querySelector("dialog:modal"));
}

/** Say what others did.
 * @param {string} place
 * @param {string[]} said */
function tell(place, said) {
  const told = /** @type {HTMLElement | null} */ (document.querySelector(place));
  const list = told?.querySelector("ul");
  if (!told || !list || list.dataset.said === said.join()) return;
  list.dataset.said = said.join();
  list.replaceChildren(...said.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  told.hidden = false;
}

/** What finds again, on the page loaded anew, whatever has the focus now. */
function focusNow() {
  const at = document.activeElement;
  if (!at?.closest("main")) return "";
  const marks = ["id", "name", "value", "href", "aria-label"].filter((name) => at.hasAttribute(name));
  const within = at.parentElement?.closest("[id]")?.id ?? "main";
  const form = at.closest("form")?.getAttribute("action");
  return `#${CSS.escape(within)} ${form ? `form[action="${CSS.escape(form)}"] ` : ""}${at.localName}`
    + marks.map((name) => `[${name}="${CSS.escape(at.getAttribute(name) ?? "")}"]`).join("");
}

async function look() {
  if (!notice || document.hidden) return;
  let news;
  try {
    const answer = await fetch(notice.dataset.news ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    news = await answer.json();
  } catch {
    return;
  }
  if (news.stamp === notice.dataset.stamp) return;
  if (isWriting()) return tell("#gone-on", news.said);
  sessionStorage.setItem(SAID, JSON.stringify(news.said));
  sessionStorage.setItem(FOCUS, focusNow());
  location.reload();
}

const said = JSON.parse(sessionStorage.getItem(SAID) ?? "[]"), focus = sessionStorage.getItem(FOCUS);
for (const name of [SAID, FOCUS]) sessionStorage.removeItem(name);
if (said.length) tell("#just-now", said);
if (focus) /** @type {HTMLElement | null} */ (document.querySelector(focus))?.focus({ preventScroll: true });
tick();
setInterval(tick, 1000);
setInterval(look, LOOK);
