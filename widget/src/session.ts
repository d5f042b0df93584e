/** Who is here and what they agreed to, and one question to the server at a time. */

import { bare, unique } from "./host";
import type { Store } from "./store";
import type { Hello } from "./types";

export interface Options {
  base: string;
  key?: string;
  language?: string;
  version?: string;
  consent?: string;
  button?: string;
  open?: string;
}
export interface Reply<T> {
  /** 0 when the server could not be reached. */
  status: number;
  data: T;
}

export let store: Store;
export const keepIn = (given: Store): void => {
  store = given;
};

const PATIENCE = 15_000;
/** Do Not Track, or its successor with law behind it, Global Privacy Control. */
export const asksNotToBeTracked =
  (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true || navigator.doNotTrack === "1";

export const session = {
  options: { base: "" } as Options,
  token: "",
  device: "",
  context: {} as Record<string, unknown>,
  consent: null as boolean | null,
  hello: null as Hello | null,

  /** Whether we may know this browser again and say what happens in it without being asked. */
  get mayFollow(): boolean {
    return session.consent ?? !(asksNotToBeTracked || session.options.consent === "required");
  },

  /** Find the device again, or make one up; it lasts only where the person may be known again. */
  settle(device = ""): void {
    session.consent ??= store.get("consent") ? true : null;
    store.lasts = session.mayFollow;
    // What was kept for the page is kept for good once the person agrees.
    if (store.lasts) for (const name of store.names()) store.set(name, store.get(name) ?? "");
    session.device = device || (store.get("device") ?? unique());
    // Who proved their address here is known here.
    session.token ||= store.get("token") ?? "";
    store.set("device", session.device);
  },
};

/** The language of the page, as its makers or its mark-up say. */
export const spoken = (): string => session.options.language ?? (document.documentElement.lang || navigator.language);

export const text = (key: string): string => session.hello?.texts[key] ?? "";

export const day = (at: string): string => new Date(at).toLocaleDateString(session.hello?.language, { dateStyle: "medium" });

export const headers = (key = "", device = session.device): Record<string, string> => {
  const said: Record<string, string> = bare({ "X-Wellheard-Key": session.options.key ?? "" });
  const language = session.hello?.language ?? spoken();
  if (language) said["X-Wellheard-Language"] = language;
  if (device) said["X-Wellheard-Device"] = device;
  if (key) said["Idempotency-Key"] = key;
  if (session.token) said["Authorization"] = `Bearer ${session.token}`;
  return said;
};

/** Ask the server; never fails: a server that is not there answers with status 0. */
export async function ask<T>(
  method: string, path: string, body?: object | Blob, key?: string, device = session.device, isAgain = false,
): Promise<Reply<T>> {
  try {
    const said = headers(key, device);
    const isFile = body instanceof Blob;
    if (body) said["Content-Type"] = isFile ? body.type : "application/json";
    const sent = isFile ? body : body && JSON.stringify(body);
    const answer = await fetch(
      `${session.options.base}v1/${path}`,
      bare({
        method,
        headers: said,
        credentials: "omit" as const,
        // What is said as somebody leaves the page still arrives; browsers take no more than 64 KB for that.
        keepalive: typeof sent === "string" && sent.length < 30_000,
        signal: AbortSignal.timeout(PATIENCE),
        ...(sent ? { body: sent } : null),
      }),
    );
    // A token that is not taken is not tried again: the person goes on as whom the device knows.
    if (answer.status === 401) {
      session.token = "";
      store.remove("token");
    }
    const data = (await answer.json().catch(() => ({}))) as T & { device?: string };
    // Somebody who is known uses this device, and we speak without their token: we go by another number.
    if (answer.status === 409 && data.device && !isAgain) {
      session.settle(data.device);
      return await ask<T>(method, path, body, key, data.device, true);
    }
    return { status: answer.status, data };
  } catch {
    return { status: 0, data: {} as T };
  }
}

export const isGood = (status: number): boolean => status > 199 && status < 300;

declare const SCREENSHOT: string;

/** What pictures of the screen need is fetched when somebody wants one. */
export const tool = (): Promise<typeof import("./screenshot")> =>
  import(new URL(SCREENSHOT, session.options.base).href) as Promise<typeof import("./screenshot")>;

export const get = async <T>(path: string): Promise<T | null> => {
  const { status, data } = await ask<T>("GET", path);
  return isGood(status) ? data : null;
};
