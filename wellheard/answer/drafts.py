"""Write the first draft of an answer, from the person's own words and in their language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.idea_texts import title_in, workaround_in
from wellheard.answer.languages import frame_of, language_for, written_in
from wellheard.answer.models import Answer, Wording
from wellheard.answer.wordings import Frame, default_wording
from wellheard.customers.models import Membership
from wellheard.foundation import clock
from wellheard.foundation.text.clean import shorten
from wellheard.foundation.text.markdown import plain
from wellheard.foundation.text.placeholders import fill
from wellheard.workspace.installation import installation, portal_address

QUOTE_LIMIT = 600
NOTES_LIMIT = 800
SOLVED_SALT = "wellheard.answer.solved"


class _OwedSigner(signing.TimestampSigner):
    """Sign as of when an answer was owed: a draft that is written again says the very same, its link too."""

    def __init__(self, at: datetime) -> None:
        super().__init__(salt=SOLVED_SALT)
        self.at = at

    def timestamp(self) -> str:
        return signing.b62_encode(int(self.at.timestamp()))


@dataclass(frozen=True)
class Draft:
    """A subject line and the words below it, the frame's language, and that of staff's own words where it is another."""

    subject_line: str
    words: str
    language: str = ""
    staff_language: str = ""


def draft(answer: Answer, *, hours: int = 0, frame: Frame | None = None) -> Draft:
    """Draft an answer in its contact's language. `hours` is the expected time in an acknowledgement.

    `frame` is a wording to try instead of the one that is kept.
    """
    language = language_for(answer.contact, answer.quote or answer.feedback)
    with translation.override(language):
        subject_line, words = frame or kept_wording(answer, language) or default_wording(answer.occasion)
        value_of = _values(answer, language, hours)
        return Draft(
            " ".join(fill(subject_line, value_of).split())[:300],
            fill(words, value_of),
            language,
            _staff_language(answer, language),
        )


def kept_wording(answer: Answer, language: str) -> Frame | None:
    """Return what staff wrote for this occasion: for its idea, else for its source, else for all."""
    said = answer.feedback or answer.quote
    source = said.source if said else ""
    close = (
        Wording.objects.filter(occasion=answer.occasion, language=language)
        .filter(Q(idea=None) | Q(idea=answer.idea_id), source__in=["", source])
        # Rows of an idea come first, then those of a source.
        .order_by("idea_id", "-source")
        .values_list("subject_line", "words")
    )
    return close.first()


def solved_link(answer: Answer) -> str:
    """Return the signed address of the page that asks whether it solved their problem."""
    # An answer that is only shown, before anybody is owed it, is of this moment.
    token = _OwedSigner(answer.owed_at if answer.pk else clock.now()).sign_object(answer.pk)
    return portal_address(reverse("solved", args=[token]))


def greeting(answer: Answer) -> str:
    """Greet a contact, in the language that is active."""
    name = answer.contact.first_name
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def signature() -> str:
    """Return who writes."""
    return installation().vendor_name or _("The team")


def expected(hours: int) -> str:
    """Say within which time a person reads what they wrote, in the language that is active."""
    if hours % 24 == 0 and hours > 24:  # noqa: PLR2004 - hours of a day
        days = hours // 24
        return ngettext("A person reads it within %(n)d day.", "A person reads it within %(n)d days.", days) % {
            "n": days
        }
    return ngettext("A person reads it within %(n)d hour.", "A person reads it within %(n)d hours.", hours) % {
        "n": hours
    }


def _values(answer: Answer, language: str, hours: int) -> Callable[[str], str]:
    """Return what fills each place of this answer; each is looked up only where it is used, and once."""
    makers: dict[str, Callable[[], str]] = {
        "greeting": lambda: greeting(answer),
        "what_you_said": lambda: _what_you_said(answer, language),
        "idea": lambda: title_in(answer.idea, language),
        "reason": lambda: _reason(answer, language)[0],
        "notes": lambda: _notes(answer, language)[0],
        "workaround": lambda: workaround_in(answer.idea, language),
        "revisit": lambda: _revisit(answer),
        "expected": lambda: expected(hours) if hours else "",
        "solved_link": lambda: solved_link(answer),
        "first_words": lambda: shorten(answer.feedback.words, limit=60) if answer.feedback else "",
        "company": lambda: _company(answer),
        "vendor": signature,
    }
    # What nobody can fill in stays as it was typed: who tries a wording sees the slip.
    return cache(lambda name: makers[name]() if name in makers else f"{{{name}}}")


def _what_you_said(answer: Answer, language: str) -> str:
    said = answer.quote or answer.feedback
    if said is None and answer.idea and not answer.idea.votes.filter(contact=answer.contact).exists():
        return _("you follow “%(idea)s”.") % {"idea": title_in(answer.idea, language)}
    if said is None:
        return _("You voted for “%(idea)s”.") % {"idea": title_in(answer.idea, language)}
    quote = "\n".join(f"> {line}" for line in shorten(said.words, limit=QUOTE_LIMIT).split("\n"))
    return _("You told us:") + "\n\n" + quote


def _reason(answer: Answer, language: str) -> tuple[str, str]:
    """Return what customers read of the decision and its language: the version in theirs where somebody wrote it."""
    if answer.decision is None:
        return "", ""
    for written in answer.decision.translations.all():
        if frame_of(written.language) == language:
            return written.public_reason, language
    return answer.decision.public_reason, written_in(answer.decision.public_reason)


def _notes(answer: Answer, language: str) -> tuple[str, str]:
    """Return the release's notes and their language: the version in theirs where somebody wrote it."""
    if answer.release is None:
        return "", ""
    for written in answer.release.translations.all():
        if frame_of(written.language) == language:
            return shorten(plain(written.notes), limit=NOTES_LIMIT), language
    return shorten(plain(answer.release.notes), limit=NOTES_LIMIT), written_in(answer.release.notes)


def _staff_language(answer: Answer, language: str) -> str:
    """Return the language of staff's own words where it is another than the frame's: staff see it in the draft."""
    written_in = {_reason(answer, language)[1], _notes(answer, language)[1]} - {"", language}
    return min(written_in, default="")


def _revisit(answer: Answer) -> str:
    if answer.decision is None or answer.decision.revisit_on is None:
        return ""
    return _("We look at it again on %(day)s.") % {"day": date_format(answer.decision.revisit_on, "DATE_FORMAT")}


def _company(answer: Answer) -> str:
    home = Membership.objects.filter(contact_id=answer.contact_id, is_primary=True)
    return home.values_list("company__name", flat=True).first() or ""
