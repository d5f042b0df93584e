"""What this stage holds of a person, and how it is erased: that they were told stays, the words go; nothing more is sent."""

from django.utils.translation import gettext_lazy as _

from wellheard.answer.commands.owing import drop
from wellheard.answer.models import Answer, AnswerQuerySet, IdeaOptOut
from wellheard.customers.erasing import ERASED, Part, Person, pointing_at, register
from wellheard.workspace.models import Task


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "answers",
            _("What we answered"),
            _answers,
            {
                "occasion": _("Occasion"),
                "state": _("State"),
                "subject_line": _("Subject"),
                "words": _("Words"),
                "told_at": _("Told"),
                "told_how": _("How"),
                "solved": _("Whether it helped"),
                "solved_comment": _("What they said about it"),
            },
            _erase,
        ),
        covers=[(Answer, "contact")],
    )
    register(
        Part(
            "opt_outs",
            _("What they do not want to hear about"),
            pointing_at(IdeaOptOut),
            {"idea__title": _("Idea"), "since": _("Since")},
            _forget,
        ),
        covers=[(IdeaOptOut, "contact")],
    )


def _answers(person: Person) -> AnswerQuerySet:
    return Answer.objects.filter(contact_id__in=person.ids).order_by("owed_at", "pk")


def _erase(person: Person) -> None:
    """Drop what is still owed, and erase what was said. A mail on its way was withdrawn with its address."""
    for answer in _answers(person).outstanding().select_for_update(no_key=True):
        drop(answer=answer, by=None)
    answers = _answers(person)
    ids = list(answers.values_list("pk", flat=True))
    Task.objects.filter(subject_type="answer", subject_id__in=ids).update(title="")
    answers.update(subject_line=ERASED, words=ERASED, told_how="", solved_comment="")


def _forget(person: Person) -> None:
    IdeaOptOut.objects.filter(contact_id__in=person.ids).delete()
