"""What notifications say: one line for all of a kind about the same thing, with a fixed number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.models import Answer
from wellheard.answer.queries import TELL
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.text.listing import listed
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.addresses import conversation_path
from wellheard.listen.models import Import
from wellheard.web.trends.telling import ToldSpike, told_spikes
from wellheard.workspace.handing_on import in_words
from wellheard.workspace.models import HandedOn, Notification, Task

Kind = Notification.Kind

# What tasks are about that a review meeting gave.
_OF_REVIEWS = ("attendee", "check")

ICONS = {
    Kind.ASSIGNED: "message-square-quote",
    Kind.TASK: "calendar-check",
    Kind.COMMENT: "message-circle",
    Kind.ANSWER_FAILED: "circle-alert",
    Kind.IMPORT: "upload",
    Kind.REACTION: "activity",
    Kind.OWNER: "user",
    Kind.VOICE: "sparkle",
    Kind.MERGE: "git-merge",
    Kind.CONVERSATION: "inbox",
    Kind.FOLLOWED: "eye",
    Kind.LATE: "clock",
    Kind.RATING: "smile",
    Kind.AUTOMATION: "circle-alert",
    Kind.SPIKE: "trending-up",
    Kind.CONNECTION: "circle-alert",
    Kind.REPORT: "file-text",
    Kind.HANDED_ON: "user-plus",
}


@dataclass
class Line:
    """One or several notifications of a kind about the same thing; the newest says when."""

    icon: str
    text: str
    url: str
    at: datetime
    is_unread: bool
    ids: list[int]
    # How many earlier ones about the same this line stands for.
    more: int


def lines(rows: Sequence[Notification]) -> list[Line]:
    """Return the lines of a page of notifications, newest first."""
    subjects = _subjects(rows)
    alike: dict[tuple[object, ...], list[Notification]] = {}
    for row in rows:
        alike.setdefault((*_matter(row), row.read_at is None), []).append(row)
    return [_line(some, subjects) for some in alike.values()]


def _matter(row: Notification) -> tuple[object, ...]:
    """Return what a row is told together with: others about the same thing, and whatever was given to one on the same day."""
    if row.kind == Kind.OWNER:
        return row.kind, row.subject_type, clock.day_of(row.made_at)
    return row.kind, row.subject_type, row.subject_id


def _line(alike: Sequence[Notification], subjects: Mapping[tuple[str, int], Any]) -> Line:
    newest = alike[0]
    given = {row.subject_id for row in alike}
    if len(given) > 1:
        text, url = _given(newest.subject_type, len(given))
    else:
        text, url = _said(newest, subjects.get((newest.subject_type, newest.subject_id)))
    kind, is_unread = Kind(newest.kind), newest.read_at is None
    return Line(ICONS[kind], text, url, newest.made_at, is_unread, [row.pk for row in alike], len(alike) - len(given))


# Whom a task is about that leaves an answer to the account's owner.
_asker = Answer.objects.filter(pk=OuterRef("subject_id"))


def _subjects(rows: Sequence[Notification]) -> dict[tuple[str, int], Any]:
    """Return the rows that notifications are about, in one query for each type."""
    kinds: dict[str, Any] = {
        "task": Task.objects.annotate(to_tell=Subquery(_asker.values("contact__name")[:1])),
        "idea": Idea.objects.all(),
        "answer": Answer.objects.select_related("contact"),
        "import": Import.objects.all(),
        "company": Company.objects.all(),
        "conversation": Conversation.objects.select_related("requester"),
        "handed_on": HandedOn.objects.select_related("giver"),
    }
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.subject_type, set()).add(row.subject_id)
    found = {
        (kind, row.pk): row for kind, ids in wanted.items() if kind in kinds for row in kinds[kind].filter(pk__in=ids)
    }
    return found | {("spike", told.pk): told for told in told_spikes(wanted.get("spike", ()))}


def _said(row: Notification, subject: Any) -> tuple[str, str]:
    """Return a notification's sentence and where it leads; what it is about may be gone."""
    kind = Kind(row.kind)
    if kind in _PLAINLY:
        return _PLAINLY[kind](row)
    if isinstance(subject, ToldSpike):
        return subject.text, reverse("spike", args=[subject.pk])
    if subject is None:
        return _("It was about something that is gone."), ""
    return _about_conversation(kind, subject) if isinstance(subject, Conversation) else _about(kind, subject)


