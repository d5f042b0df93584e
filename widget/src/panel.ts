/** The element on the host page: a button, a panel above it, and one place where what changes is said aloud. */

import { fill, h, icon, type Part } from "./build";
import { guard, listen } from "./host";
import { session, text } from "./session";
import css from "./style.css";

export interface View {
  title: string;
  body: Part[];
  /** Under the body, always in sight. */
  foot?: Part;
  /** Which entry of the menu it belongs to; no menu when left out. */
  entry?: string;
  back?: () => unknown;
  /** What closing means, when it means more than closing. */
  closed?: () => unknown;
  /** A survey does not take the focus from what the person is doing. */
  isQuiet?: boolean;
  /** Whose language and direction it has, where they are not the tab's. */
  of?: { language?: string; dir?: string };
}

const NAME = "wellheard-tab";
const host = document.createElement(NAME);
const root = h("div", "root");
const aloud = h("p", { class: "unseen", role: "status" });
const button = h("button", { class: "tab", "aria-expanded": "false", onclick: () => (current ? close() : panel.onopened()) });
let current: { view: View; element: HTMLElement } | null = null;
let opener: Element | null = null;

export const panel = {
  /** What the button and wellheard("open") do. */
  onopened: (): unknown => undefined,
  onclosed: (): unknown => undefined,
  menu: (_entry: string): Part => null,

  /** Between what is read and the menu: a question that waits until somebody likes to answer it. */
  aside: h("div", "aside"),

  get view(): View | null {
    return current?.view ?? null;
  },
  get root(): HTMLElement {
    return root;
  },
};

/** Put the element on the page, once. It has no box of its own, so nothing on the page moves. */
export function attach(): void {
  if (host.isConnected) return;
  if (!host.shadowRoot) {
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(root);
    root.append(button, aloud);
    // The host's own shortcuts must not hear what is typed here.
    for (const kind of "keydown keyup keypress input paste focusin".split(" ")) {
      listen(root, kind, (event) => {
        event.stopPropagation();
        if ((event as KeyboardEvent).key === "Escape" && kind === "keydown" && !event.defaultPrevented && current) close();
      });
    }
  }
  document.documentElement.append(host);
}

/** Draw what the server's hello says of names, colours and directions. */
export function dress(): void {
  const { hello, options } = session;
  if (!hello) return;
  const { theme } = hello;
  for (const name of ["accent", "on_accent"] as const) host.style.setProperty(`--${name}`, theme[name]);
  root.classList.toggle("start", theme.side === "start");
  root.classList.toggle("whole", options.open === "always");
  root.lang = hello.language;
  root.dir = hello.dir;
  button.hidden = hello.features["tab"] === false || options.button === "none" || options.open === "always";
  button.replaceChildren(icon("tab"), text("tab"));
  mark();
}

/** Show, or take away, the quiet dot for answers nobody has read. */
export function mark(): void {
  const unread = session.hello?.unread ?? 0;
  button.classList.toggle("dot", unread > 0);
  button.setAttribute("aria-label", text("tab") + (unread ? `, ${text("unread").replace("{n}", `${unread}`)}` : ""));
}

export const say = (words: string): void => {
  aloud.textContent = words;
};

/** Draw a view in the panel; the focus goes to what it begins with, and is given back when it closes. */
export function show(view: View): void {
  const before = current;
  if (!before && !view.isQuiet) opener = (document.activeElement === host ? host.shadowRoot?.activeElement : document.activeElement) ?? null;
  const heading = h("h2", { id: "title", tabindex: -1 }, view.title);
  const element = h("section", { class: "panel", role: session.options.open === "always" ? "main" : "dialog", "aria-labelledby": "title", lang: view.of?.language, dir: view.of?.dir });
  fill(element, [
    h("div", "head", view.back && bare("back", view.back), heading, session.options.open !== "always" && bare(view.closed ? "not_now" : "close", close)),
    h("div", "body", view.body),
    view.entry !== undefined && [panel.aside, view.foot, panel.menu(view.entry)],
  ]);
  current = { view, element };
  if (before) before.element.replaceWith(element);
  else root.prepend(element);
  button.setAttribute("aria-expanded", "true");
  if (view.isQuiet) say(view.title);
  else (element.querySelector<HTMLElement>("textarea,[autofocus]") ?? heading).focus();
}

/** Say that something arrived, in the panel and aloud. */
export function thank(words: string, more: Partial<View>, ...parts: Part[]): void {
  show({ title: text("thanks"), body: [h("p", "", words), parts], ...more });
  say(words);
}

const bare = (name: string, work: () => unknown): HTMLElement =>
  h("button", { class: "button bare", "aria-label": text(name), onclick: work }, icon(name === "back" ? "back" : "close"));

/** Replace what is in the body, leaving the heading and the focus where they are. */
export function redraw(...body: Part[]): void {
  const place = current?.element.querySelector(".body");
  if (!place) return;
  place.replaceChildren();
  fill(place, body);
}

export const detach = (): void => {
  close();
  host.remove();
};

export const close = guard(() => {
  if (!current || session.options.open === "always") return;
  const { view, element } = current;
  const hadFocus = element.contains(host.shadowRoot?.activeElement ?? null);
  current = null;
  element.remove();
  button.setAttribute("aria-expanded", "false");
  if (hadFocus) ((opener?.isConnected && opener !== document.body ? opener : button) as HTMLElement).focus();
  opener = null;
  view.closed?.();
  panel.onclosed();
});
