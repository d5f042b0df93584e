"""What happened to one idea, read off the ledger and said in sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.decide.models import Decision, Evidence, Idea
from wellheard.decide.queries import family_of
from wellheard.deliver.models import Release
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.text.clean import shorten
from wellheard.foundation.text.listing import colon
from wellheard.web.templatetags.kit import STATUS_LOOKS
from wellheard.workspace.models import Staff

MOST = 60
LONGEST_REASON = 160


@dataclass(frozen=True)
class Event:
    """One line of a history: when, what, more about it, who did it, and where to read on."""

    at: datetime
    title: str
    icon: str
    note: str = ""
    by: str = ""
    url: str = ""
    is_ours: bool = False


@dataclass(frozen=True)
class Names:
    """What the numbers in facts are called."""

    staff: dict[int, Staff]
    decisions: dict[int, Decision]
    releases: dict[int, Release]
    companies: dict[int, Company]
    ideas: dict[int, Idea]


def timeline(idea: Idea, *, decisions: Iterable[Decision]) -> list[Event]:
    """Return what happened to an idea, newest first, down to who first said it."""
    family = family_of([idea.pk])
    rows = Evidence.objects.filter(idea__in=family).values("pk")
    facts = list(
        Fact.objects.filter(
            Q(subject_type="idea", subject_id__in=family, name__in=list(_SAID))
            | Q(subject_type="evidence", subject_id__in=rows, name__in=list(_SAID))
        ).order_by("-happened_at", "-pk")[:MOST]
    )
    names = _names(facts, decisions)
    events = [event for fact in facts if (event := _SAID[fact.name](fact, names))]
    return sorted([*events, *_first_heard(idea)], key=lambda event: event.at, reverse=True)


def _first_heard(idea: Idea) -> list[Event]:
    # Thousands may stand behind it: only the first is joined with who it is.
    first = idea.evidence.standing().order_by("first_at", "pk").first()
    if first is None:
        return []
    who = first.company or first.contact
    note = _("First said by %(who)s") % {"who": who} if who else _("First said by somebody we could not place")
    url = reverse("company", args=[first.company.pk]) if first.company else ""
    return [Event(first.first_at, _("Heard"), "ear", note, url=url)]


def _names(facts: list[Fact], decisions: Iterable[Decision]) -> Names:
    return Names(
        staff=Staff.objects.in_bulk({fact.actor_id or 0 for fact in facts if fact.actor_type == Fact.Actor.STAFF}),
        decisions={decision.pk: decision for decision in decisions}
        | Decision.objects.in_bulk({fact.details["decision"] for fact in facts if "decision" in fact.details}),
        releases=Release.objects.in_bulk({fact.details["release"] for fact in facts if "release" in fact.details}),
        companies=Company.objects.in_bulk({fact.company_id or 0 for fact in facts if fact.subject_type == "evidence"}),
        ideas=Idea.objects.in_bulk({fact.details["source"] for fact in facts if "source" in fact.details}),
    )


def _by(fact: Fact, names: Names) -> str:
    if fact.actor_type == Fact.Actor.STAFF:
        colleague = names.staff.get(fact.actor_id or 0)
        return str(colleague) if colleague else _("somebody who has left")
    return _("another system") if fact.actor_type == Fact.Actor.API else ""


def _opened(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("Written down"), "lightbulb", by=_by(fact, names))


def _edited(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("Reworded"), "pencil", by=_by(fact, names))


def _moved(fact: Fact, names: Names) -> Event | None:
    new, old = str(fact.details["new"]), str(fact.details["old"])
    # A decision and a release tell their own moves, with the reason.
    if new not in {Idea.Status.HEARD, Idea.Status.UNDER_REVIEW, Idea.Status.BUILDING, Idea.Status.BETA}:
        return None
    note = _("Before: %(status)s") % {"status": Idea.Status(old).label}
    return Event(fact.happened_at, str(Idea.Status(new).label), STATUS_LOOKS[new][1], note, _by(fact, names))


def _decided(fact: Fact, names: Names) -> Event | None:
    outcome = Decision.Outcome(fact.details["outcome"])
    decision = names.decisions.get(fact.details["decision"])
    reason = shorten(decision.reason, limit=LONGEST_REASON) if decision else ""
    return Event(fact.happened_at, str(outcome.label), "scale", reason, _by(fact, names), is_ours=True)


def _shipped(fact: Fact, names: Names) -> Event | None:
    release = names.releases.get(fact.details["release"])
    note = " ".join(part for part in (release.version_name, release.title) if part) if release else ""
    url = reverse("release", args=[release.pk]) if release else ""
    return Event(fact.happened_at, _("Shipped"), "package", note, _by(fact, names), url, is_ours=True)


def _published(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("Published on the portal"), "globe", by=_by(fact, names))


def _hidden(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("Taken off the portal"), "lock", by=_by(fact, names))


def _joined(fact: Fact, names: Names) -> Event | None:
    source = names.ideas.get(fact.details["source"])
    url = reverse("idea_unmerging", args=[fact.details["merge"]])
    return Event(
        fact.happened_at, _("Took in another idea"), "git-merge", source.title if source else "", _by(fact, names), url
    )


def _parted(fact: Fact, names: Names) -> Event | None:
    source = names.ideas.get(fact.details["source"])
    url = reverse("idea", args=[source.pk]) if source else ""
    return Event(
        fact.happened_at, _("Gave an idea back"), "rotate-ccw", source.title if source else "", _by(fact, names), url
    )


def _unmerged(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("Stands for itself again"), "rotate-ccw", by=_by(fact, names))


def _withdrawn(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("No longer needed"), "minus", _who(fact, names), _by(fact, names))


def _reaffirmed(fact: Fact, names: Names) -> Event | None:
    return Event(fact.happened_at, _("Still needed"), "check", _who(fact, names), _by(fact, names))


def _weighed(fact: Fact, names: Names) -> Event | None:
    importance = Evidence.Importance(fact.details["importance"])
    note = colon().join(part for part in (_who(fact, names), str(importance.label)) if part)
    return Event(fact.happened_at, _("Importance set"), "gauge", note, _by(fact, names))


def _who(fact: Fact, names: Names) -> str:
    company = names.companies.get(fact.company_id or 0)
    return company.name if company else ""


_SAID: dict[str, Callable[[Fact, Names], Event | None]] = {
    "idea.opened": _opened,
    "idea.edited": _edited,
    "idea.status_changed": _moved,
    "idea.decided": _decided,
    "idea.shipped": _shipped,
    "idea.published": _published,
    "idea.hidden": _hidden,
    "idea.joined": _joined,
    "idea.parted": _parted,
    "idea.unmerged": _unmerged,
    "evidence.withdrawn": _withdrawn,
    "evidence.reaffirmed": _reaffirmed,
    "evidence.importance_set": _weighed,
}
