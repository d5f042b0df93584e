"""The mail that asks: the first question with its answers to click, in the person's language. A click changes nothing yet."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from wellheard.foundation.mail.commands import Letter
from wellheard.foundation.mail.html import html_of
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.desk.frames import frame_of
from wellheard.listen.surveys.models import Invitation, Question, QuestionKind
from wellheard.listen.surveys.queries import as_shown, question_as_shown
from wellheard.workspace.installation import installation, portal_address

_MARK = "\u2063answers\u2063"
_BUTTON = (
    "display:inline-block;min-width:1.6em;margin:0 4px 6px 0;padding:8px 10px;border:1px solid #8a8a93;border-radius:6px;"
    "text-align:center;text-decoration:none"
)


def letter_of(invitation: Invitation, address: str, *, after: OutgoingMail | None = None) -> Letter:
    """Return the mail that asks one person; with `after`, the one that reminds them of it."""
    survey, contact = invitation.survey, invitation.contact
    language = contact.language or installation().language
    shown = as_shown(survey, language)
    first = survey.questions.asked()[0]
    frame = frame_of(shown["language"]) or frame_of(installation().language) or "en"
    with translation.override(frame):
        asked = question_as_shown(first, language, survey.fallback)
        subject = survey.texts_in(language).get("subject") or asked["question"]
        parts = _parts(invitation, shown["intro"], asked["question"], is_again=after is not None)
        links = links_of(first, asked, invitation.token)
        footer = _("Would you rather not be asked? %(link)s") % {"link": stop_link(invitation)}
        return Letter(
            key=f"survey:{invitation.pk}" + (":reminder" if after else ""),
            to_address=address,
            to_name=contact.name,
            subject=subject,
            body="\n\n".join(_with(parts, "\n".join(f"{label}: {link}" for label, link in links))),
            html=_html("\n\n".join(_with(parts, _MARK)), links, footer=footer, language=shown["language"]),
            footer=footer,
            language=shown["language"] or settings.LANGUAGE_CODE,
            in_reply_to=after.message_id if after else "",
            references=after.message_id if after else "",
            headers={
                "List-Unsubscribe": f"<{stop_link(invitation)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            by_machine=True,
        )


def _parts(invitation: Invitation, intro: str, question: str, *, is_again: bool) -> list[str]:
    first_name = invitation.contact.first_name if "@" not in invitation.contact.name else ""
    hello = _("Hello %(name)s,") % {"name": first_name} if first_name else _("Hello,")
    again = _("We asked you some days ago; one click is enough. We do not ask again.") if is_again else ""
    return [part for part in (hello, again, intro, question, _MARK, installation().vendor_name) if part]


def _with(parts: list[str], answers: str) -> list[str]:
    return [answers if part == _MARK else part for part in parts]


def links_of(question: Question, asked: dict[str, object], token: str) -> list[tuple[str, str]]:
    """Return what may be answered to the first question and the link of each; a question in words has one link."""
    scale, options = asked.get("scale"), asked.get("options")
    if isinstance(scale, list):
        ends = {scale[0]: asked["low"], scale[1]: asked["high"]}
        numbers = range(scale[0], scale[1] + 1)
        return [(f"{n} ({ends[n]})" if ends.get(n) else str(n), link_to(token, a=str(n))) for n in numbers]
    if isinstance(options, list) and question.kind == QuestionKind.CHOICE:
        return [(str(one["label"]), link_to(token, a=one["key"])) for one in options]
    return [(_("Answer"), link_to(token))]


def link_to(token: str, **answer: str) -> str:
    """Return the address of the page where an invited person answers; an answer in it is only chosen, not given."""
    address = portal_address(reverse("survey_page", args=[token]))
    return f"{address}?{urlencode(answer)}" if answer else address


def stop_link(invitation: Invitation) -> str:
    """Return the address where somebody says that they do not want to be asked."""
    return portal_address(reverse("survey_stop", args=[invitation.token]))


def _html(body: str, links: list[tuple[str, str]], *, footer: str, language: str) -> str:
    buttons = "".join(f'<a href="{escape(link)}" style="{_BUTTON}">{escape(label)}</a> ' for label, link in links)
    return html_of(body, footer=footer, language=language).replace(_MARK, buttons)
