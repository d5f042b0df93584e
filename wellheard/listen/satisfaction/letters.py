"""The mail that asks a customer how a conversation went, in their language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.foundation.mail.commands import Letter
from wellheard.listen.conversations.mail_marks import answers_to
from wellheard.listen.desk.frames import frame_for
from wellheard.listen.mailboxes.sending import via
from wellheard.listen.satisfaction.models import Rating
from wellheard.listen.satisfaction.queries import address_of, token_of
from wellheard.workspace.installation import installation, portal_address


def letter_of(rating: Rating) -> Letter | None:
    """Return the mail that asks; nothing where there is no address to write to."""
    conversation = rating.conversation
    address = address_of(conversation)
    if not address:
        return None
    mailbox = conversation.mailbox
    name = rating.contact.name if rating.contact else ""
    with translation.override(frame_for(conversation)):
        return Letter(
            key=f"rating:{rating.pk}",
            to_address=address,
            to_name=name,
            subject=_("How did it go? %(subject)s") % {"subject": conversation.subject},
            body=_body(rating, name),
            language=translation.get_language() or settings.LANGUAGE_CODE,
            via=via(mailbox) if mailbox else "",
            reply_to=answers_to(conversation.pk, mailbox.address) if mailbox else "",
            by_machine=True,
        )


def _body(rating: Rating, name: str) -> str:
    first = name.split(maxsplit=1)[0] if name.strip() and "@" not in name else ""
    link = portal_address(reverse("rate", args=[token_of(rating)]))
    return "\n\n".join(
        [
            _("Hello %(name)s,") % {"name": first} if first else _("Hello,"),
            _("You wrote to us about “%(subject)s”, and we closed it. Did we help you well?")
            % {"subject": rating.conversation.subject or rating.conversation.preview[:80]},
            _("One click tells us: %(link)s") % {"link": link},
            _("Whoever answered you reads it. We ask you only now and then."),
            installation().vendor_name,
        ]
    )
