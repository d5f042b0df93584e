"""What must hold for an automation to act: kept as it was chosen, judged for a case, and said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Segment
from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.listing import listed
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Category, Team, Tier

INSIDE, OUTSIDE = "inside", "outside"
SOMEBODY, NOBODY = "somebody", "nobody"
MOST_WORDS = 40


@dataclass(frozen=True)
class Conditions:
    """Everything chosen here must hold; within one of them, any of its values is enough. Empty means: always."""

    channels: tuple[str, ...] = ()
    mailboxes: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()
    stages: tuple[str, ...] = ()
    # Of a month, in minor units of the reporting currency.
    mrr_from: int | None = None
    mrr_below: int | None = None
    priorities: tuple[int, ...] = ()
    waits_for: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    assignee: str = ""
    hours: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Conditions":
        """Read conditions as they are kept; what a later version wrote is left out."""
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in known.items()}
        return cls(**values)

    def written(self) -> dict[str, Any]:
        """Return the conditions as they are kept: what asks for nothing is left out."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        chosen = {name: value for name, value in values.items() if value not in ((), "", None)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in chosen.items()}


@dataclass(frozen=True)
class Case:
    """A conversation at the moment something happened in it, with all that conditions ask about."""

    conversation: Conversation
    words: str = ""
    pairs: tuple[tuple[int, int], ...] = ()
    segments: frozenset[int] = frozenset()
    is_in_hours: bool = True

    @property
    def company(self) -> Company | None:
        return self.conversation.company


@dataclass(frozen=True)
class Verdict:
    """Whether one condition holds, and what it asked for in words."""

    holds: bool
    sentence: str


