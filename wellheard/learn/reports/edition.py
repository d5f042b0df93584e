"""The customers' edition of a report: made anew from an allow-list, so that what is not named here cannot get out.

No money, no name without consent, no word that was written for us, nothing of an idea that is not public, or is not any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wellheard.decide.models import Idea
from wellheard.learn.reports.models import Report, Verbatim
from wellheard.learn.reports.queries import sections_of, verbatims_of

# In the order customers read them in.
SECTIONS = ("said_did", "requests", "nps", "coverage")
MOST_PAIRS = 6


@dataclass(frozen=True)
class Pair:
    """What customers said of one idea, and what we did."""

    idea: int
    title: str
    outcome: str
    on: str
    reason: str
    quote: Verbatim | None
    companies: int


@dataclass(frozen=True)
class Wanted:
    """One of the most wanted: how many asked, and where it stands as the portal says it now."""

    rank: int
    idea: int
    title: str
    status: str
    said: int
    companies: int


@dataclass(frozen=True)
class Edition:
    """Everything customers read of a report. `summary` holds counts alone."""

    summary: dict[str, Any]
    pairs: list[Pair]
    wanted: list[Wanted]
    nps: list[dict[str, Any]]
    heard: int
    companies: int
    texts: dict[str, str]


def edition_of(report: Report) -> Edition:
    """Return what customers may read of a report."""
    sections = sections_of(report)
    data: dict[str, Mapping[str, Any]] = {key: one.data for key, one in sections.items()}
    open_now = _public(data)
    return Edition(
        summary=_counts(data["summary"]),
        pairs=_pairs(data["said_did"]["rows"], open_now, verbatims_of(report)),
        wanted=_wanted(data["requests"]["rows"], open_now),
        nps=[{name: step[name] for name in _STEP} for step in data["nps"]["steps"]],
        heard=data["coverage"]["heard"],
        companies=data["coverage"]["companies"],
        texts={key: sections[key].public_text for key in SECTIONS if key in sections},
    )


_STEP = ("begins", "last", "answers", "score", "low", "high")
_SUMMARY = ("loop", "companies", "unread", "yes", "releases", "owed", "solved_said", "solved_helped")


def _counts(summary: Mapping[str, Any]) -> dict[str, Any]:
    return {name: summary[name] for name in _SUMMARY}


def _public(data: Mapping[str, Mapping[str, Any]]) -> dict[int, Idea]:
    """Return the ideas of a report that were public then and are public to everybody now."""
    rows = (*data["said_did"]["rows"], *data["requests"]["rows"])
    wanted = {row["idea"] for row in rows if row["is_public"]}
    return Idea.objects.public().filter(board=None).in_bulk(wanted)


def _pairs(
    rows: Iterable[Mapping[str, Any]], ideas: Mapping[int, Idea], verbatims: Mapping[int, Verbatim]
) -> list[Pair]:
    found = []
    for row in rows:
        idea = ideas.get(row["idea"])
        if idea is None:
            continue
        quote = next((verbatims[said] for said in row["quotes"] if said in verbatims), None)
        found.append(Pair(idea.pk, idea.title, row["outcome"], row["on"], row["reason"], quote, row["companies"]))
    return found[:MOST_PAIRS]


def _wanted(rows: Iterable[Mapping[str, Any]], ideas: Mapping[int, Idea]) -> list[Wanted]:
    kept = [(row, ideas[row["idea"]]) for row in rows if row["idea"] in ideas]
    return [
        Wanted(rank, idea.pk, idea.title, idea.status, row["said"], row["companies"])
        for rank, (row, idea) in enumerate(kept, start=1)
    ]
