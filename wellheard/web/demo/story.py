"""Tell the demo story: five months in which Northwind hears its customers, decides, ships and answers.

Everything goes through the commands people use, at the moment it is said to have happened, so that every page, fact and
figure of the demo is real. Whoever changes the story changes the files in `data/`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby

from django.db import connection, transaction

from wellheard.decide.counters import counting_later
from wellheard.foundation import clock
from wellheard.foundation.facts.running import owing_here
from wellheard.web.demo import (
    afterwards,
    analyses,
    answering,
    asking,
    cast,
    deals,
    deciding,
    departures,
    explaining,
    hearing,
    ideas,
    interviews,
    others,
    playbooks,
    reviews,
    scores,
    talks,
    using,
    voices,
)
from wellheard.web.demo.commands import mark_story
from wellheard.web.demo.rows import rows_there
from wellheard.web.demo.stage import Story, is_old_vote, set_the_stage

# What these do for each fact is done for all of them at the end; and nobody is told of five months at once.
DONE_AT_THE_END = frozenset(
    {
        "answer.place_told_in_segments",
        "customers.place_in_segments",
        "customers.place_people_in_segments",
        "customers.refresh_after_settings",
        "customers.refresh_segments",
        "decide.choose_quotes",
        "decide.count_comments",
        "decide.index_idea",
        "decide.place_asker_in_segments",
        "decide.recount_money",
        "listen.place_speaker_in_segments",
        "understand.index_article",
        "understand.index_company",
        "understand.index_feedback",
        "understand.index_filed",
        "understand.trends.mark_day_of_conversation",
        "understand.trends.mark_day_of_feedback",
        "understand.trends.mark_days_that_came_in",
        "web.notifications.tell_of_blocked_company",
        "understand.suggest_what_it_is_about",
        "web.notifications.tell_of_large_company",
    }
)
# Minutes after eight: ideas are written in the morning, decided in the afternoon; what is held goes out in the evening.
MORNING, NOON, AFTERNOON, EVENING = 5, 300, 420, 630


@dataclass(order=True)
class Event:
    """Something that happens in the story."""

    at: datetime
    number: int
    happen: Callable[[], object] = field(compare=False)


def tell_story(passwords: dict[str, str], *, report: Callable[[str], None] = lambda _: None) -> None:
    """Tell the story. `passwords` gives each role's password; staff of other roles get none. For an empty database only."""
    story = Story()
    with transaction.atomic(), _whole_or_not_at_all(), counting_later(), owing_here(but=DONE_AT_THE_END) as owing:
        before = rows_there()
        with clock.at(story.ago(cast.BEGAN_DAYS_AGO)):
            set_the_stage(story, passwords)
            others.bring_others(story)
            talks.open_mailbox()
            owing.settle()
        days = [list(day) for _, day in groupby(sorted(_events(story)), key=lambda event: event.at.date())]
        for number, events in enumerate(days):
            for event in events:
                with clock.at(event.at):
                    event.happen()
                    owing.settle()
            answering.end_the_day(story, events[-1].at, owing.settle)
            if number % 10 == 0:
                report(f"Telling the demo story… {number * 100 // len(days)}%")
        owing.write()
        afterwards.tidy_up(story, owing.settle)
        owing.write()
        mark_story(by=story.staff[cast.STAFF[0].name], before=before)


@contextmanager
def _whole_or_not_at_all() -> Iterator[None]:
    """Let no step of the story be taken back alone: a third of its statements would be savepoints that nobody returns to."""
    kept, connection.features.uses_savepoints = connection.features.uses_savepoints, False
    try:
        yield
    finally:
        connection.features.uses_savepoints = kept


def _events(story: Story) -> list[Event]:
    events: list[Event] = []

    def add(days: int, minutes: int, happen: Callable[..., object], *given: object) -> None:
        moment = story.ago(days, minutes=minutes)
        events.append(Event(moment, len(events), partial(happen, story, *given)))

    for idea in ideas.IDEAS:
        if idea.opened < cast.BEGAN_DAYS_AGO:
            add(idea.opened, MORNING, hearing.open_up, idea)
        if idea.status == "under_review":
            add(max(3, idea.opened - 20), NOON, deciding.move, idea.key, idea.status)
    for part, whole, days in ideas.MERGES:
        add(days, NOON, deciding.join, part, whole)
    _add_voices(add)
    _add_votes(add)
    _add_outcomes(add)
    for told in explaining.ARTICLES:
        add(told.days, MORNING, explaining.explain, told)
    for number in range(explaining.SHOWINGS):
        add(3 + number * 2, 15 + number * 53 % 400, explaining.suggest, number)
    add(2, NOON, explaining.miss_one)
    add(using.TELLS_DAYS_AGO, MORNING, using.begin_to_tell)
    _add_talks(add)
    _add_surveys(add)
    _add_sales(add)
    _add_companies(add)
    _add_meetings(add)
    return events


