/** Surveys: one question after another, each answer kept and sent as it is given; "not now" closes for good. */

import { button, h, link, type Part } from "./build";
import { later, unique } from "./host";
import { close, panel, show, thank } from "./panel";
import { send } from "./queue";
import { ask, isGood, session, text } from "./session";
import type { Answered, Question, Survey } from "./types";

let waiting: Survey | null = null;
let timer = 0;

/** A survey is due: after its delay, and never over something that is open; or in the panel, where it waits to be taken up. */
export function offer(survey: Survey | null | undefined): void {
  if (!survey || panel.view?.isQuiet) return;
  if (survey.channel) return void invite(survey);
  waiting = survey;
  clearTimeout(timer);
  timer = later(begin, survey.delay * 1000);
}

/** Begin with what waits. The server is asked once more: it may have been shown in another tab meanwhile. */
export async function begin(): Promise<void> {
  const survey = waiting;
  if (!survey || panel.view) return;
  waiting = null;
  if (!(await mayShow(survey))) return;
  if (panel.view) waiting = survey;
  else pose(survey);
}

async function mayShow({ display }: Survey): Promise<boolean> {
  const { status, data } = await ask<{ show?: boolean }>("POST", `surveys/${display}/shown`, {}, unique());
  return isGood(status) && data.show !== false;
}

/** Show the question beside what somebody came for. */
async function invite(survey: Survey): Promise<void> {
  if (!(await mayShow(survey))) return;
  const { language: lang, dir, questions } = survey;
  panel.aside.replaceChildren(
    h("button", { class: "find", onclick: () => pose(survey) }, h("span", "", h("small", "", text("asks")), h("b", { lang, dir }, questions[0]?.text))),
  );
}

