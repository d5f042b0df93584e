"""What happened to one thing a customer said, read off the ledger and said in sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.decide.models import Idea
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import AsideReason, Feedback
from wellheard.workspace.models import Area, Category, Staff

# More than this happened to nobody's feedback; a script gone wild must not make the page heavy.
MOST = 100


@dataclass(frozen=True)
class Event:
    """One line of a history: when, what in a sentence, by whom, and where to read on."""

    at: datetime
    sentence: str
    icon: str
    by: str = ""
    url: str = ""


@dataclass(frozen=True)
class Names:
    """What the numbers in facts are called."""

    staff: dict[int, Staff]
    areas: dict[int, Area]
    categories: dict[int, Category]
    ideas: dict[int, Idea]


def history(feedback: Feedback) -> list[Event]:
    """Return what happened, newest first."""
    facts = list(
        Fact.objects.filter(subject_type="feedback", subject_id=feedback.pk).order_by("-happened_at", "-pk")[:MOST]
    )
    names = _names(facts)
    return [event for fact in facts if (event := _event(fact, names))]


def _names(facts: Iterable[Fact]) -> Names:
    facts = list(facts)
    return Names(
        staff=Staff.objects.in_bulk(
            {fact.actor_id or 0 for fact in facts if fact.actor_type == Fact.Actor.STAFF} | _noted(facts, "to")
        ),
        areas=Area.objects.in_bulk(_noted(facts, "area")),
        categories=Category.objects.in_bulk(_noted(facts, "category")),
        ideas=Idea.objects.in_bulk(_noted(facts, "idea")),
    )


def _noted(facts: Iterable[Fact], name: str) -> set[int]:
    return {fact.details[name] for fact in facts if fact.details.get(name)}


def _event(fact: Fact, names: Names) -> Event | None:
    said = _SAID.get(fact.name)
    if said is None:
        return None
    sentence, icon, url = said(fact, names)
    return Event(fact.happened_at, sentence, icon, _by(fact, names), url)


def _by(fact: Fact, names: Names) -> str:
    if fact.actor_type == Fact.Actor.STAFF:
        colleague = names.staff.get(fact.actor_id or 0)
        return str(colleague) if colleague else _("somebody who has left")
    others: dict[str, str] = {Fact.Actor.CONTACT: _("the customer"), Fact.Actor.API: _("another system")}
    return others.get(fact.actor_type, "")


Said = tuple[str, str, str]


def _recorded(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    source = fact.details.get("source", "")
    label = Feedback.Source(source).label if source in Feedback.Source.values else source
    return _("Heard through: %(source)s") % {"source": label}, "ear", ""


def _placed(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    return _("We found out who said it"), "user", ""


def _filed(fact: Fact, names: Names) -> Said:
    area, category = (
        names.areas.get(fact.details.get("area") or 0),
        names.categories.get(fact.details.get("category") or 0),
    )
    filing = " · ".join(str(part) for part in (area, category) if part) or _("no area, no category")
    return _("Filed: %(filing)s") % {"filing": filing}, "folder-input", ""


def _unfiled(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    return _("Taken back, to be filed again"), "rotate-ccw", ""


def _linked(fact: Fact, names: Names) -> Said:
    return _about_idea(fact, names, _("Evidence for “%(idea)s”"), "link")


def _unlinked(fact: Fact, names: Names) -> Said:
    return _about_idea(fact, names, _("No longer evidence for “%(idea)s”"), "x")


def _about_idea(fact: Fact, names: Names, sentence: str, icon: str) -> Said:
    idea = names.ideas.get(fact.details.get("idea") or 0)
    title = idea.title if idea else _("an idea that is gone")
    return sentence % {"idea": title}, icon, reverse("idea", args=[idea.pk]) if idea else ""


def _published(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    return _("Shown on the portal"), "globe", ""


def _hidden(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    return _("Taken off the portal"), "lock", ""


def _undecided(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    return _("Waits to be read before it is shown on the portal"), "clock", ""


def _assigned(fact: Fact, names: Names) -> Said:
    colleague = names.staff.get(fact.details.get("to") or 0)
    if colleague is None:
        return _("Nobody in particular looks at it any more"), "user", ""
    return _("%(name)s was asked to look at it") % {"name": colleague}, "user-plus", ""


def _set_aside(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    reason = fact.details.get("reason", "")
    label = AsideReason(reason).label if reason in AsideReason.values else reason
    return _("Set aside: %(reason)s") % {"reason": label}, "bookmark", ""


def _together(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    other = fact.details.get("same_as") or 0
    return _("Put together with what they had said before"), "git-merge", reverse("feedback", args=[other])


def _split(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    count = len(fact.details.get("quotes", []))
    sentence = ngettext("Split: one quote stands for it", "Split: %(n)d quotes stand for it", count) % {"n": count}
    return sentence, "unfold-horizontal", ""


def _restored(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    return _("A step of triage was taken back"), "rotate-ccw", ""


def _quotable(fact: Fact, names: Names) -> Said:  # noqa: ARG001 - one shape for all
    code = fact.details.get("quotable", "")
    label = Feedback.Quotable(code).label if code in Feedback.Quotable.values else code
    return str(label), "quote", ""


_SAID: dict[str, Callable[[Fact, Names], Said]] = {
    "feedback.recorded": _recorded,
    "feedback.placed": _placed,
    "feedback.filed": _filed,
    "feedback.unfiled": _unfiled,
    "feedback.linked": _linked,
    "feedback.unlinked": _unlinked,
    "feedback.published": _published,
    "feedback.hidden": _hidden,
    "feedback.undecided": _undecided,
    "feedback.assigned": _assigned,
    "feedback.set_aside": _set_aside,
    "feedback.put_together": _together,
    "feedback.split": _split,
    "feedback.joined": _restored,
    "feedback.restored": _restored,
    "feedback.quotable_set": _quotable,
}
