/** What stands between us and the host page: nothing of ours reaches its error handlers, little of its surprises reaches us. */

/** Runs what the host or the browser calls, and swallows what it throws, now or later. */
export const guard =
  <A extends unknown[]>(work: (...args: A) => unknown) =>
  (...args: A): void => {
    try {
      (work(...args) as Promise<unknown> | undefined)?.catch?.(() => undefined);
    } catch {
      // A feedback tab that is broken must not break the product it stands in.
    }
  };

/** An object that a polluted Object.prototype adds nothing to. */
export const bare = <T extends object>(values: T): T => Object.assign(Object.create(null) as T, values);

export const later = (work: () => unknown, milliseconds: number): number => window.setTimeout(guard(work), milliseconds);

export const listen = (target: EventTarget, kind: string, work: (event: Event) => unknown, options?: AddEventListenerOptions): void =>
  target.addEventListener(kind, guard(work), options);

/** A number nobody else draws: 128 bits, also on pages without HTTPS, where crypto.randomUUID is missing. */
export const unique = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");
