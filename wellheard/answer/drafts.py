"""Write the first draft of an answer, from the person's own words and in their language."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.models import Answer
from wellheard.foundation.text.clean import shorten
from wellheard.workspace.installation import installation, portal_address
from wellheard.workspace.models import Vendor

QUOTE_LIMIT = 600
SOLVED_SALT = "wellheard.answer.solved"


@dataclass(frozen=True)
class Draft:
    """A subject line and the words below it."""

    subject_line: str
    words: str


def draft(answer: Answer, *, hours: int = 0) -> Draft:
    """Draft an answer in its contact's language. `hours` is the expected time in an acknowledgement."""
    with translation.override(_language(answer)):
        subject_line, news = _NEWS[Answer.Occasion(answer.occasion)](answer, hours)
        parts = [_greeting(answer), _what_you_said(answer), news, _signature()]
        return Draft(subject_line, "\n\n".join(part for part in parts if part))


def solved_link(answer: Answer) -> str:
    """Return the signed address of the page that asks whether it solved their problem."""
    token = signing.dumps(answer.pk, salt=SOLVED_SALT)
    return portal_address(reverse("solved", args=[token]))


def _language(answer: Answer) -> str:
    said = answer.quote or answer.feedback
    wanted = answer.contact.language or (said.language if said else "")
    known = dict(settings.LANGUAGES)
    return wanted if wanted in known else installation().language


def _greeting(answer: Answer) -> str:
    name = answer.contact.first_name
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _what_you_said(answer: Answer) -> str:
    said = answer.quote or answer.feedback
    if said is None and answer.idea and not answer.idea.votes.filter(contact=answer.contact).exists():
        return _("you follow “%(idea)s”.") % {"idea": answer.idea.title}
    if said is None:
        return _("you voted for “%(idea)s”.") % {"idea": answer.idea.title if answer.idea else ""}
    quote = "\n".join(f"> {line}" for line in shorten(said.words, limit=QUOTE_LIMIT).split("\n"))
    return _("you told us:") + "\n\n" + quote


def _signature() -> str:
    vendor = Vendor.objects.first()
    return vendor.name if vendor else _("The team")


def _acknowledged(answer: Answer, hours: int) -> tuple[str, str]:
    said = answer.feedback
    subject = shorten(said.words, limit=60) if said else ""
    if hours % 24 == 0 and hours > 24:  # noqa: PLR2004 - hours of a day
        days = hours // 24
        expected = ngettext("A person reads it within %(n)d day.", "A person reads it within %(n)d days.", days)
        expected = expected % {"n": days}
    else:
        expected = ngettext("A person reads it within %(n)d hour.", "A person reads it within %(n)d hours.", hours)
        expected = expected % {"n": hours}
    news = _("You will hear from us again when we have decided about it, whether it is a yes or a no.")
    return _("We have heard you: %(words)s") % {"words": subject}, f"{expected} {news}"


def _decided(answer: Answer, hours: int) -> tuple[str, str]:  # noqa: ARG001 - one shape for all news
    return (
        _("Planned: %(idea)s") % {"idea": _title(answer)},
        _("We decided to do it: “%(idea)s” is planned.") % {"idea": _title(answer)}
        + _reason(answer)
        + "\n\n"
        + _("You will hear from us when it is there."),
    )


def _shipped(answer: Answer, hours: int) -> tuple[str, str]:  # noqa: ARG001
    notes = shorten(answer.release.notes, limit=800) if answer.release else ""
    return (
        _("It is live: %(idea)s") % {"idea": _title(answer)},
        _("It is live since today: “%(idea)s”.") % {"idea": _title(answer)}
        + (f"\n\n{notes}" if notes else "")
        + "\n\n"
        + _("Thank you for asking for it. Did it solve your problem?")
        + f"\n{solved_link(answer)}",
    )


def _not_now(answer: Answer, hours: int) -> tuple[str, str]:  # noqa: ARG001
    workaround = answer.idea.workaround if answer.idea else ""
    meanwhile = (
        "\n\n" + _("Until then this may help: %(workaround)s") % {"workaround": workaround} if workaround else ""
    )
    return (
        _("Not now: %(idea)s") % {"idea": _title(answer)},
        _("We looked at it and decided not to do it now.") + _reason(answer) + _revisit(answer) + meanwhile,
    )


def _already_possible(answer: Answer, hours: int) -> tuple[str, str]:  # noqa: ARG001
    return (
        _("Already there: %(idea)s") % {"idea": _title(answer)},
        _("Good news: you can do this already.")
        + _reason(answer)
        + "\n\n"
        + _("Did this solve your problem?")
        + f"\n{solved_link(answer)}",
    )


def _reopened(answer: Answer, hours: int) -> tuple[str, str]:  # noqa: ARG001
    return (
        _("We look at it again: %(idea)s") % {"idea": _title(answer)},
        _("You told us it is not solved. We are looking at it again and will write when there is news."),
    )


def _title(answer: Answer) -> str:
    return answer.idea.title if answer.idea else ""


def _reason(answer: Answer) -> str:
    return f"\n\n{answer.decision.public_reason}" if answer.decision else ""


def _revisit(answer: Answer) -> str:
    if answer.decision is None or answer.decision.revisit_on is None:
        return ""
    day = _("We look at it again on %(day)s.") % {"day": date_format(answer.decision.revisit_on, "DATE_FORMAT")}
    return f"\n\n{day}"


_NEWS = {
    Answer.Occasion.ACKNOWLEDGED: _acknowledged,
    Answer.Occasion.DECIDED: _decided,
    Answer.Occasion.SHIPPED: _shipped,
    Answer.Occasion.NOT_NOW: _not_now,
    Answer.Occasion.ALREADY_POSSIBLE: _already_possible,
    Answer.Occasion.REOPENED: _reopened,
}
