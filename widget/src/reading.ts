/** Reading without leaving the page: what became of what I said, conversations, ideas, changes, articles. */

import { button, grow, h, link, type Part } from "./build";
import { later, unique } from "./host";
import { mark, panel, redraw, say, show } from "./panel";
import { send } from "./queue";
import { ask, day, get, isGood, session, text } from "./session";
import type { Article, Change, Conversation, Idea, Message, Mine } from "./types";

/** One page after another of a list, each with "more" below while there is more. */
async function list<K extends string, T>(entry: string, key: K, nothing: string, row: (one: T) => Part): Promise<T[]> {
  const address = session.hello?.links?.[entry];
  show({
    title: text(entry),
    entry,
    body: [h("p", { class: "muted", role: "status" }, text("loading"))],
    foot: address && h("p", "reads", link(text("portal"), address)),
  });
  const rows = h("ul", "rows");
  const more = async (after: string): Promise<T[]> => {
    const page = await get<Record<K, T[]> & { after: string | null }>(`${entry}?after=${encodeURIComponent(after)}`);
    // Somebody who has gone on meanwhile is not brought back.
    if (panel.view?.entry !== entry || panel.view.back) return [];
    rows.append(...(page?.[key] ?? []).map((one) => h("li", "", row(one))));
    redraw(
      rows.childElementCount ? rows : h("p", "muted", text(page ? nothing : "offline")),
      page?.after && button("more", () => more(page.after ?? "")),
    );
    return page?.[key] ?? [];
  };
  return more("");
}

export async function readMine(): Promise<void> {
  const items = await list<"items", Mine>("mine", "items", "nothing_mine", (one) => [
    h("p", { class: "said", dir: "auto" }, one.words),
    h("p", "", one.unread && h("span", "dot"), h("b", "", one.status), one.note && " · ", one.note),
    one.answers.map((answer) => h("p", { class: "ours pre", dir: "auto" }, answer.words, answer.asks && link(text("reply"), answer.asks, "button"))),
    h("div", "foot", h("small", "", day(one.at)), one.conversation !== null && button("reply", () => readConversation(one.conversation ?? 0))),
  ]);
  const keys = items.filter((one) => one.unread && one.conversation === null).map((one) => one.key);
  if (keys.length) void ask<{ unread?: number }>("POST", "mine/read", { keys }).then(({ data }) => count(data.unread));
}

function count(unread: number | undefined): void {
  if (session.hello && unread !== undefined) session.hello.unread = unread;
  mark();
}

let drawn = 0;

export async function readConversation(id: number): Promise<void> {
  const conversation = await get<Conversation>(`conversations/${id}`);
  if (!conversation) return show({ title: text("mine"), entry: "mine", back: readMine, body: [h("p", "", text("offline"))] });
  const messages = h("ol", "rows", conversation.messages.map(bubble));
  const words = h("textarea", { class: "input", rows: 2, maxlength: 20_000, "aria-label": text("reply"), dir: "auto" });
  const failed = h("p", { class: "bad", role: "alert" });
  const reply = async (): Promise<void> => {
    const said = words.value.trim();
    if (!said) return words.focus();
    words.value = "";
    const { state, data } = await send(`conversations/${id}`, { words: said });
    if (state === "refused") {
      words.value = said;
      failed.textContent = data.detail ?? text("refused");
      return;
    }
    messages.append(bubble({ id: 0, by: "", ours: false, words: said, at: new Date().toISOString() }));
    say(text(state === "sent" ? "reply_sent" : "waiting"));
  };
  drawn = id;
  show({
    title: conversation.title,
    entry: "mine",
    back: readMine,
    body: [h("div", { role: "log" }, messages), failed, conversation.can_reply && [words, h("div", "foot", button("send", reply, "primary"))]],
  });
  messages.lastElementChild?.scrollIntoView({ block: "nearest" });
  seen(id, conversation.messages);
}

const bubble = (one: Message): HTMLElement =>
  h("li", { class: one.ours ? "ours" : "" }, h("small", "", h("b", "", one.by), one.by && " · ", day(one.at)), h("p", { class: one.ours ? "pre" : "said", dir: "auto" }, one.words));

