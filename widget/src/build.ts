/** Elements without HTML: nothing here is a sink of Trusted Types, and no attribute is a style or a script. */

import { listen } from "./host";
import { session, text } from "./session";
import type { Branch } from "./types";

type Value = string | number | boolean | null | undefined | ((event: Event) => unknown);
export type Part = Node | string | number | false | null | undefined | Part[];

/** Make an element: a class, or attributes by name; `on…` listens, what is false or null is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, said: string | Record<string, Value> = "", ...parts: Part[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  // In a form of the host's, a button without a type would send it.
  if (element instanceof HTMLButtonElement) element.type = "button";
  const attributes: Record<string, Value> = typeof said === "string" ? { class: said || null } : said;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === "function") listen(element, name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : `${value}`);
  }
  fill(element, parts);
  return element;
}

export function fill(element: Element, parts: Part[]): void {
  for (const part of parts) {
    if (Array.isArray(part)) fill(element, part);
    else if (part || part === 0) element.append(part instanceof Node ? part : `${part}`);
  }
}

/** A button with this text of the server's; kind is "primary" for the one that goes on. */
export const button = (key: string, work: () => unknown, kind = ""): HTMLButtonElement =>
  h("button", { class: `button ${kind}`, lang: session.hello?.language, onclick: work }, text(key));

/** A link out of the host page, which stays where it is; who does not see the arrow hears of the new window. */
export const link = (label: Part, href: string | false, kind = ""): HTMLElement =>
  h("a", { class: kind, href, target: "_blank" }, label, h("span", "unseen", ` (${text("new_window")})`));

const PATHS = {
  close: "M18 6 6 18M6 6l12 12",
  back: "M19 12H5m7 7-7-7 7-7",
  tab: "M3 21l1-4.5a9 9 0 1 1 3.5 3.5z",
  article: "M5 3h14v18H5zM9 8h6m-6 4h6",
  idea: "M9 18h6M10 22h4M9 14.5a6 6 0 1 1 6 0z",
};

/** An icon in the manner of Lucide. */
export function icon(name: keyof typeof PATHS): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (name === "back") svg.setAttribute("class", name);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const TAGS = /^(p(re)?|h[r2-4]|[uo]l|li|b(r|lockquote)?|strong|i(mg)?|em|code|t(able|head|body|[rhd]))$/;
const PLACES = /^(https?:|mailto:|#|\/)/;

const safe = (address?: string): string | false => !!address && PLACES.test(address) && address;

/** Grow text from the server's tree, by an allow-list of our own. */
export const grow = (branches: Branch[] = []): Part[] =>
  branches.map((branch) => {
    if (typeof branch === "string") return branch;
    const [tag, { href, src, alt, width, height }, ...children] = branch;
    if (tag === "a") return link(grow(children), safe(href));
    if (!TAGS.test(tag)) return grow(children);
    return h(tag as "p", { src: safe(src), alt, width, height }, grow(children));
  });
