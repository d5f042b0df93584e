// @ts-check
// What others do meanwhile is told at once, and moves nothing one reads: a line to press says how much is new.
import { go, thread } from "./inbox-panes.js";
import { note } from "./noting.js";

const ASKS_EVERY = 15_000, SAYS_EVERY = 20_000;
/** @type {Set<number>} */
const fresh = new Set();
let after = "", isStale = false, lastTyped = 0;

const me = () => Number(document.getElementById("list")?.dataset.me);

/** @param {{conversation: number, by: number, brings: boolean}[]} changes */
function hear(changes) {
  const others = changes.filter((change) => change.by !== me());
  for (const change of others) {
    if (change.brings) fresh.add(change.conversation);
    if (String(change.conversation) === thread()?.dataset.conversation) isStale = true;
  }
  tell();
}

function tell() {
  for (const [id, count] of /** @type {[string, number][]} */ ([["fresh", fresh.size], ["fresh-here", isStale ? 1 : 0]])) {
    const line = document.getElementById(id);
    const button = line?.querySelector("button");
    if (!line || !button) continue;
    line.hidden = !count;
    button.textContent = (line.dataset.said ?? "").replace("{n}", String(count));
  }
}

document.addEventListener("click", async (event) => {
  const line = /** @type {Element} */ (event.target).closest("#fresh button, #fresh-here button");
  if (!line) return;
  const isHere = line.closest("#fresh-here");
  await go(location.href);
  // The button is gone; one goes on from what it showed.
  const shown = /** @type {HTMLElement | null | undefined} */ (
    isHere ? [...document.querySelectorAll("#messages > *")].pop() : document.querySelector("#list a[data-row]")
  );
  if (isHere) shown?.setAttribute("tabindex", "-1");
  shown?.focus({ preventScroll: !isHere });
});

// What is open, and the list, were drawn anew: nothing of them is stale.
document.addEventListener("conversation", () => { isStale = false; fresh.clear(); tell(); say(); });

function listen() {
  const source = new EventSource("/inbox/live/");
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) window.setInterval(ask, ASKS_EVERY); };
}

async function ask() {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(`/inbox/news/?after=${after}`).catch(() => null);
  if (!answer?.ok) return;
  const news = await answer.json();
  after = String(news.after);
  hear(news.changes);
}

async function say() {
  const opened = thread()?.dataset.conversation, place = document.getElementById("present");
  if (!opened || !place || document.visibilityState !== "visible") return;
  const doing = Date.now() - lastTyped < SAYS_EVERY ? "writing" : "reading";
  const answer = await note(`/inbox/${opened}/presence/`, new URLSearchParams({ doing }));
  if (!answer?.ok || thread()?.dataset.conversation !== opened) return;
  const { said } = await answer.json();
  const now = document.getElementById("present");
  if (now && now.textContent !== said) now.textContent = said;
}

document.addEventListener("input", (event) => {
  if (!(/** @type {Element} */ (event.target)).closest("#composer")) return;
  const isFirst = Date.now() - lastTyped > SAYS_EVERY;
  lastTyped = Date.now();
  if (isFirst) say();
});

window.setInterval(say, SAYS_EVERY);
listen();
