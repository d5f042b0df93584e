"""Narrow the ledger of answers down, and count what each choice would leave: a number and the list behind it never differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.answer.languages import name_of
from wellheard.answer.models import Answer, AnswerQuerySet
from wellheard.answer.queries import overdue
from wellheard.customers.models import Company, Membership
from wellheard.foundation import clock
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.models import Tier

State = Answer.State
VIEWS: dict[str, tuple[str, ...]] = {
    "waiting": Answer.OUTSTANDING,
    "held": (State.HELD,),
    "person": (State.OWED,),
    "failed": (State.FAILED, State.BOUNCED),
    "told": Answer.REACHED,
    # Whatever became of them, but for what later news overtook.
    "any": (*Answer.OUTSTANDING, *Answer.REACHED),
}
# As many ideas or companies as a list to choose from can hold; others are reached from their own pages.
MOST_CHOICES = 50


def _home(column: str) -> Subquery:
    home = Membership.objects.filter(contact_id=OuterRef("contact_id"), is_primary=True)
    return Subquery(home.values(column)[:1])


def _people_of(**company: Any) -> Q:
    return Q(contact__in=Membership.objects.filter(is_primary=True, **company).values("contact"))


def _is_key(value: str) -> bool:
    return is_whole_number(value)


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if date.min < found < date.max else None


def _begin_of(value: str, *, days: int = 0) -> datetime:
    """Return when a day begins here, or the one so many days after it."""
    return datetime.combine(date.fromisoformat(value) + timedelta(days=days), time.min, clock.zone())


@dataclass(frozen=True)
class _Filter:
    """What one filter keeps, and which values somebody can have chosen."""

    keeps: Callable[[str], Q]
    allows: Callable[[str], bool] = _is_key


_FILTERS = {
    "occasion": _Filter(lambda value: Q(occasion=value), lambda value: value in Answer.Occasion.values),
    "idea": _Filter(lambda value: Q(idea_id=value)),
    "company": _Filter(lambda value: _people_of(company_id=value)),
    "language": _Filter(lambda value: Q(language=value), lambda value: 0 < len(value) <= 10),  # noqa: PLR2004 - the column
    "tier": _Filter(lambda value: _people_of(company__tier_id=value)),
    "release": _Filter(lambda value: Q(release_id=value)),
    "overdue": _Filter(lambda _value: Q(pk__in=overdue()), lambda value: value == "yes"),
    "fallback": _Filter(lambda _value: ~Q(staff_language=""), lambda value: value == "yes"),
    "since": _Filter(lambda value: Q(waiting_since__gte=_begin_of(value)), lambda value: _day(value) is not None),
    "until": _Filter(
        lambda value: Q(waiting_since__lt=_begin_of(value, days=1)), lambda value: _day(value) is not None
    ),
}


@dataclass(frozen=True)
class Choice:
    """One value of a filter and how many answers it would leave."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with the values it can take here."""

    key: str
    name: str | Promise
    choices: list[Choice]


