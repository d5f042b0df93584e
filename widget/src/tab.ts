/** The feedback tab and the surveys: what the loader hands over to, and what wellheard(…) does. */

import { h } from "./build";
import { guard, later, unique } from "./host";
import { attach, close, detach, dress, panel } from "./panel";
import { watchTheLine } from "./queue";
import { live, readChanges, readIdeas, readMine } from "./reading";
import { compose } from "./say";
import { ask, asksNotToBeTracked, headers, isGood, keepIn, session, spoken, store, text, type Options } from "./session";
import type { Store } from "./store";
import { begin, offer } from "./survey";
import type { Hello, Survey } from "./types";

type Call = [name: string, ...args: unknown[]];
type Entry = "say" | "mine" | "ideas" | "changelog";

const ENTRIES: Record<Entry, () => unknown> = { say: compose, mine: readMine, ideas: readIdeas, changelog: readChanges };
let wished: Entry | null = null;
let stopListening: (() => void) | null = null;
let happened: object[] = [];
let greeting = 0;
let failures = 0;

/** What the host page may call. */
const CALLS: Record<string, (...args: never[]) => unknown> = {
  identify(token: string) {
    session.token = `${token}`;
    greetSoon();
  },
  open,
  close,
  event: (name: string, properties: object = {}) => tell("track", name, properties),
  context: (values: object) => Object.assign(session.context, values),
  consent(agreed: boolean) {
    session.consent = agreed;
    if (agreed) store.set("consent", "yes");
    else if (store.get("token")) session.token = "";
    forget(agreed ? [] : store.names());
    if (!agreed && session.options.consent === "required") detach();
  },
  reset() {
    close();
    session.token = "";
    session.context = {};
    panel.aside.replaceChildren();
    forget(["device", "hello", "draft", "token"]);
  },
};

function forget(names: string[]): void {
  for (const name of names) store.remove(name);
  session.settle();
  greetSoon();
}

const run = guard(([name, ...args]: Call) => Object.hasOwn(CALLS, name) && (CALLS[name] as (...args: unknown[]) => unknown)(...args));

/** Begin: called once by the loader, with what the host page has called so far. */
export const start = guard((options: Options, kept: Store, door: { run?: (call: Call) => void }, calls: Call[]) => {
  session.options = options;
  keepIn(kept);
  session.settle();
  Object.assign(panel, { onopened: open, onclosed, menu });
  for (const call of calls) run(call);
  door.run = run;
  watchTheLine();
  followThePage();
  greetSoon();
});

function greetSoon(): void {
  clearTimeout(greeting);
  greeting = later(greet, 0);
}

async function greet(): Promise<void> {
  if (session.options.consent === "required" && session.consent !== true) return;
  const said = { url: location.href, language: spoken(), version: session.options.version ?? "", context: session.context, signals: { gpc: asksNotToBeTracked, consent: session.consent } };
  const { status, data } = await ask<Hello>("POST", "hello", said, undefined, session.mayFollow ? session.device : "");
  if (isGood(status)) {
    failures = 0;
    if (data.device) session.settle(data.device);
    session.hello = data;
    store.set("hello", JSON.stringify({ ...data, survey: null }));
  } else if (status === 0 || status > 400 && status !== 403) {
    // The server is away: the tab is drawn from what it said last, and keeps what is said until it is back.
    session.hello ??= JSON.parse(store.get("hello") ?? "null") as Hello | null;
    greeting = later(greet, Math.min(300_000, 5000 * 2 ** failures++));
  }
  if (!session.hello || status === 403) return;
  attach();
  dress();
  if (session.options.open === "always" && !panel.view) wished = "say";
  if (wished) open(wished);
  offer(data.survey);
}

/** Open the panel; before the server has said what stands in it, as soon as it has. */
function open(entry: Entry = "say"): unknown {
  wished = entry;
  if (!session.hello) return;
  wished = null;
  if (!stopListening) {
    stopListening = live(headers);
    tell("open", entry, {});
  }
  return ENTRIES[Object.hasOwn(ENTRIES, entry) ? entry : "say"]();
}

function onclosed(): void {
  stopListening?.();
  stopListening = null;
  later(begin, 1000);
}

function menu(current: string): HTMLElement | null {
  const { features = {}, unread = 0 } = session.hello ?? {};
  const entries = (Object.keys(ENTRIES) as Entry[]).filter((entry) => features[entry] !== false);
  if (entries.length < 2) return null;
  return h("nav", "", entries.map((entry) =>
    h("button", { class: entry === "mine" && unread ? "dot" : "", "aria-current": entry === current && "page", onclick: () => open(entry) },
      text(entry === "say" ? "tab" : entry))));
}

/** Tell the server what happened in the page: it decides whether a question is due. */
function tell(kind: string, name: string, properties: object): void {
  if (!session.mayFollow) return;
  happened.push({ id: unique(), kind, name, properties, url: location.href, at: new Date().toISOString() });
  if (happened.length > 1) return;
  later(async () => {
    const events = happened.splice(0, 20);
    const { data } = await ask<{ survey?: Survey | null }>("POST", "events", { events });
    offer(data.survey);
  }, 200);
}

/** A page of a single-page application is a page too. Nothing of the host's is replaced to notice. */
function followThePage(): void {
  let address = location.href;
  const look = guard(() => {
    if (location.href === address) return;
    address = location.href;
    tell("page", document.title, {});
  });
  setInterval(look, 1000);
}
