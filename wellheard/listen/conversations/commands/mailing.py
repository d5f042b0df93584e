"""What we replied in the product also goes by mail, once, to who is away and has proved an address."""

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact, ContactIdentity
from wellheard.customers.queries import is_left_alone
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.mail_marks import answers_to, message_id_for
from wellheard.listen.conversations.models import Conversation, Message, Participant
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.installation import installation

MAILED = names.declare("message.mailed", "A reply that nobody had read in the product went by mail too.")

# Who asked in the product and is still there reads it there first.
AWAY_SECONDS = 300
_SUBJECT = 80


@transaction.atomic
def mail_unseen_replies(*, conversation_id: int, message_id: int) -> OutgoingMail | None:
    """Mail a reply that nobody has read in the product, with those before it that were not mailed yet; each goes once.

    A later one that waits for its own moment takes this one along. Nothing is mailed to an address that is not proved, to who
    asked us not to write, and where there is no mailbox that takes the answer.
    """
    conversation = locked_conversation(conversation_id)
    asked = conversation.participants.filter(role=Participant.Role.REQUESTER, left_at=None).first()
    mailbox = conversation.mailbox or Mailbox.objects.open().order_by("pk").first()
    if asked is None or asked.contact is None or mailbox is None or conversation.goes_by_mail:
        return None
    unseen = _unseen(conversation, asked)
    address = proved_address(asked.contact)
    if not unseen or unseen[-1].pk != message_id or not address:
        return None
    mail = queue_mail(_letter(conversation, unseen, asked.contact, address, mailbox))
    ledger.record(MAILED, conversation, message=message_id, count=len(unseen))
    return mail


def proved_address(contact: Contact) -> str:
    """Return an address that this person proved to read and that we may write to; empty where there is none."""
    proved = contact.identities.filter(kind=ContactIdentity.Kind.EMAIL, verified_at__isnull=False)
    addresses = proved.order_by(F("verified_at").asc(), "pk").values_list("value", flat=True)
    return next((address for address in addresses if not is_left_alone(address)), "")


def _unseen(conversation: Conversation, asked: Participant) -> list[Message]:
    after = max(asked.seen_message_id or 0, _mailed_until(conversation))
    replies = conversation.messages.filter(kind=Message.Kind.REPLY, state=Message.State.SENT, is_automatic=False)
    return list(replies.filter(pk__gt=after).order_by("pk"))


def _key(conversation: Conversation) -> str:
    return f"in-product:{conversation.pk}:"


def _mailed_until(conversation: Conversation) -> int:
    keys = OutgoingMail.objects.filter(key__startswith=_key(conversation)).values_list("key", flat=True)
    return max((int(key.rpartition(":")[2]) for key in keys), default=0)


def _letter(
    conversation: Conversation, replies: list[Message], contact: Contact, address: str, mailbox: Mailbox
) -> Letter:
    last, vendor = replies[-1], installation().vendor_name
    with translation.override(conversation.language or contact.language or installation().language):
        subject = _("%(vendor)s answered: %(question)s") % {
            "vendor": vendor,
            "question": shorten(conversation.subject or conversation.preview, limit=_SUBJECT),
        }
        footer = _("You asked this inside the product. Answer there, or simply reply to this mail.")
    return Letter(
        key=f"{_key(conversation)}{last.pk}",
        to_address=address,
        to_name=contact.name,
        subject=subject,
        body="\n\n".join([*(reply.words for reply in replies), vendor]),
        footer=footer,
        language=last.language,
        via=f"mailbox:{mailbox.pk}",
        message_id=message_id_for(conversation.pk, last.pk, mailbox.domain),
        reply_to=answers_to(conversation.pk, mailbox.address),
    )
