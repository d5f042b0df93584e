"""What talks hold of a person, and how it is erased: our notes of a talk they took part in go, that it was held stays."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import ERASED, Part, Person, pointing_at, register
from wellheard.listen.interviews.models import Guest, Interview


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
            _erase_words,
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


def _erase_words(person: Person) -> None:
    """Notes may name and quote whoever took part, so they go whole; quotes go as the feedback they are."""
    _talks(person).exclude(notes="").update(notes=ERASED)
    _talks(person).update(title="", place="")
