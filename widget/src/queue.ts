/** Whatever a person says or answers is kept here before it is sent, and goes on being sent until the server has it. */

import { later, listen, unique } from "./host";
import { ask, isGood, session, store, tool } from "./session";
import type { Step } from "./types";

interface Item {
  /** The idempotency key: the server does what comes under it once. */
  id: string;
  /** Where it waits: a later item of the same place takes its place. */
  slot: string;
  at: number;
  path: string;
  body: Record<string, unknown>;
  device: string;
  /** A picture as a data URL, sent first; its id then stands in the body. */
  picture: string;
}
export interface Outcome {
  state: "sent" | "waiting" | "refused";
  data: { text?: string; detail?: string; conversation?: number | null; next?: Step | null; token?: string };
}

const NAME = "queue:";
const MONTH = 30 * 24 * 3600_000;
const LONGEST_PAUSE = 300_000;
const watchers = new Map<string, (outcome: Outcome) => void>();
let failures = 0;
let timer = 0;

/** Keep it and send it. What has the same slot takes the place of what still waits there. */
export function send(path: string, body: object, { slot = "", picture = "" } = {}): Promise<Outcome> {
  const id = unique();
  const item: Item = { id, slot: slot || id, at: performance.timeOrigin + performance.now(), path, body: body as Item["body"], device: session.device, picture };
  store.set(NAME + item.slot, JSON.stringify(item));
  return new Promise((resolve) => {
    watchers.set(id, resolve);
    drain();
  });
}

let line = Promise.resolve();

/** Send what waits, oldest first, one page of this browser at a time. */
export const drain = (): void => {
  line = line.then(attempt).catch(() => undefined);
};

async function attempt(): Promise<void> {
  clearTimeout(timer);
  // Who asks while this goes on is told by the next attempt: theirs was not tried yet.
  const asked = [...watchers.keys()];
  const work = async (): Promise<void> => {
    for (const item of waiting()) if (!(await deliver(item))) break;
  };
  // Pages without HTTPS have no locks: what two of them send at the same time, the server takes once.
  await (navigator.locks?.request("wellheard", work) ?? work());
  const rest = waiting();
  // Another page of ours may have sent it meanwhile.
  for (const id of asked) tell(id, rest.some((item) => item.id === id) ? "waiting" : "sent");
  if (rest.length) timer = later(drain, Math.min(LONGEST_PAUSE, 2000 * 2 ** failures) * (0.75 + Math.random() / 2));
}

function waiting(): Item[] {
  const items: Item[] = [];
  for (const name of store.names()) {
    if (!name.startsWith(NAME)) continue;
    try {
      const item = JSON.parse(store.get(name) ?? "") as Item;
      if (Date.now() - item.at < MONTH) items.push(item);
      else store.remove(name);
    } catch {
      store.remove(name);
    }
  }
  return items.sort((one, other) => one.at - other.at);
}

/** Send one; tell whether to go on with the next. */
async function deliver(item: Item): Promise<boolean> {
  const name = NAME + item.slot;
  if (item.picture) {
    const { sendPicture } = await tool();
    item.body["screenshot"] = await sendPicture(item.picture, (body) => ask("POST", "screenshots", body, `${item.id}-picture`, item.device));
  }
  const { status, data } = await ask<Outcome["data"]>("POST", item.path, item.body, item.id, item.device);
  // A source that is paused may go on, and a token be renewed; what is wrong with the words themselves stays wrong.
  const isRefused = status > 399 && status < 500 && ![401, 403, 408, 425, 429].includes(status);
  if (!isRefused && !isGood(status)) {
    failures += 1;
    return false;
  }
  failures = 0;
  // Who answered more since this was taken up has that sent too.
  if (store.get(name)?.includes(item.id)) store.remove(name);
  tell(item.id, isRefused ? "refused" : "sent", data);
  return true;
}

/** Tell who waits to hear of it, once. */
function tell(id: string, state: Outcome["state"], data: Outcome["data"] = {}): void {
  watchers.get(id)?.({ state, data });
  watchers.delete(id);
}

export function watchTheLine(): void {
  listen(window, "online", () => {
    failures = 0;
    drain();
  });
  drain();
}
