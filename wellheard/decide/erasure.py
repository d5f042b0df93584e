"""What this stage holds of a person, and how it is erased: wishes and evidence stay and count, words and comments go."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register, stays
from wellheard.decide.commands.comments import recount_comments
from wellheard.decide.models import Comment, Evidence, EvidenceTurn, Follower, Vote
from wellheard.foundation import clock


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    _register_wishes()
    _register_what_they_follow()


def _register_wishes() -> None:
    register(
        Part(
            "votes",
            _("What they wished for"),
            pointing_at(Vote),
            {"idea__title": _("Idea"), "voted_at": _("When")},
            # A wish is an idea and a date; that it was made stays.
            stays,
        ),
        covers=[(Vote, "contact")],
    )
    register(
        Part(
            "evidence",
            _("What they need, as we understood it"),
            pointing_at(Evidence),
            {
                "idea__title": _("Idea"),
                "importance": _("Importance"),
                "needed_by": _("Needed by"),
                "withdrawn_reason": _("Why not any more"),
            },
            lambda person: _forget_reasons(Evidence.objects.filter(contact_id__in=person.ids)),
        ),
        covers=[(Evidence, "contact")],
    )


def _register_what_they_follow() -> None:
    register(
        Part(
            "comments",
            _("What they commented on"),
            _comments,
            {"idea__title": _("Idea"), "feedback__words": _("Words"), "said_at": _("Said")},
            _withdraw,
        )
    )
    register(
        Part(
            "followed",
            _("What they follow"),
            pointing_at(Follower),
            {"idea__title": _("Idea"), "since": _("Since"), "stopped_at": _("Stopped")},
            _stop,
        ),
        covers=[(Follower, "contact")],
    )


def _comments(person: Person) -> "QuerySet[Comment]":
    return Comment.objects.filter(feedback__contact_id__in=person.ids).order_by("pk")


def _forget_reasons(rows: "QuerySet[Evidence]") -> None:
    rows.update(withdrawn_reason="")
    EvidenceTurn.objects.filter(evidence__in=rows).update(reason="")


def _withdraw(person: Person) -> None:
    """Take their comments off the pages; as evidence they go on counting."""
    standing = _comments(person).filter(withdrawn_at=None)
    ideas = sorted(set(standing.values_list("idea_id", flat=True)))
    standing.update(withdrawn_at=clock.now())
    recount_comments(idea_ids=ideas)


def _stop(person: Person) -> None:
    Follower.objects.filter(contact_id__in=person.ids, stopped_at=None).update(stopped_at=clock.now())
