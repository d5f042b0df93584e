"""Make the one mail of what a person is told: a single answer as it is, several as parts of a digest."""

from collections.abc import Sequence

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.drafts import greeting, signature
from wellheard.answer.models import Answer
from wellheard.answer.queries import earlier_message_ids
from wellheard.foundation.mail.commands import Letter
from wellheard.foundation.mail.html import RULE
from wellheard.workspace.installation import installation, portal_address

UNSUBSCRIBE_SALT = "wellheard.answer.unsubscribe"
OPENED_SALT = "wellheard.answer.opened"


def letter_of(answers: Sequence[Answer], address: str) -> Letter:
    """Return the mail that tells one contact all of these answers."""
    first = answers[0]
    with translation.override(first.language or installation().language):
        subject, body = content_of(answers)
        footer = footer_of(answers)
    earlier = list(dict.fromkeys(each for answer in answers for each in earlier_message_ids(answer)))
    stop = unsubscribe_link(answers)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if first.occasion == Answer.Occasion.ACKNOWLEDGED:
        # RFC 3834: so that holiday replies are not sent to an acknowledgement.
        headers["Auto-Submitted"] = "auto-replied"
    return Letter(
        key=_key(answers),
        to_address=address,
        to_name=first.contact.name,
        subject=subject,
        body=body,
        in_reply_to=earlier[-1] if earlier else "",
        references=" ".join(earlier),
        headers=headers,
        footer=footer,
        language=first.language,
        pixel=_pixel(first) if installation().notes_opened_mail else "",
    )


def content_of(answers: Sequence[Answer]) -> tuple[str, str]:
    """Return the subject line and the words of the mail, in the language that is active."""
    if len(answers) == 1:
        return answers[0].subject_line, answers[0].words
    number = len(answers)
    subject = ngettext("News about %(n)d thing you asked for", "News about %(n)d things you asked for", number) % {
        "n": number
    }
    opening = _("There is news about several things you told us. One mail for all of them:")
    parts = [f"{answer.subject_line}\n\n{_without_frame(answer)}" for answer in answers]
    return subject, "\n\n".join([greeting(answers[0]), opening, f"\n\n{RULE}\n\n".join(parts), RULE, signature()])


def footer_of(answers: Sequence[Answer]) -> str:
    """Return the small print, in the language that is active: why they get this, and how to stop it."""
    why = _("You get this mail because you told us what you need. You choose what you hear from us:")
    return f"{why} {unsubscribe_link(answers)}"


def unsubscribe_link(answers: Sequence[Answer]) -> str:
    """Return the signed address where a contact says what they do not want to hear; it never expires."""
    ideas = sorted({answer.idea_id for answer in answers if answer.idea_id})
    token = signing.dumps([answers[0].contact_id, ideas], salt=UNSUBSCRIBE_SALT)
    return _address("unsubscribe", token)


def _without_frame(answer: Answer) -> str:
    """Take greeting and signature off an answer's words, where they stand as we wrote them: the digest has its own."""
    paragraphs = answer.words.split("\n\n")
    if paragraphs[0] == greeting(answer):
        paragraphs = paragraphs[1:]
    if paragraphs and paragraphs[-1] == signature():
        paragraphs = paragraphs[:-1]
    return "\n\n".join(paragraphs)


def _key(answers: Sequence[Answer]) -> str:
    """Return what makes a second mail impossible: the key of the try before when it failed, a new one when it came back."""
    mail = answers[0].mail
    if mail and not mail.is_delivered:
        return mail.key
    name = "answer" if len(answers) == 1 else "answers"
    after = f":after:{mail.pk}" if mail else ""
    return f"{name}:{min(answer.pk for answer in answers)}{after}"


def _pixel(answer: Answer) -> str:
    return _address("opened", signing.dumps(answer.pk, salt=OPENED_SALT))


def _address(name: str, token: str) -> str:
    return portal_address(reverse(name, args=[token]))