@dataclass(frozen=True)
class Narrowing:
    """Which answers are shown: a view of the ledger and the filters somebody chose."""

    view: str = "waiting"
    chosen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Narrowing":
        """Read what stands in an address; what nobody can have chosen is left out."""
        chosen = {name: asked.get(name, "") for name in _FILTERS}
        kept = {name: value for name, value in chosen.items() if value and _FILTERS[name].allows(value)}
        return cls(asked.get("view", "waiting"), kept)

    def rows(self, *, besides: str = "") -> AnswerQuerySet:
        """Return the answers of the view that the filters keep, but for one filter."""
        return self.all(besides=besides).filter(state__in=VIEWS[self.view])

    def all(self, *, besides: str = "") -> AnswerQuerySet:
        """Return the answers of every view that the filters keep."""
        kept = Answer.objects.all()
        for name, value in self.chosen.items():
            if name != besides:
                kept = kept.filter(_FILTERS[name].keeps(value))
        return kept

    def counts(self) -> dict[str, int]:
        """Return how many answers each view has."""
        counted = dict(self.all().order_by().values_list("state").annotate(Count("pk")))
        return {name: sum(counted.get(state, 0) for state in states) for name, states in VIEWS.items()}

    def people(self) -> int:
        """Return how many people wait to hear."""
        return self.all().outstanding().values("contact_id").distinct().count()

    def facets(self) -> list[Facet]:
        """Return the filters with what each would leave of the view, those with nothing to choose left out."""
        choices = {
            "occasion": self._grouped("occasion", "occasion", _occasion_name),
            "idea": self._named("idea", "idea_id", "idea__title"),
            "company": self._companies(),
            "tier": self._tiers(),
            "language": self._grouped("language", "language", name_of),
            "overdue": self._marked("overdue"),
            "fallback": self._marked("fallback"),
        }
        return [Facet(key, _NAMES[key], found) for key, found in choices.items() if found]

    def worded(self) -> list[tuple[str | Promise, str]]:
        """Return what was chosen by a filter's name, in words; ideas, companies and releases are named apart."""
        chosen = {key: _WORDS[key](value) for key, value in self.chosen.items() if key in _WORDS}
        return [(_NAMES[key], words) for key, words in chosen.items() if words]

    def _grouped(self, key: str, column: str, name: Callable[[str], str]) -> list[Choice]:
        rows = self.rows(besides=key).exclude(**{column: ""}).order_by().values_list(column).annotate(n=Count("pk"))
        return [self._choice(key, value, name(value), count) for value, count in rows.order_by("-n", column)]

    def _named(self, key: str, column: str, title: str) -> list[Choice]:
        rows = self.rows(besides=key).exclude(**{column: None}).order_by().values_list(column, title)
        counted = rows.annotate(n=Count("pk")).order_by("-n", title)[:MOST_CHOICES]
        return [self._choice(key, value, name, count) for value, name, count in counted]

    def _companies(self) -> list[Choice]:
        counted = self._homes("company", "company_id")
        companies = Company.objects.in_bulk(list(counted))
        named = sorted(((-counted[pk], company.name, pk) for pk, company in companies.items()))
        return [self._choice("company", pk, name, -count) for count, name, pk in named]

    def _tiers(self) -> list[Choice]:
        counted = self._homes("tier", "company__tier_id")
        tiers = Tier.objects.filter(pk__in=counted).order_by("pk")
        return [self._choice("tier", tier.pk, tier.name, counted[tier.pk]) for tier in tiers]

    def _homes(self, key: str, column: str) -> dict[int, int]:
        """Count by something of the company people belong to; names are looked up for those few that are shown."""
        rows = self.rows(besides=key).order_by().annotate(home=_home(column)).values_list("home")
        # Who belongs to no company may come first; one more keeps the others in full number.
        counted = rows.annotate(n=Count("pk")).order_by("-n", "home")[: MOST_CHOICES + 1]
        return dict([row for row in counted if row[0]][:MOST_CHOICES])

    def _marked(self, key: str) -> list[Choice]:
        count = self.rows(besides=key).filter(_FILTERS[key].keeps("yes")).count()
        return [self._choice(key, "yes", _WORDS[key]("yes"), count)] if count or key in self.chosen else []

    def _choice(self, key: str, value: object, name: str, count: int) -> Choice:
        return Choice(str(value), str(name), count, self.chosen.get(key) == str(value))


def _occasion_name(value: str) -> str:
    return str(Answer.Occasion(value).label)


def _tier_name(value: str) -> str:
    tier = Tier.objects.filter(pk=value).first()
    return tier.name if tier else ""


_NAMES: dict[str, Promise] = {
    "occasion": _("What they hear"),
    "idea": _("Idea"),
    "company": _("Company"),
    "tier": _("Tier"),
    "language": _("Language"),
    "overdue": _("Owner’s task"),
    "fallback": _("Reason and notes"),
    "since": _("Waiting since"),
    "until": _("Waiting until"),
}
_WORDS: dict[str, Callable[[str], str]] = {
    "occasion": _occasion_name,
    "tier": _tier_name,
    "language": name_of,
    "overdue": lambda _yes: _now("Overdue"),
    "fallback": lambda _yes: _now("Not in their language"),
    "since": lambda value: date_format(date.fromisoformat(value)),
    "until": lambda value: date_format(date.fromisoformat(value)),
}
