// @ts-check
// A meeting as it goes on: the time left for an idea, and a look every few seconds whether somebody decided something.
// Nothing that is being written is lost: then the page only says that the meeting has gone on.
const LOOK = 4000;
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

async function look() {
  if (!notice || document.hidden) return;
  try {
    const answer = await fetch(notice.dataset.news ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok || (await answer.json()).stamp === notice.dataset.stamp) return;
  } catch {
    return;
  }
  if (isWriting()) notice.hidden = false;
  else location.reload();
}

tick();
setInterval(tick, 1000);
setInterval(look, LOOK);
