"""Let a passage of the notes be what a customer told us."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.commands import record_feedback
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Interview, InterviewQuote
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

MARKED = names.declare("interview.quoted", "A passage of the notes of a talk was marked as a customer's words.")


@transaction.atomic
def mark_quote(
    *, interview_id: int, words: str, contact: Contact | None, quotable: str, by: Staff | None
) -> InterviewQuote:
    """Keep a passage of the notes as feedback in their own words, said in the talk; the same passage again is the same one.

    Raises TalkError for words that do not stand in the notes, and FeedbackError for none or too many.
    """
    interview = locked_interview(interview_id)
    passage = clean_words(words)
    if _plain(passage) not in _plain(interview.notes):
        raise TalkError(_("This does not stand so in the notes. Save the notes first, then mark it."), field="words")
    if contact and not interview.guests.filter(contact=contact).exists():
        raise TalkError(_("Choose somebody who took part."), field="contact")
    feedback = record_feedback(
        words=passage,
        source=Feedback.Source.INTERVIEW,
        acknowledge="none",
        voice=Feedback.Voice.OWN,
        quotable=quotable,
        contact=contact,
        company=interview.company,
        heard_at=interview.planned_at,
        origin="interview",
        origin_key=_key(interview, passage, contact),
        logged_by=by,
    )
    quote, is_new = InterviewQuote.objects.get_or_create(
        feedback=feedback, defaults={"interview": interview, "marked_by": by, "marked_at": clock.now()}
    )
    if is_new:
        ledger.record(MARKED, interview, feedback=feedback.pk)
    return quote


def _plain(text: str) -> str:
    """Return a text with spaces and ends of lines alike: browsers change them when text is selected."""
    return " ".join(text.split())


def _key(interview: Interview, passage: str, contact: Contact | None) -> str:
    """Return what makes a passage of a talk the same passage: its words, and who said them."""
    digest = hashlib.sha256(f"{contact.pk if contact else ''}\n{_plain(passage)}".encode()).hexdigest()
    return f"{interview.uid.partition('@')[0]}:{digest[:32]}"
