"""The steps that a macro or an automation takes in a conversation: what they are, how they are kept, and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.foundation.text.listing import listed
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.listen.desk.filling import title_of
from wellheard.listen.desk.models import SavedReply
from wellheard.workspace.models import Area, Category, Staff, Team

ME, NOBODY, TURN = "me", "nobody", "turn"
ASSIGNEES = {
    ME: gettext_lazy("Whoever uses it"),
    TURN: gettext_lazy("Whose turn it is in the team"),
    NOBODY: gettext_lazy("Nobody"),
}
# Until when a conversation is put off.
SNOOZES = {
    "reply": gettext_lazy("Until they reply"),
    "hours:1": gettext_lazy("For an hour"),
    "hours:4": gettext_lazy("For four hours"),
    "morning": gettext_lazy("Until the next working morning"),
    "week": gettext_lazy("Until next week"),
}
Pair = tuple[int, int]


@dataclass(frozen=True)
class Steps:
    """What is done in a conversation. They are taken in a fixed order, so that closing comes last and finds its tags."""

    tags: tuple[Pair, ...] = ()
    # me, nobody, turn, or the id of somebody; the team's id, 0 for none.
    assign: str = ""
    team: int | None = None
    priority: int | None = None
    note: str = ""
    # Words that go out, or are put into the writer's draft; a saved reply in the customer's language instead.
    reply: str = ""
    saved: int | None = None
    drafts: bool = False
    idea: int | None = None
    snooze: str = ""
    aside: str = ""
    closes: bool = False
    # Who here is told: people and teams.
    notify: tuple[int, ...] = ()
    notify_teams: tuple[int, ...] = ()

    @classmethod
    def read(cls, does: Mapping[str, Any]) -> "Steps":
        """Read steps as they are kept; what a later version wrote and this one does not know is left out."""
        known = {name: does[name] for name in cls.__dataclass_fields__ if name in does}
        for name in ("tags", "notify", "notify_teams"):
            if name in known:
                known[name] = tuple(tuple(one) if isinstance(one, list) else one for one in known[name])
        return cls(**known)

    def written(self) -> dict[str, Any]:
        """Return the steps as they are kept: what is not done is left out."""
        return {name: _plain(getattr(self, name)) for name, empty in _EMPTY.items() if getattr(self, name) != empty}

    @property
    def is_empty(self) -> bool:
        return self == Steps()

    @property
    def answers(self) -> bool:
        return bool(self.reply or self.saved)


_EMPTY = {name: getattr(Steps(), name) for name in Steps.__dataclass_fields__}


def _plain(value: object) -> object:
    """Return tuples as lists, as JSON has them."""
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


@dataclass
class Names:
    """The names of what steps mention, read once for a whole list."""

    areas: dict[int, str] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    staff: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    replies: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, several: Iterable[Steps]) -> "Names":
        """Read the names that these steps mention, in one query for each kind."""
        steps = list(several)
        pairs = [pair for one in steps for pair in one.tags]
        people = [int(one.assign) for one in steps if is_whole_number(one.assign)] + [
            n for one in steps for n in one.notify
        ]
        teams = [one.team for one in steps if one.team] + [n for one in steps for n in one.notify_teams]
        return cls(
            {row.pk: row.name for row in Area.objects.filter(pk__in=[area for area, _category in pairs])},
            {row.pk: row.label for row in Category.objects.filter(pk__in=[category for _area, category in pairs])},
            {row.pk: row.name for row in Staff.objects.filter(pk__in=people)},
            {row.pk: row.name for row in Team.objects.filter(pk__in=teams)},
            {row.pk: row.name for row in SavedReply.objects.filter(pk__in=[one.saved for one in steps if one.saved])},
        )


def in_words(steps: Steps, names: Names | None = None) -> str:
    """Return what is done as one sentence, such as “Tags Printing · Question, assigns to Ines and closes.”"""
    known = names or Names.of([steps])
    parts = [part for part in _parts(steps, known) if part]
    if not parts:
        return _("Does nothing yet.")
    sentence = get_text_list(parts, _("and"))
    return _("%(sentence)s.") % {"sentence": f"{sentence[0].upper()}{sentence[1:]}"}


def _parts(steps: Steps, names: Names) -> list[str]:
    gone = _("something that is gone")
    tags = [f"{names.areas.get(a, gone)} · {names.categories.get(c, gone)}" for a, c in steps.tags]
    told = [names.staff.get(n, gone) for n in steps.notify] + [names.teams.get(n, gone) for n in steps.notify_teams]
    return [
        _("tags %(tags)s") % {"tags": listed(tags)} if tags else "",
        _assigning(steps, names, gone),
        _("makes it %(priority)s") % {"priority": Conversation.Priority(steps.priority).label.lower()}
        if steps.priority is not None
        else "",
        _("notes “%(words)s”") % {"words": _short(steps.note)} if steps.note else "",
        _waiting(steps),
        _answering(steps, names, gone),
        _("sets it aside: %(reason)s") % {"reason": ConversationAside(steps.aside).label.lower()}
        if steps.aside
        else "",
        _("puts it off: %(until)s") % {"until": str(SNOOZES.get(steps.snooze, gone)).lower()} if steps.snooze else "",
        _("closes") if steps.closes else "",
        _("tells %(names)s") % {"names": listed(told)} if told else "",
    ]


def _assigning(steps: Steps, names: Names, gone: str) -> str:
    who = str(ASSIGNEES.get(steps.assign, "")).lower()
    if is_whole_number(steps.assign):
        who = names.staff.get(int(steps.assign), gone)
    team = names.teams.get(steps.team, gone) if steps.team else ""
    named = " · ".join(filter(None, (team, who)))
    return _("assigns to %(names)s") % {"names": named} if named else ""


def _waiting(steps: Steps) -> str:
    if steps.idea is None:
        return ""
    title = title_of("idea", steps.idea).partition("\n")[0] or f"#{steps.idea}"
    return _("lets it wait for “%(idea)s”") % {"idea": title}


def _answering(steps: Steps, names: Names, gone: str) -> str:
    if not steps.answers:
        return ""
    words = names.replies.get(steps.saved, gone) if steps.saved else _short(steps.reply)
    said = _("puts “%(words)s” into the draft") if steps.drafts else _("answers “%(words)s”")
    return said % {"words": words}


def _short(words: str) -> str:
    line = " ".join(words.split())
    return f"{line[:60].rstrip()}…" if len(line) > 60 else line  # noqa: PLR2004 - fits a line
