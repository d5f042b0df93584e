"""What this stage holds of a person, and how it is erased: what they said, and the rows of imports that named them."""

import json

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import ERASED, Part, Person, register
from wellheard.customers.models import Contact
from wellheard.listen.commands.pictures import delete_pictures
from wellheard.listen.models import Feedback, FeedbackPicture, Import, ImportedRow, RefusedRow, Suspect


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "feedback",
            _("What they told us"),
            _said,
            {
                "words": _("Words"),
                "heard_at": _("Said"),
                "source": _("How it reached us"),
                "company__name": _("Company"),
                "language": _("Language"),
                "url": _("Where"),
                "version": _("Version"),
                "attributes": _("Attributes"),
            },
            _erase_feedback,
        ),
        covers=[(Feedback, "contact")],
    )
    register(
        Part(
            "suspects",
            _("What they posted and looked like spam"),
            _suspects,
            {"words": _("Words"), "held_at": _("Said")},
            _erase_suspects,
        ),
        covers=[(Suspect, "contact")],
    )
    _register_beside()


def _register_beside() -> None:
    """What stands beside their words: pictures, and rows of files that did not come in."""
    register(
        Part(
            "pictures",
            _("Pictures they sent along"),
            _pictures,
            {"file": _("File"), "shows": _("What it shows"), "kept_at": _("Sent"), "byte_count": _("Bytes")},
            _delete_pictures,
        )
    )
    register(
        Part(
            "refused",
            _("Rows of files that did not come in"),
            _refused,
            {"reason": _("Why"), "cells": _("Row")},
            _forget,
        )
    )


def _said(person: Person) -> "QuerySet[Feedback]":
    return Feedback.objects.filter(contact_id__in=person.ids).order_by("heard_at", "pk")


def _erase_feedback(person: Person) -> None:
    """Erase words; who filed them where, and the outside system's id, stay: it is not to come in again by the next import."""
    said = _said(person)
    ids = list(said.values_list("pk", flat=True))
    _journal(Feedback, ids).delete()
    _journal(Contact, person.ids).delete()
    said.update(
        words=ERASED,
        language="",
        url="",
        version="",
        attributes={},
        assigned_note="",
        set_aside_note="",
        quotable=Feedback.Quotable.NO,
        published_at=None,
    )


def _suspects(person: Person) -> "QuerySet[Suspect]":
    return Suspect.objects.filter(contact_id__in=person.ids).order_by("held_at", "pk")


def _erase_suspects(person: Person) -> None:
    """Erase words that were kept apart; that there was a post stays, and nobody may let it in for others to read."""
    _suspects(person).update(words=ERASED, quotable=Feedback.Quotable.NO)


def _pictures(person: Person) -> "QuerySet[FeedbackPicture]":
    theirs = Q(feedback__contact_id__in=person.ids) | Q(suspect__contact_id__in=person.ids)
    return FeedbackPicture.objects.filter(theirs).order_by("pk")


def _delete_pictures(person: Person) -> None:
    delete_pictures(_pictures(person))


def _journal(model: type[Feedback | Contact], ids: "list[int] | tuple[int, ...]") -> "QuerySet[ImportedRow]":
    return ImportedRow.objects.filter(kind=model._meta.label_lower, object_id__in=ids)  # noqa: SLF001 - documented


def _refused(person: Person) -> "QuerySet[RefusedRow]":
    rows = RefusedRow.objects.annotate(said=Cast("cells", TextField()))
    return rows.filter(_named("said", person) | _named("reason", person)).order_by("pk")


def _named(column: str, person: Person) -> Q:
    """Return what tells that a text names a person: by an address anywhere, by a name or an id as a cell of its own."""
    found = Q(pk__in=[])
    for email in person.emails:
        found |= Q(**{f"{column}__icontains": email})
    others = [value for _kind, value in person.known_as if value not in person.emails]
    for word in [*others, *person.names]:
        found |= Q(**{f"{column}__icontains": json.dumps(word, ensure_ascii=False)})
    return found


def _forget(person: Person) -> None:
    """Erase the rows that hold them; that a row was refused stays counted."""
    ids = list(_refused(person).values_list("pk", flat=True))
    RefusedRow.objects.filter(pk__in=ids).update(cells={}, reason=ERASED)
    for column in ("trial", "notes"):
        shown = Import.objects.annotate(said=Cast(column, TextField())).filter(_named("said", person))
        ids = list(shown.values_list("pk", flat=True))
        Import.objects.filter(pk__in=ids).update(**{column: {} if column == "trial" else []})
