/** What the server says: docs/widget-api.md describes each. */

/** A piece of text as a tree: words, or [tag, attributes, ...children]. Never HTML: a page may forbid it, and nobody can slip any in. */
export type Branch = string | [tag: string, attributes: Record<string, string>, ...children: Branch[]];

export interface Hello {
  language: string;
  dir: string;
  name: string;
  known: boolean;
  /** Another number to go by from now on. */
  device?: string;
  texts: Record<string, string>;
  theme: { accent: string; on_accent: string; side?: string };
  features: Record<string, boolean>;
  unread: number;
  survey: Survey | null;
  /** Where the portal shows the same, by entry of the menu. */
  links?: Record<string, string>;
}
export interface Found {
  key: string;
  kind: "article" | "idea";
  id: number;
  title: string;
  note: string;
  voted?: boolean;
}
export interface Idea {
  id: number;
  title: string;
  note: string;
  votes: number;
  voted: boolean;
  status?: string;
  body?: Branch[];
}
export interface Article {
  id: number;
  title: string;
  note: string;
  body: Branch[];
  rated: "yes" | "no" | null;
}
export interface Mine {
  key: string;
  words: string;
  status: string;
  note: string;
  at: string;
  unread: boolean;
  conversation: number | null;
  answers: { words: string; at: string; asks?: string }[];
}
export interface Message {
  id: number;
  by: string;
  ours: boolean;
  words: string;
  at: string;
}
export interface Conversation {
  id: number;
  title: string;
  messages: Message[];
  can_reply: boolean;
}
export interface Change {
  id: number;
  title: string;
  at: string;
  body: Branch[];
}

export interface Survey {
  display: string;
  /** Where it is asked, if not over the page. */
  channel?: "tab";
  /** There where they differ from those of the tab. */
  language?: string;
  dir?: string;
  delay: number;
  foot: string;
  questions: Question[];
  thanks: { text: string; next?: { label: string; url: string } | null };
}
export interface Question {
  id: string;
  kind: "nps" | "csat" | "ces" | "rating" | "choice" | "choices" | "text" | "pair";
  text: string;
  hint: string;
  /** What the button says, where the team chose it. */
  button?: string;
  low: string;
  high: string;
  from: number;
  to: number;
  required: boolean;
  options: { id: string; label: string; note?: string }[];
  pairs: { left: Option; right: Option }[];
  branches: { at_least?: number; at_most?: number; any?: string[]; to: string }[];
}
export interface Option {
  id: string;
  title: string;
  note: string;
}
/** One thing more that the server would like to know, such as where an answer reaches somebody. */
export interface Step {
  path: string;
  label: string;
  note: string;
  button: string;
  /** The attributes of the field. */
  field: Record<string, string>;
  /** Goes back as it came. */
  about: string;
}
export interface Answered {
  question: string;
  number?: number;
  options?: string[];
  words?: string;
  pairs?: { left: string; right: string; chosen: string }[];
}
