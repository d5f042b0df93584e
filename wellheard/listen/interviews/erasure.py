"""What talks hold of a person, and how it is erased: our notes of a talk they took part in go, that it was held stays.

Where others took part too, the notes are theirs as well: each is handed out, and erased, what is their own.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import ERASED, Part, Person, pointing_at, register, stays
from wellheard.listen.interviews.apart import Theirs, of_others, of_person
from wellheard.listen.interviews.models import Guest, Interview

# Stands where others' names, addresses and words stood.
LEFT_OUT = "[…]"
_WORDS = ("title", "place", "notes")


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "talks",
            _("Talks they took part in"),
            _talks,
            {
                "kind": _("Kind"),
                "company__name": _("Company"),
                "title": _("About"),
                "planned_at": _("When"),
                "minutes": _("Minutes"),
                "place": _("Where"),
                "state": _("State"),
                "notes": _("Notes"),
            },
            # Erased before their feedback is: it says which passages of the notes are their words.
            stays,
            leave_out=_leave_others_out,
            before=_erase_words,
        ),
        covers=[(Guest, "contact")],
    )
    register(
        Part(
            "talk_answers",
            _("What they answered to invitations"),
            lambda person: pointing_at(Guest)(person).exclude(answer=""),
            {
                "interview__title": _("About"),
                "answer": _("Answer"),
                "answer_words": _("Words"),
                "answered_at": _("Said"),
            },
            _erase_answers,
        )
    )


def _erase_answers(person: Person) -> None:
    Guest.objects.filter(contact__in=person.ids).update(answer_words="")


def _talks(person: Person) -> QuerySet[Interview]:
    theirs = Guest.objects.filter(contact__in=person.ids)
    return Interview.objects.filter(pk__in=theirs.values("interview")).order_by("pk")


def _leave_others_out(person: Person, rows: Sequence[dict[str, Any]]) -> None:
    """Take the others' names, addresses and words out of what somebody is told of the talks they took part in."""
    others = of_others([row["pk"] for row in rows], person.ids)
    for row in rows:
        theirs = others.get(row["pk"], Theirs())
        for column in _WORDS:
            row[column] = theirs.left_out(row[column], LEFT_OUT, but=person.names)


def _erase_words(person: Person) -> None:
    """Notes of a talk with them alone go whole; of one with others, their words go, and what says who they were."""
    talks = list(_talks(person).select_for_update(of=("self",), no_key=True))
    others = of_others([talk.pk for talk in talks], person.ids)
    for talk in talks:
        mine = of_person(talk.pk, person)
        if talk.pk in others:
            for column in _WORDS:
                setattr(talk, column, mine.left_out(getattr(talk, column), ERASED))
        else:
            talk.title = talk.place = ""
            talk.notes = ERASED if talk.notes else ""
        talk.version += 1
        talk.save(update_fields=[*_WORDS, "version"])