def _add_voices(add: Callable[..., None]) -> None:
    for number, said in enumerate(one for one in voices.VOICES if not one.is_brought):
        add(said.days, 15 + number * 37 % 400, hearing.hear, said)
        if said.category or said.aside:
            # Read within a working day, most of it within hours.
            read_at = 20 + number * 37 % 400 + (number % 9 + 1) * (number % 4 + 1) * 9
            add(said.days, read_at, hearing.read, said)
            if (said.who, said.days) in answering.EXPLAINED:
                add(said.days, read_at + 12, answering.explain, said)
    for remark in ideas.REMARKS:
        add(remark.days, 100, hearing.remark, remark)
        if remark.reply:
            add(remark.days, 100 + remark.after * 60, hearing.reply_to, remark)
    for number, unwanted in enumerate(voices.SUSPECTS):
        add(unwanted.days, 200, hearing.hold, unwanted, number)


def _add_talks(add: Callable[..., None]) -> None:
    for number, told in enumerate(talks.TALKS):
        for turn in talks.turns_of(told, number):
            add(told["days"], told.get("minutes", 0) + turn.after, turn.happen)


def _add_surveys(add: Callable[..., None]) -> None:
    add(asking.RECOMMEND_DAYS_AGO, MORNING, asking.ask_whether_they_recommend)
    add(asking.PREFER_DAYS_AGO, MORNING, asking.ask_which_they_prefer)
    for given in asking.REPLIES:
        add(given.days, 20 + given.number * 41 % 380, asking.reply, given)
        if given.category:
            add(given.days, 70 + given.number * 41 % 380, asking.read, given)
    for preference in asking.PREFERENCES:
        add(preference.days, 25 + preference.number * 43 % 380, asking.prefer, preference)


def _add_sales(add: Callable[..., None]) -> None:
    add(cast.BEGAN_DAYS_AGO, MORNING, deals.begin_to_sell)
    for number, deal in enumerate(deals.DEALS):
        add(deal.days, 140 + number * 23 % 300, deals.hear, deal)
    for told in analyses.ANALYSES:
        for step in told["step"]:
            add(step["days"], AFTERNOON, analyses.do, told, step)
        if "ended" in told:
            add(told["ended"], AFTERNOON, analyses.give_up, told)


def _add_companies(add: Callable[..., None]) -> None:
    for departure in departures.DEPARTURES:
        add(departure.days, NOON, departures.leave, departure)
    for told in departures.RETURNS:
        add(told.days, NOON, departures.come_back, told)
    for newcomer in (one for one in others.NEWCOMERS if one.joined):
        add(newcomer.joined or 0, MORNING, others.join, newcomer)
        add(others.LOOKED_AFTER_DAYS, MORNING, others.look_who_has_not_begun)
    add(others.LOOKED_AFTER_DAYS + 1, MORNING, playbooks.switch_on)
    add(cast.BEGAN_DAYS_AGO, MORNING, interviews.write_guides)
    for held in interviews.HELD:
        add(held["days"], 180, interviews.talk, held)


def _add_meetings(add: Callable[..., None]) -> None:
    add(scores.WEIGHED_DAYS_AGO, NOON, scores.weigh)
    for told in reviews.REVIEWS:
        add(max(1, told["days"] + reviews.PLANNED_DAYS), MORNING, reviews.plan, told)
        add(max(0, told["days"] + reviews.RATED_DAYS), AFTERNOON, reviews.rate, told)
        if "verdict" in told:
            add(told["days"], reviews.MEETS_MINUTES, reviews.meet, told)
            add(told["days"] - reviews.BEGUN_AFTER_DAYS, MORNING, reviews.see_that_it_begins, told)


def _add_votes(add: Callable[..., None]) -> None:
    opened = {idea.key: idea.opened for idea in ideas.IDEAS}
    for number, (key, who) in enumerate(ideas.VOTES):
        if opened[key] < cast.BEGAN_DAYS_AGO or not is_old_vote(number):
            days = min(opened[key], cast.BEGAN_DAYS_AGO) * (number % 7 + 2) // 9
            add(max(1, days - 1), 30 + number * 11 % 300, hearing.want, key, who, number)


def _add_outcomes(add: Callable[..., None]) -> None:
    now = {idea.key: idea.status for idea in ideas.IDEAS}
    for verdict in ideas.VERDICTS:
        add(verdict.days, AFTERNOON, deciding.decide, verdict)
        if now[verdict.idea] in {"building", "beta"}:
            add(verdict.days - 6, MORNING, deciding.move, verdict.idea, "building")
        if now[verdict.idea] == "beta":
            add(verdict.days // 2, MORNING, deciding.move, verdict.idea, "beta")
        if verdict.outcome == "already_possible":
            add(verdict.days - 5, NOON, answering.ask_whether_it_helped, (verdict.idea,))
    for launch in ideas.LAUNCHES:
        add(launch.days, AFTERNOON, deciding.release, launch)
        add(launch.days - 4, NOON, answering.ask_whether_it_helped, launch.ideas)
    for trouble in answering.TROUBLES:
        add(trouble.days, EVENING, answering.run_into, trouble)
