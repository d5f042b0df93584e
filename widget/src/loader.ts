/** The loader: takes the calls of the host page and asks for the rest once the page has been drawn. At most 1 KB gzipped. */

import { makeStore } from "./store";

declare const TAB: string;

type Call = [name: string, ...args: unknown[]];
interface Door {
  (...call: Call): void;
  /** Calls made before we were there, by a stub of the host's own. */
  q?: Call[];
  /** Calls that wait until the rest has come. */
  calls?: Call[];
  run?: (call: Call) => void;
  push?: (call: Call) => void;
}

(() => {
  try {
    const script = document.currentScript as HTMLScriptElement | null;
    const page = window as unknown as { wellheard?: Door | Call[] };
    const before = page.wellheard;
    // A page that names us twice gets us once.
    if (!script || (before as Door | undefined)?.calls) return;

    const calls: Call[] = [...(Array.isArray(before) ? before : (before?.q ?? []))];
    const store = makeStore();
    const base = new URL(".", script.src).href;
    const options = { ...script.dataset, base };
    let isAsked = false;

    const ask = (): void => {
      if (isAsked) return;
      isAsked = true;
      const load = (): void => {
        // import() hands the page's nonce on, needs no element, and is no sink of Trusted Types.
        import(new URL(TAB, base).href).then((tab) => tab.start(options, store, door, calls)).catch(() => {
          isAsked = false;
          setTimeout(ask, 30_000);
        });
      };
      const rest = (): unknown => (window.requestIdleCallback ?? setTimeout)(load);
      if (document.readyState === "complete") rest();
      else addEventListener("load", rest, { once: true });
    };
    const agreed = (call: Call): boolean => call[0] === "consent" && call[1] === true;

    const door: Door = (...call) => {
      if (door.run) return door.run(call);
      calls.push(call);
      if (agreed(call)) ask();
    };
    door.calls = calls;
    // Who wrote into a list before goes on writing into it.
    door.push = (call) => door(...call);
    Object.defineProperty(page, "wellheard", { value: door, writable: true, configurable: true, enumerable: true });

    if (script.dataset["consent"] !== "required" || store.get("consent") || calls.some(agreed)) ask();
  } catch {
    // Nothing of ours may stop the host page.
  }
})();
