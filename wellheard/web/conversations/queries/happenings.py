"""What happened in a conversation besides what was said, read off the ledger and said in half sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.workspace.models import Area, Category, Staff, Team

# More than this happened in nobody's conversation; an automation gone wild must not make the page heavy.
MOST = 200
Named = TypeVar("Named", bound=Model)


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, by whom, and where to read on."""

    at: datetime
    what: str
    icon: str
    by: str = ""
    url: str = ""


@dataclass(frozen=True)
class Names:
    """What the numbers in facts are called."""

    staff: dict[int, Staff]
    teams: dict[int, Team]
    areas: dict[int, Area]
    categories: dict[int, Category]
    ideas: dict[int, Idea]


def happenings(conversation: Conversation, *, since: datetime | None) -> list[Happening]:
    """Return what happened since a moment, or ever, the oldest first."""
    facts = Fact.objects.filter(subject_type="conversation", subject_id=conversation.pk, name__in=_SAID)
    if since:
        facts = facts.filter(happened_at__gte=since)
    found = list(facts.order_by("-happened_at", "-pk")[:MOST])[::-1]
    names = _names(found)
    return [event for fact in found if (event := _event(fact, names))]


def _names(facts: Iterable[Fact]) -> Names:
    facts = list(facts)
    staff = {fact.actor_id or 0 for fact in facts if fact.actor_type == Fact.Actor.STAFF}
    waits = {fact.details.get("of_id") or 0 for fact in facts if fact.details.get("of") == "idea"}
    return Names(
        _bulk(Staff, staff | _noted(facts, "assignee")),
        _bulk(Team, _noted(facts, "team")),
        _bulk(Area, _noted(facts, "area")),
        _bulk(Category, _noted(facts, "category")),
        _bulk(Idea, waits),
    )


def _bulk(model: type[Named], ids: set[int]) -> dict[int, Named]:
    return model._default_manager.in_bulk(ids) if ids else {}  # noqa: SLF001 - documented


def _noted(facts: Iterable[Fact], name: str) -> set[int]:
    return {fact.details[name] for fact in facts if fact.details.get(name)}


def _event(fact: Fact, names: Names) -> Happening | None:
    what, icon, url = _SAID[fact.name](fact, names)
    return Happening(fact.happened_at, what, icon, _by(fact, names), url) if what else None


def _by(fact: Fact, names: Names) -> str:
    if fact.actor_type == Fact.Actor.STAFF:
        colleague = names.staff.get(fact.actor_id or 0)
        return str(colleague) if colleague else _("somebody who has left")
    others: dict[str, str] = {Fact.Actor.CONTACT: _("the customer"), Fact.Actor.API: _("another system")}
    return others.get(fact.actor_type, "")


Told = tuple[str, str, str]


def _assigned(fact: Fact, names: Names) -> Told:
    person, team = names.staff.get(fact.details.get("assignee") or 0), names.teams.get(fact.details.get("team") or 0)
    if fact.details.get("assignee") == fact.details.get("old_assignee"):
        person = None
    if person:
        return _("given to %(name)s") % {"name": person}, "user", ""
    if team and fact.details.get("team") != fact.details.get("old_team"):
        return _("given to the team %(name)s") % {"name": team}, "users", ""
    return _("given to nobody in particular"), "user", ""


def _tagged(fact: Fact, names: Names) -> Told:
    return _("filed under %(filing)s") % {"filing": _filing(fact, names)}, "folder-input", ""


def _untagged(fact: Fact, names: Names) -> Told:
    return _("no longer filed under %(filing)s") % {"filing": _filing(fact, names)}, "folder-input", ""


def _filing(fact: Fact, names: Names) -> str:
    area, category = (
        names.areas.get(fact.details.get("area") or 0),
        names.categories.get(fact.details.get("category") or 0),
    )
    return " · ".join(str(one) for one in (area, category) if one) or "–"


def _snoozed(fact: Fact, _names: Names) -> Told:
    if fact.details.get("kind") == Conversation.SnoozeKind.REPLY:
        return _("put off until they reply"), "clock", ""
    return _("put off until later"), "clock", ""


def _reopened(fact: Fact, _names: Names) -> Told:
    why = {
        "reply": _("open again: the customer wrote"),
        "time": _("open again: its time had come"),
        "product": _("open again: the product has news"),
    }
    return why.get(str(fact.details.get("why")), _("opened again")), "rotate-ccw", ""


def _split(fact: Fact, _names: Names) -> Told:
    into = fact.details.get("into")
    return _("messages were taken into another conversation"), "unfold-horizontal", _url(into)


def _unmerged(fact: Fact, _names: Names) -> Told:
    return _("parted from the conversation it was joined to"), "unfold-horizontal", _url(fact.details.get("was"))


def _waits(fact: Fact, names: Names) -> Told:
    idea = names.ideas.get(fact.details.get("of_id") or 0) if fact.details.get("of") == "idea" else None
    if idea:
        return _("waits for the idea “%(title)s”") % {"title": idea.title}, "lightbulb", reverse("idea", args=[idea.pk])
    return _("waits for work in a tracker"), "hammer", ""


def _news(fact: Fact, _names: Names) -> Told:
    outcome = str(fact.details.get("outcome", ""))
    label = Conversation.News(outcome).label if outcome in Conversation.News.values else outcome
    return _("the product has news: %(news)s") % {"news": label}, "sparkle", ""


def _aside(fact: Fact, _names: Names) -> Told:
    reason = str(fact.details.get("reason", ""))
    label = ConversationAside(reason).label if reason in ConversationAside.values else reason
    return _("set aside: %(reason)s") % {"reason": label}, "bookmark", ""


def _priority(fact: Fact, _names: Names) -> Told:
    number = fact.details.get("priority")
    label = Conversation.Priority(number).label if number in Conversation.Priority.values else number
    return _("priority: %(priority)s") % {"priority": label}, "arrow-up", ""


def _plain(what: Callable[[], str], icon: str) -> Callable[[Fact, Names], Told]:
    return lambda _fact, _names: (what(), icon, "")


def _url(conversation_id: object) -> str:
    return reverse("conversation", args=[conversation_id]) if isinstance(conversation_id, int) else ""


_SAID: dict[str, Callable[[Fact, Names], Told]] = {
    "conversation.assigned": _assigned,
    "conversation.tagged": _tagged,
    "conversation.untagged": _untagged,
    "conversation.snoozed": _snoozed,
    "conversation.closed": _plain(lambda: _("closed"), "check"),
    "conversation.reopened": _reopened,
    "conversation.split": _split,
    "conversation.unmerged": _unmerged,
    "conversation.waits_for_product": _waits,
    "conversation.has_news": _news,
    "conversation.news_withdrawn": _plain(lambda: _("there is nothing to tell any more"), "minus"),
    "conversation.told": _plain(lambda: _("the customer was told"), "reply"),
    "conversation.set_aside": _aside,
    "conversation.brought_back": _plain(lambda: _("brought back"), "rotate-ccw"),
    "conversation.prioritised": _priority,
    "message.withdrawn": _plain(lambda: _("took a reply back before it went out"), "rotate-ccw"),
    "message.failed": _plain(lambda: _("the reply could not be delivered"), "circle-alert"),
}
