"""Keep what customers say, in their words, before anything else is done with it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.foundation.text.language import detect_language
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

RECORDED = names.declare(
    "feedback.recorded", "A customer told us something; `acknowledge` says how they learn we have it."
)
PLACED = names.declare("feedback.placed", "We found out which contact or company said something.")

REWORDED = names.declare("feedback.reworded", "A customer mended what they had told us a moment before.")

MOST_CHARACTERS = 20_000
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2200


class FeedbackError(ValueError):
    """What was said cannot be kept as it is; the text says what to do next."""


class UnknownFeedbackError(FeedbackError):
    """There is no such feedback."""


class FeedbackFields(TypedDict, total=False):
    """What is known about something a customer said, apart from the words and where they came from."""

    contact: Contact | None
    company: Company | None
    heard_at: datetime | None
    voice: str
    quotable: str
    origin: str
    origin_key: str
    url: str
    version: str
    language: str
    attributes: dict[str, Any]
    logged_by: Staff | None


@dataclass(frozen=True)
class Heard:
    """Feedback, and whether it is new or was there already under the same origin."""

    feedback: Feedback
    is_new: bool


@transaction.atomic
def record_feedback(
    *, words: str, source: str, acknowledge: Literal["mail", "none"] = "mail", **fields: Unpack[FeedbackFields]
) -> Feedback:
    """Keep what a customer said. The same source, origin and origin key again returns what is there, without a second fact.

    Raises FeedbackError for empty words and for more than 20,000 characters.
    """
    return hear(words=words, source=source, acknowledge=acknowledge, **fields).feedback


@transaction.atomic
def hear(
    *, words: str, source: str, acknowledge: Literal["mail", "none"] = "mail", **fields: Unpack[FeedbackFields]
) -> Heard:
    """As record_feedback, telling also whether it is new."""
    fields["company"] = fields.get("company") or primary_company(fields.get("contact"))
    values = feedback_values(words=words, source=source, **fields)
    key = {name: values.pop(name) for name in ("source", "origin", "origin_key")}
    if key["origin_key"]:
        feedback, is_new = Feedback.objects.get_or_create(**key, defaults=values)
    else:
        feedback, is_new = Feedback.objects.create(**key, **values), True
    if is_new:
        ledger.record(RECORDED, feedback, source=feedback.source, acknowledge=acknowledge)
    return Heard(feedback, is_new)


@transaction.atomic
def place_feedback(*, feedback_id: int, contact: Contact | None = None, company: Company | None = None) -> Feedback:
    """Say who said it, now that we know; a contact's primary company comes with them. Raises UnknownFeedbackError."""
    feedback = Feedback.objects.select_for_update(of=("self",), no_key=True).filter(pk=feedback_id).first()
    if feedback is None:
        raise UnknownFeedbackError(_("This feedback does not exist any more; look for it in the list of feedback."))
    old = {"old_contact": feedback.contact_id, "old_company": feedback.company_id}
    feedback.contact = contact or feedback.contact
    feedback.company = company or primary_company(contact) or feedback.company
    if (feedback.contact_id, feedback.company_id) != (old["old_contact"], old["old_company"]):
        feedback.save(update_fields=["contact", "company"])
        ledger.record(PLACED, feedback, **old)
    return feedback


@transaction.atomic
def reword_feedback(*, feedback_id: int, words: str) -> Feedback:
    """Keep what a customer now says instead. What was published is private again until somebody has read the new words.

    Raises UnknownFeedbackError, and FeedbackError for empty words and for more than 20,000 characters.
    """
    feedback = Feedback.objects.select_for_update(of=("self",), no_key=True).filter(pk=feedback_id).first()
    if feedback is None:
        raise UnknownFeedbackError(_("This feedback does not exist any more; look for it in the list of feedback."))
    kept = kept_words(words)
    if feedback.words != kept:
        feedback.words, feedback.published_at, feedback.hidden_at = kept, None, None
        feedback.language = _language(kept, feedback.contact)
        feedback.save(update_fields=["words", "language", "published_at", "hidden_at"])
        ledger.record(REWORDED, feedback)
    return feedback


def feedback_values(*, words: str, source: str, **fields: Unpack[FeedbackFields]) -> dict[str, Any]:
    """Return the row as it is stored: words cleaned, language told. Raises FeedbackError."""
    contact = fields.get("contact")
    kept = kept_words(words)
    source, origin, origin_key = origin_of(source, fields)
    return {
        "words": kept,
        "source": source,
        "voice": _choice(Feedback.Voice, fields.get("voice") or Feedback.Voice.OWN),
        "quotable": _choice(Feedback.Quotable, fields.get("quotable") or Feedback.Quotable.NO),
        "language": clean_line(fields.get("language", ""))[:10].lower() or _language(kept, contact),
        "heard_at": _heard_at(fields.get("heard_at")),
        "recorded_at": clock.now(),
        "contact": contact,
        "company": fields.get("company"),
        "origin": origin,
        "origin_key": origin_key,
        # An overlong address is no reason to lose what was said.
        "url": clean_line(fields.get("url", ""))[:2000],
        "version": clean_line(fields.get("version", ""))[:60],
        "attributes": fields.get("attributes", {}),
        "logged_by": fields.get("logged_by"),
    }


def primary_company(contact: Contact | None) -> Company | None:
    """Return the company a contact speaks for when nothing else is said."""
    if contact is None:
        return None
    return Company.objects.filter(memberships__contact=contact, memberships__is_primary=True).first()


def origin_of(source: str, fields: FeedbackFields) -> tuple[str, str, str]:
    """Return what makes feedback the same feedback: source, outside system, and its own id there. Raises FeedbackError."""
    origin = clean_line(fields.get("origin", ""))[:60]
    return _choice(Feedback.Source, source), origin, _origin_key(fields.get("origin_key", ""))


def kept_words(words: str) -> str:
    """Return words as they are kept. Raises FeedbackError for none and for too many."""
    kept = clean_words(words)
    if not kept:
        raise FeedbackError(_("There are no words in this; write what the customer said."))
    if len(kept) > MOST_CHARACTERS:
        raise FeedbackError(
            _("This is %(count)d characters long, the most is %(most)d; shorten it or record it in parts.")
            % {"count": len(kept), "most": MOST_CHARACTERS}
        )
    return kept


def _choice(choices: type[Feedback.Source | Feedback.Voice | Feedback.Quotable], value: str) -> str:
    if value not in choices.values:
        raise FeedbackError(
            _("“%(value)s” is not known here; use one of %(known)s.")
            % {"value": clean_line(value)[:40], "known": ", ".join(choices.values)}
        )
    return value


def _language(words: str, contact: Contact | None) -> str:
    return detect_language(words, otherwise=(contact.language if contact else "") or installation().language)


def _heard_at(moment: datetime | None) -> datetime:
    now = clock.now()
    if moment is None:
        return now
    if not _EARLIEST_YEAR <= moment.year < _LATEST_YEAR:
        raise FeedbackError(
            _("Nobody can have said this in the year %(year)d; correct the date.") % {"year": moment.year}
        )
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment, clock.zone())
    # A clock that runs fast must not put feedback on top of the list for ever.
    return min(aware, now)


def _origin_key(key: str) -> str:
    key = clean_line(key)
    return key if len(key) <= 200 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"  # noqa: PLR2004 - its column