@dataclass
class Known:
    """The names of what conditions mention, read once."""

    names: dict[str, dict[Any, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, conditions: Conditions) -> "Known":
        """Read the names that these conditions mention."""
        return cls(
            {
                "mailboxes": {row.pk: row.name for row in Mailbox.objects.filter(pk__in=conditions.mailboxes)},
                "areas": {row.pk: row.name for row in Area.objects.filter(pk__in=conditions.areas)},
                "categories": {row.pk: row.label for row in Category.objects.filter(pk__in=conditions.categories)},
                "tiers": {row.pk: row.name for row in Tier.objects.filter(pk__in=conditions.tiers)},
                "segments": {row.pk: row.name for row in Segment.objects.filter(pk__in=conditions.segments)},
                "teams": {row.pk: row.name for row in Team.objects.filter(pk__in=conditions.teams)},
                "channels": {one.value: str(one.label) for one in Conversation.Channel},
                "stages": {one.value: str(one.label) for one in Company.Stage},
                "priorities": {one.value: str(one.label) for one in Conversation.Priority},
                "waits_for": {one.value: str(one.label) for one in Conversation.WaitsFor},
            }
        )

    def said(self, kind: str, values: Sequence[Any]) -> str:
        """Return values by their names, with “or” between them; what is gone is said to be."""
        known = self.names.get(kind, {})
        return _(" or ").join(str(known.get(value, _("something that is gone"))) for value in values)


def judge(conditions: Conditions, case: Case, known: Known) -> list[Verdict]:
    """Return of every condition that was chosen whether it holds; all must."""
    return [
        verdict
        for verdict in (
            *_of_conversation(conditions, case, known),
            *_of_customer(conditions, case, known),
            *_of_words(conditions, case),
        )
        if verdict
    ]


def _any(values: tuple[Any, ...], actual: Any, sentence: str, known: Known, kind: str) -> Verdict | None:
    """Judge a condition of which any value is enough."""
    return Verdict(actual in values, sentence % {"values": known.said(kind, values)}) if values else None


def _of_conversation(conditions: Conditions, case: Case, known: Known) -> list[Verdict | None]:
    talk = case.conversation
    areas, categories = {area for area, _c in case.pairs}, {category for _a, category in case.pairs}
    has_owner = talk.assignee_id is not None
    return [
        _any(conditions.channels, talk.channel, _("it came by %(values)s"), known, "channels"),
        _any(conditions.mailboxes, talk.mailbox_id, _("it came to %(values)s"), known, "mailboxes"),
        _some(conditions.areas, areas, _("it is about %(values)s"), known, "areas"),
        _some(conditions.categories, categories, _("it is a %(values)s"), known, "categories"),
        _any(conditions.priorities, talk.priority, _("its priority is %(values)s"), known, "priorities"),
        _any(conditions.waits_for, talk.waits_for, _("it stands so: %(values)s"), known, "waits_for"),
        _any(conditions.teams, talk.team_id, _("it is with the team %(values)s"), known, "teams"),
        Verdict(has_owner, _("somebody has it")) if conditions.assignee == SOMEBODY else None,
        Verdict(not has_owner, _("nobody has it")) if conditions.assignee == NOBODY else None,
        Verdict(case.is_in_hours, _("it happened within business hours")) if conditions.hours == INSIDE else None,
        Verdict(not case.is_in_hours, _("it happened outside business hours")) if conditions.hours == OUTSIDE else None,
    ]


def _of_customer(conditions: Conditions, case: Case, known: Known) -> list[Verdict | None]:
    company = case.company
    mrr = company.mrr_minor if company else 0
    return [
        _any(conditions.tiers, company.tier_id if company else None, _("the tier is %(values)s"), known, "tiers"),
        _any(conditions.stages, company.stage if company else None, _("the company is %(values)s"), known, "stages"),
        _some(conditions.segments, case.segments, _("the company is in %(values)s"), known, "segments"),
        Verdict(
            mrr >= conditions.mrr_from,
            _amount(_("the company pays at least %(amount)s a month"), conditions.mrr_from),
        )
        if conditions.mrr_from is not None
        else None,
        Verdict(
            mrr < conditions.mrr_below,
            _amount(_("the company pays less than %(amount)s a month"), conditions.mrr_below),
        )
        if conditions.mrr_below is not None
        else None,
    ]


def _of_words(conditions: Conditions, case: Case) -> list[Verdict | None]:
    text = f"{case.conversation.subject}\n{case.words}".casefold()
    has, has_not = (
        [word for word in words if word.casefold() in text] for words in (conditions.words, conditions.without)
    )
    language = case.conversation.language
    plain = {code.split("-")[0] for code in conditions.languages}
    return [
        Verdict(bool(has), _("it says %(words)s") % {"words": _quoted(conditions.words)}) if conditions.words else None,
        Verdict(not has_not, _("it does not say %(words)s") % {"words": _quoted(conditions.without)})
        if conditions.without
        else None,
        Verdict(
            language.split("-")[0] in plain,
            _("it is written in %(codes)s") % {"codes": listed(conditions.languages)},
        )
        if conditions.languages
        else None,
    ]


def _some(values: tuple[Any, ...], actual: Any, sentence: str, known: Known, kind: str) -> Verdict | None:
    """Judge a condition of which any value is enough, for something that may be several."""
    return Verdict(bool(set(values) & set(actual)), sentence % {"values": known.said(kind, values)}) if values else None


def _amount(sentence: str, minor: int) -> str:
    currency = installation().currency
    return sentence % {"amount": f"{Decimal(minor).scaleb(-get_currency_precision(currency)):f} {currency}"}


def _quoted(words: Sequence[str]) -> str:
    return _(" or ").join(f"“{word}”" for word in words)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words and phrases somebody wrote, one a line or between commas."""
    parts = (clean_line(part) for line in text.splitlines() for part in line.replace("，", ",").split(","))
    return tuple(dict.fromkeys(part[:80] for part in parts if part))[:MOST_WORDS]


def in_words(conditions: Conditions, known: Known) -> str:
    """Return what must hold as one line; for “always” that it always does."""
    sentences = [verdict.sentence for verdict in judge(conditions, Case(Conversation()), known)]
    return listed(sentences) if sentences else _("always")