function pose(survey: Survey): void {
  const { display, questions, foot, thanks, channel, language } = survey;
  const answers = new Map<string, Answered>();
  const submission = unique();
  let isDone = false;
  let last = NaN;
  let top = NaN;

  const tell = (what: string): unknown => send(`surveys/${display}/${what}`, {}, { slot: `${what}-${display}` });
  const deliver = (): unknown =>
    send(
      `surveys/${display}/answered`,
      { submission, language: language ?? session.hello?.language, answers: [...answers.values()], complete: isDone },
      { slot: submission },
    );
  const fill = (words: string): string => words.replace("{score}", `${last}`).replace("{better}", `${Math.min(last + 1, top)}`);

  /** What is answered so far is on its way before the next question is drawn. */
  function record({ id, to }: Question, said: Omit<Answered, "question">): void {
    if (!answers.size) tell("started");
    panel.aside.replaceChildren();
    answers.set(id, { question: id, ...said });
    if (said.number !== undefined) [last, top] = [said.number, to];
    deliver();
  }

  /** The question that follows, by the first branch that fits. */
  function after(question: Question): Question | undefined {
    const { number = NaN, options = [] } = answers.get(question.id) ?? {};
    const fits = question.branches.find(
      ({ at_least, at_most, any }) =>
        (at_least == null || number >= at_least) && (at_most == null || number <= at_most) && (!any || any.some((id) => options.includes(id))),
    );
    return fits ? questions.find(({ id }) => id === fits.to) : questions[questions.indexOf(question) + 1];
  }

  function draw(question: Question | undefined, isQuiet = false): void {
    if (!question) return end();
    const { kind, hint } = question;
    const drawn = { pair: pairs, text: words, choice: choices, choices }[kind as "pair"] ?? scale;
    show({
      title: fill(question.text),
      body: [hint && h("p", "muted", fill(hint)), drawn(question)],
      closed: () => isDone || (panel.aside.replaceChildren(), tell("dismissed")),
      ...(channel && { back: panel.onopened }),
      isQuiet,
      of: survey,
    });
  }

  const bottom = (question: Question, next: () => unknown, go = button("next", next, "primary")): Part => {
    label(go, question);
    return h("div", "foot", h("small", { lang: session.hello?.language, dir: "auto" }, foot), !question.required && button("skip", () => draw(after(question))), go);
  };

  /** The button says what comes: another question, or the end. */
  const label = (go: HTMLElement, question: Question): void => {
    go.textContent = question.button || text(after(question) ? "next" : "send");
    if (question.button) go.lang = language ?? "";
  };

  /** Numbers in a row. Words that follow stand right below, so that one click and one sentence are the whole of it. */
  function scale(question: Question): Part {
    const { id, from, to, low, high } = question;
    const more = h("div", "field");
    let follow: Question | undefined;
    let field: HTMLTextAreaElement | undefined;
    const pick = (number: number): void => {
      record(question, { number });
      follow = after(question);
      more.replaceChildren();
      field = follow?.kind === "text" ? area() : undefined;
      if (follow && field) more.append(h("label", { for: "words" }, fill(follow.text)), field);
      label(go, (field && follow) || question);
    };
    const next = (): void => {
      if (!answers.has(id)) return;
      if (follow && field?.value.trim()) record(follow, { words: field.value });
      draw(follow && field ? after(follow) : follow);
    };
    const go = button("next", next, "primary");
    const numbers = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    return [
      h("fieldset", "", h("legend", "unseen", [from, low, to, high].join(" ")),
        h("div", `scale ${numbers.length > 7 && "eleven"}`, numbers.map((value) =>
          h("label", "", h("input", { type: "radio", name: id, value, onchange: () => pick(value) }), h("span", "", value)))),
        h("div", "foot", h("small", "", low), h("small", "", high)),
      ),
      more,
      bottom(question, next, go),
    ];
  }

  function choices(question: Question): Part {
    const list = h("fieldset", { "aria-labelledby": "title" });
    const picked = (): string[] => Array.from(list.querySelectorAll<HTMLInputElement>(":checked"), (input) => input.value);
    const pick = (): void => record(question, { options: picked() });
    const type = question.kind === "choice" ? "radio" : "checkbox";
    for (const { id, label: words, note } of question.options) {
      list.append(h("label", "find", h("input", { type, name: question.id, value: id, onchange: pick }), h("span", "", words, h("small", "", note))));
    }
    return [list, bottom(question, () => (picked().length || !question.required) && draw(after(question)))];
  }

  function words(question: Question): Part {
    const field = area();
    field.setAttribute("aria-labelledby", "title");
    const next = (): void => {
      if (field.value.trim()) record(question, { words: field.value });
      else if (question.required) return field.focus();
      draw(after(question));
    };
    return [field, bottom(question, next)];
  }

  const area = (): HTMLTextAreaElement => h("textarea", { class: "input", id: "words", rows: 2, maxlength: 10_000, dir: "auto" });

  /** This idea or that one, a few in turn. */
  function pairs(question: Question): Part {
    const chosen: NonNullable<Answered["pairs"]> = [];
    const place = h("div", "pair");
    function turn(): void {
      const pair = question.pairs[chosen.length];
      if (!pair) return draw(after(question));
      const { left, right } = pair;
      const pick = (which: string): void => {
        chosen.push({ left: left.id, right: right.id, chosen: which });
        record(question, { pairs: [...chosen] });
        turn();
        place.querySelector("button")?.focus();
      };
      const side = (which: "left" | "right"): HTMLElement =>
        h("button", { class: "find", onclick: () => pick(which) }, h("b", "", pair[which].title), h("small", "", pair[which].note));
      const step = text("step").replace("{n}", `${chosen.length + 1}`).replace("{of}", `${question.pairs.length}`);
      place.replaceChildren(
        side("left"), h("small", "", text("or")), side("right"),
        h("div", "foot", button("neither", () => pick("neither")), h("small", { role: "status" }, step)),
      );
    }
    turn();
    return place;
  }

  function end(): void {
    isDone = true;
    deliver();
    const { next } = thanks;
    thank(thanks.text, { of: survey }, h("div", "foot", next && link(next.label, next.url, "button"), button("close", close, "primary")));
  }

  draw(questions[0], !channel);
}
