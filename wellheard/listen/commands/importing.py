"""Bring in many pieces of feedback at once. Nobody is ever told of an import."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.erasing import ERASED
from wellheard.customers.models import Company, Contact, Membership
from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands.feedback import (
    PLACED,
    FeedbackError,
    FeedbackFields,
    feedback_values,
    kept_words,
    origin_of,
)
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Category

IMPORTED = names.declare("feedback.imported", "An import added feedback, or filled in what was not known of it.")
Outcome = Literal["new", "updated", "unchanged"]
_FILLED_IN = ("contact", "company", "area", "category")


@dataclass(frozen=True)
class FeedbackDraft:
    """Feedback as a file describes it; origin and origin key say which row of which system it is."""

    words: str
    source: str
    fields: FeedbackFields
    area: Area | None = None
    category: Category | None = None
    # One of our reasons why there is nothing to do about it.
    aside: str = ""


@transaction.atomic
def import_feedback(*, drafts: Sequence[FeedbackDraft]) -> list[Outcome | FeedbackError]:
    """Keep many pieces of feedback, each once by its origin; return what came of each, in order."""
    batch = _Batch(drafts)
    outcomes = [batch.put(draft) for draft in drafts]
    batch.write()
    return outcomes


class _Batch:
    """Feedback taken in and written in a few statements."""

    def __init__(self, drafts: Sequence[FeedbackDraft]) -> None:
        self._known = _known(drafts)
        self._primary = _primary_companies(draft.fields.get("contact") for draft in drafts)
        self._new: list[Feedback] = []
        self._changed: dict[int, Feedback] = {}
        self._filled: dict[int, set[str]] = defaultdict(set)
        self._placed: dict[int, tuple[Feedback, dict[str, int | None]]] = {}

    def put(self, draft: FeedbackDraft) -> Outcome | FeedbackError:
        """Take one piece in."""
        try:
            key = origin_of(draft.source, draft.fields)
            known = self._known.get(key) if key[2] else None
            return self._fill_in(known, draft) if known else self._add(key, draft)
        except FeedbackError as problem:
            return problem

    def write(self) -> None:
        """Write everything and record it."""
        Feedback.objects.bulk_create(self._new)
        Feedback.objects.bulk_update(self._changed.values(), _FILLED_IN)
        journal.added(self._new)
        for key, feedback in self._changed.items():
            journal.changed(feedback, dict.fromkeys(self._filled[key]))
        ledger.record_many(IMPORTED, self._new, change="new")
        ledger.record_many(IMPORTED, self._changed.values(), change="updated")
        for feedback, old in self._placed.values():
            ledger.record(PLACED, feedback, **old)

    def _company(self, draft: FeedbackDraft) -> Company | None:
        contact = draft.fields.get("contact")
        return draft.fields.get("company") or (self._primary.get(contact.pk) if contact else None)

    def _add(self, key: tuple[str, str, str], draft: FeedbackDraft) -> Outcome:
        values = feedback_values(words=draft.words, source=draft.source, **draft.fields)
        values |= {"company": self._company(draft), "area": draft.area, "category": draft.category}
        if draft.area and draft.category:
            values["filed_at"] = clock.now()
        if draft.aside:
            values |= {"set_aside_at": clock.now(), "set_aside_reason": draft.aside}
        feedback = Feedback(**values)
        self._new.append(feedback)
        self._known[key] = feedback
        return "new"

    def _fill_in(self, feedback: Feedback, draft: FeedbackDraft) -> Outcome:
        if feedback.words == ERASED:
            return "unchanged"
        if feedback.words != kept_words(draft.words):
            raise FeedbackError(
                _("The id “%(id)s” came in before with other words. Rows of another system need a name: --source NAME.")
                % {"id": feedback.origin_key[:40]}
            )
        old = {"old_contact": feedback.contact_id, "old_company": feedback.company_id}
        told = {
            "contact": draft.fields.get("contact"),
            "company": self._company(draft),
            "area": draft.area,
            "category": draft.category,
        }
        missing = {name: value for name, value in told.items() if value and getattr(feedback, f"{name}_id") is None}
        for name, value in missing.items():
            setattr(feedback, name, value)
        if missing and feedback.pk:
            self._changed[feedback.pk] = feedback
            self._filled[feedback.pk] |= missing.keys()
        if feedback.pk and missing.keys() & {"contact", "company"}:
            self._placed[feedback.pk] = (feedback, old)
        return "updated" if missing else "unchanged"


def _known(drafts: Sequence[FeedbackDraft]) -> dict[tuple[str, str, str], Feedback]:
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for draft in drafts:
        if key := draft.fields.get("origin_key", ""):
            keys[draft.source, draft.fields.get("origin", "")].add(key)
    found: dict[tuple[str, str, str], Feedback] = {}
    for (source, origin), origin_keys in keys.items():
        rows = Feedback.objects.filter(source=source, origin=origin, origin_key__in=origin_keys).exclude(origin_key="")
        found |= {(source, origin, row.origin_key): row for row in rows}
    return found


def _primary_companies(contacts: Iterable[Contact | None]) -> dict[int, Company]:
    keys = {contact.pk for contact in contacts if contact}
    places = Membership.objects.filter(is_primary=True, contact_id__in=keys).select_related("company")
    return {place.contact_id: place.company for place in places}
