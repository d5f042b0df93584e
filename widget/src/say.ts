/** Saying something: what may already help appears while one writes, and one sees all that is sent before it is sent. */

import { button, h, icon } from "./build";
import { later, unique } from "./host";
import { panel, show, thank } from "./panel";
import { send, type Outcome } from "./queue";
import { readArticle, readIdea } from "./reading";
import { ask, isGood, session, store, text, tool } from "./session";
import type { Found, Step } from "./types";

let writing = "";
let picture: HTMLCanvasElement | null = null;
let isPlain = false;
let found: Found[] = [];
let opened = "";

/** The composer, with what was begun before, on this page or the last one. */
export function compose(): void {
  writing ||= unique();
  const words = h("textarea", {
    class: "input", rows: 3, maxlength: 20_000, "aria-label": text("title"), placeholder: text("placeholder"), oninput: typed, dir: "auto",
  });
  words.value = store.get("draft") ?? "";
  const finds = h("div", { role: "status" });
  const sender = button("send", submit, "primary");
  const solved = button("solved", () => solve(opened || found[0]?.key));
  const wishes = session.hello?.features["ask"] === true && (["say", "ask"] as const).map((kind, n) =>
    h("label", "", h("input", { type: "radio", name: "kind", value: kind, checked: n === 0 }), h("span", "", text(kind), h("small", "", text(`${kind}_note`)))));
  const drawing = h("div", "");
  const failed = h("p", { class: "bad", role: "alert" });
  let pause = 0;
  let asked = 0;

  function typed(): void {
    store.set("draft", words.value);
    clearTimeout(pause);
    pause = later(look, 300);
  }
  async function look(): Promise<void> {
    const mine = ++asked;
    const said = words.value.trim();
    const results = said.length > 3 && (await ask<{ results?: Found[] }>("POST", "find", { words: said.slice(0, 2000), writing })).data.results;
    // An answer to earlier words may come after that to later ones.
    if (mine === asked) drawFound(results || []);
  }
  function drawFound(results: Found[]): void {
    found = results.slice(0, 4);
    finds.replaceChildren(
      ...(found.length ? [h("p", "muted", text("may_help")), h("ul", "", found.map((one) => h("li", "", offer(one))))] : []),
    );
    solved.hidden = !found.some((one) => one.kind === "article");
    sender.textContent = text(found.length ? "send_anyway" : "send");
  }
  function offer(one: Found): HTMLElement {
    return h("button", { class: "find", onclick: () => open(one) }, icon(one.kind), h("span", "", h("b", "", one.title), h("small", "", one.note)));
  }
  function open(one: Found): Promise<void> {
    opened = one.key;
    void ask("POST", `find/${one.key}/opened`, {});
    return one.kind === "article" ? readArticle(one.id, compose, () => solve(one.key)) : readIdea(one.id, compose, one.key);
  }
  function drawPicture(): void {
    drawing.replaceChildren(
      ...(picture
        ? [picture, h("div", "foot", h("small", "", text("attached")), button("remove", () => ((picture = null), drawPicture())))]
        : session.hello?.features["screenshot"]
          ? [button("attach", attach)]
          : []),
    );
  }
  async function attach(): Promise<void> {
    picture = (await (await tool()).take(panel.root, text)) ?? picture;
    drawPicture();
  }
  async function submit(): Promise<void> {
    if (!words.value.trim()) return words.focus();
    sender.disabled = true;
    const kind = panel.root.querySelector<HTMLInputElement>("[name=kind]:checked")?.value;
    const { state, data } = await send(
      "said",
      { words: words.value, kind, writing, ...(isPlain ? {} : around()) },
      { picture: picture?.toDataURL("image/jpeg", 0.85) ?? "" },
    );
    sender.disabled = false;
    if (state === "refused") {
      failed.textContent = data.detail ?? text("refused");
      return;
    }
    if (store.get("draft") === words.value) forgetDraft();
    further(state === "sent" ? (data.text ?? text("sent")) : text("waiting"), data.next);
  }

  drawPicture();
  drawFound([]);
  show({
    title: text("title"),
    entry: "say",
    body: [words, finds, wishes, drawing, sentAlong(), failed, h("div", "foot", solved, sender)],
    foot: h("p", "reads", text("reads")),
  });
  if (words.value) void look();
}

/** What the server answers, with the next thing it would like to know, if any. Nobody need tell it. */
function further(words: string, step?: Step | null, back?: () => unknown): void {
  if (!step) return thank(words, { entry: "say" });
  const input = h("input", { class: "input", id: "words", required: true, ...step.field });
  const failed = h("p", { class: "bad", role: "alert" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { status, data } = await ask<Outcome["data"]>("POST", step.path, { value: input.value, about: step.about });
    if (!isGood(status)) failed.textContent = data.detail ?? text("offline");
    else {
      if (data.token) store.set("token", (session.token = data.token));
      further(data.text ?? "", data.next, () => further(words, step, back));
    }
  };
  const form = h("form", { class: "field", onsubmit: submit }, h("label", { for: "words" }, h("b", "", step.label)), input, failed,
    h("div", "foot", h("small", "", step.note), h("button", { class: "button primary", type: "submit" }, step.button)));
  thank(words, back ? { entry: "say", back } : { entry: "say" }, form);
}

async function solve(key = ""): Promise<void> {
  const { data } = await ask<{ text?: string }>("POST", `find/${key}/solved`, {});
  forgetDraft();
  thank(data.text ?? "", { entry: "say" });
}

function forgetDraft(): void {
  store.remove("draft");
  writing = opened = "";
  picture = null;
  found = [];
  isPlain = false;
}

/** What goes with the words: where the person is, in which version, and what the host page says of it. */
const around = (): object => ({ url: location.href.split("#")[0], version: session.options.version ?? "", context: session.context });

/** All of it, before it is sent, and a way to leave it out. */
function sentAlong(): HTMLElement {
  const rows: [string, string][] = [[text("page"), location.href.split("#")[0] ?? ""]];
  if (session.options.version) rows.push([text("version"), session.options.version]);
  for (const name of Object.keys(session.context)) rows.push([name, `${session.context[name]}`]);
  const details: HTMLElement = h("details", "", h("summary", "muted", text("also_sent")),
    h("dl", "", rows.map(([name, value]) => [h("dt", "", name), h("dd", "", value)])),
    button("remove", () => ((isPlain = true), details.remove())),
  );
  details.hidden = isPlain;
  return details;
}