function seen(id: number, messages: Message[]): void {
  const until = messages.at(-1)?.id;
  if (until) void ask<{ unread?: number }>("POST", `conversations/${id}/read`, { until }).then(({ data }) => count(data.unread));
}

/** Something was answered while the panel is open. */
async function arrived(id: number): Promise<void> {
  say(text("answered"));
  const place = panel.root.querySelector("[role=log] ol");
  if (!place || id !== drawn) return;
  const conversation = await get<Conversation>(`conversations/${id}`);
  // What is being written below stays as it is.
  if (!conversation || !place.isConnected) return;
  place.replaceChildren(...conversation.messages.map(bubble));
  seen(id, conversation.messages);
}

export const readIdeas = (): Promise<unknown> =>
  list<"ideas", Idea>("ideas", "ideas", "nothing_ideas", (one) => [
    h("button", { onclick: () => readIdea(one.id, readIdeas) }, h("b", "", one.title)),
    h("div", "foot", stand(one), vote(one)),
  ]);

const stand = ({ status, note }: Idea): HTMLElement => h("small", "", status, status && note && " · ", note);

export async function readIdea(id: number, back: () => unknown, find = ""): Promise<void> {
  const idea = await get<Idea>(`ideas/${id}`);
  show({
    title: idea?.title ?? text("ideas"),
    entry: "ideas",
    back,
    body: idea ? [stand(idea), h("div", "text", grow(idea.body)), h("div", "foot", vote(idea, find))] : [text("offline")],
  });
}

function vote(idea: Idea, find = ""): Part {
  if (session.hello?.features["vote"] === false) return null;
  const wish = h("button", { class: "button", onclick: press });
  const draw = (): void => {
    wish.textContent = `${text(idea.voted ? "voted" : "vote")} · ${idea.votes}`;
    wish.setAttribute("aria-pressed", `${idea.voted}`);
  };
  async function press(): Promise<void> {
    const { status, data } = await ask<Partial<Idea> & { detail?: string }>(idea.voted ? "DELETE" : "POST", `ideas/${idea.id}/vote`, find ? { find } : {}, unique());
    if (isGood(status)) Object.assign(idea, { votes: data.votes, voted: data.voted });
    else say(data.detail ?? text("offline"));
    draw();
  }
  draw();
  return wish;
}

export const readChanges = (): Promise<unknown> =>
  list<"items", Change>("changelog", "items", "nothing_changelog", (one) => [h("small", "", day(one.at)), h("h3", "", one.title), h("div", "text", grow(one.body))]);

/** An article in its place; where it was suggested, it can be said that it solved the matter. */
export async function readArticle(id: number, back: () => unknown, solve?: () => unknown): Promise<void> {
  const article = await get<Article>(`articles/${id}`);
  const rate = (helped: boolean): Promise<void> =>
    ask<{ text?: string }>("POST", `articles/${id}/rated`, { helped }, unique()).then(({ data }) => say((asked.textContent = data.text ?? text("thanks"))));
  const asked = h("div", "foot", h("span", "muted", text("helped")), button("yes", () => rate(true)), button("no", () => rate(false)));
  show({
    title: article?.title ?? "",
    entry: "say",
    back,
    body: article ? [h("small", "", article.note), h("div", "text", grow(article.body)), asked, solve && h("div", "foot", button("solved", solve, "primary"))] : [text("offline")],
  });
}

/** Listen for answers as long as the panel is open. */
export function live(headers: () => Record<string, string>): () => void {
  const stop = new AbortController();
  const follow = async (): Promise<void> => {
    let pause = 15_000;
    try {
      const answer = await fetch(`${session.options.base}v1/live`, { headers: headers(), credentials: "omit", signal: stop.signal });
      if (answer.ok && answer.body) pause = 1_000;
      const reader = answer.ok && answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      while (reader) {
        const { value, done } = await reader.read();
        if (done) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line.startsWith("data:")) await heard(line.slice(5));
      }
    } catch {
      // Gone, or never there: asked again below.
    }
    if (!stop.signal.aborted) later(follow, pause);
  };
  void follow();
  return () => stop.abort();
}

async function heard(said: string): Promise<void> {
  const { conversation, unread } = JSON.parse(said) as { conversation?: number; unread?: number };
  count(unread);
  if (conversation) await arrived(conversation);
}
