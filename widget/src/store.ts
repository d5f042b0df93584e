/**
 * What is kept in the browser: in localStorage where the person allows it, else only as long as the page lives. No cookies.
 * The loader brings it along, because it must know whether somebody agreed before it may ask for anything.
 */

const PREFIX = "wellheard:";

export interface Store {
  /** Whether anything may be kept beyond this page. */
  lasts: boolean;
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** All names, in no order. */
  names(): string[];
}

export function makeStore(): Store {
  const memory = new Map<string, string>();
  // Full, forbidden or not there: it lives as long as the page.
  const attempt = <T>(work: (disk: Storage) => T): T | undefined => {
    try {
      return work(localStorage);
    } catch {
      return undefined;
    }
  };
  const store: Store = {
    lasts: false,
    get: (name) => memory.get(name) ?? ((store.lasts || name === "consent") && attempt((disk) => disk.getItem(PREFIX + name)) || null),
    set(name, value) {
      memory.set(name, value);
      if (store.lasts && attempt((disk) => (disk.setItem(PREFIX + name, value), true))) memory.delete(name);
    },
    remove(name) {
      memory.delete(name);
      attempt((disk) => disk.removeItem(PREFIX + name));
    },
    names: () => [
      ...memory.keys(),
      ...(attempt((disk) => Object.keys(disk).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length))) ?? []),
    ],
  };
  return store;
}