_CONNECTIONS: dict[str, Callable[[Notification], tuple[str, str]]] = {
    "github": lambda _row: (
        _("GitHub does not accept our token or key any more. Nothing is read or written there until it gets another."),
        reverse("settings_github"),
    ),
    "crmconnection": lambda row: (
        _("A system of sales does not accept our key any more. No deal is read there until it gets another."),
        reverse("settings_crm_one", args=[row.subject_id]),
    ),
}
# What needs nothing of what it is about.
_PLAINLY: dict[Kind, Callable[[Notification], tuple[str, str]]] = {
    Kind.REPORT: lambda row: (
        _("The draft of a report was made: look at it, write beside it, publish it."),
        reverse("report", args=[row.subject_id]),
    ),
    Kind.ASSIGNED: lambda row: (
        _("Somebody asks you to look at what a customer said."),
        reverse("feedback", args=[row.subject_id]),
    ),
    Kind.REACTION: lambda _row: (_("A reaction failed eight times and waits for you."), reverse("reactions")),
    Kind.AUTOMATION: lambda row: (
        _("An automation went wrong and was switched off."),
        reverse("settings_automation", args=[row.subject_id]),
    ),
    Kind.CONNECTION: lambda row: _CONNECTIONS.get(row.subject_type, _CONNECTIONS["github"])(row),
}


def _about(kind: Kind, subject: Any) -> tuple[str, str]:
    if isinstance(subject, Task):
        return _about_task(subject)
    if isinstance(subject, Answer):
        text = _("An answer did not get through to %(name)s.") % {"name": subject.contact}
        return text, reverse("answer", args=[subject.pk])
    if isinstance(subject, Import):
        text = ngettext(
            "Your import is over: %(rows)s row was read.",
            "Your import is over: %(rows)s rows were read.",
            subject.row_count,
        )
        return text % {"rows": subject.row_count}, reverse("import", args=[subject.pk])
    if isinstance(subject, HandedOn):
        what = listed(in_words(subject.counts))
        text = _("What %(name)s looked after is yours now: %(what)s") % {"name": subject.giver, "what": what}
        return text, reverse("tasks")
    if isinstance(subject, Company):
        return _COMPANY_SAYS[kind]() % {"name": subject.name}, reverse("company", args=[subject.pk])
    return _IDEA_SAYS[kind]() % {"title": subject.title}, reverse("idea", args=[subject.pk])


def _about_conversation(kind: Kind, subject: Conversation) -> tuple[str, str]:
    who = subject.requester.name if subject.requester else str(subject)
    return _CONVERSATION_SAYS[kind]() % {"name": who}, conversation_path(subject.pk)


def _given(subject_type: str, count: int) -> tuple[str, str]:
    """Return what is said of several companies or ideas that were given to somebody on one day."""
    if subject_type == "company":
        text = ngettext("You look after %(n)d more company now.", "You look after %(n)d more companies now.", count)
        return text % {"n": count}, reverse("companies")
    text = ngettext("%(n)d more idea is yours now.", "%(n)d more ideas are yours now.", count)
    return text % {"n": count}, f"{reverse('ideas')}?owner=me"


def _about_task(task: Any) -> tuple[str, str]:
    if task.kind == TELL and task.to_tell:
        text = _("Tell %(name)s in person: news they asked for waits for you.") % {"name": task.to_tell}
        return text, reverse("answer", args=[task.subject_id])
    # Whoever comes to a review meeting opens its pages; the list of tasks is not for every role.
    if task.subject_type == "reviewitem" and task.subject_id:
        return _task_words(task), reverse("review_asked", args=[task.subject_id])
    return _task_words(task), reverse("reviews" if task.subject_type in _OF_REVIEWS else "tasks")


def _task_words(task: Task) -> str:
    """Name a task with its day, which is why it is told of once more; one that is over has none."""
    is_over = task.done_at or task.dropped_at
    if task.due_on is None or is_over:
        return _("A task is yours: %(title)s") % {"title": task.title}
    said = {"title": task.title, "day": date_format(task.due_on, "DATE_FORMAT")}
    if task.due_on < clock.today():
        return _("A task of yours was to be done by %(day)s: %(title)s") % said
    return _("A task is yours until %(day)s: %(title)s") % said


_COMPANY_SAYS = {
    Kind.OWNER: lambda: _("You look after %(name)s now."),
    Kind.MERGE: lambda: _("Companies you look after were joined or parted: %(name)s"),
}
_CONVERSATION_SAYS = {
    Kind.CONVERSATION: lambda: _("%(name)s is yours to answer."),
    Kind.FOLLOWED: lambda: _("There is something new in the conversation with %(name)s."),
    Kind.LATE: lambda: _("%(name)s waits longer than you promised."),
    Kind.RATING: lambda: _("%(name)s said how the conversation went."),
}
_IDEA_SAYS = {
    Kind.OWNER: lambda: _("The idea “%(title)s” is yours now."),
    Kind.COMMENT: lambda: _("A customer’s comment on “%(title)s” waits to be read."),
    Kind.VOICE: lambda: _("A decisive voice asks for “%(title)s”."),
    Kind.MERGE: lambda: _("Ideas of yours were merged or parted: “%(title)s”."),
}
