"""What conversations owe when something happens: replies go out, and what became of their mails is noted."""

from datetime import timedelta

from wellheard.customers.commands import suppress
from wellheard.customers.models import Suppression
from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.bounces import hard_bounces
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.commands.mailing import AWAY_SECONDS
from wellheard.listen.conversations.going_out import mail_unseen_replies, send_reply
from wellheard.listen.conversations.imports.importer import ConversationImporter
from wellheard.listen.conversations.models import Conversation, Message, Participant
from wellheard.listen.imports.running import IMPORTERS
from wellheard.listen.models import Import

IMPORTERS[Import.Kind.CONVERSATIONS] = ConversationImporter


@reacts_to("message.replied")
def send_at_its_moment(fact: Fact) -> None:
    """Let a reply go out at its moment: until then it can be taken back."""
    message = Message.objects.filter(pk=fact.details["message"], state=Message.State.SCHEDULED).first()
    if message is None or message.send_at is None:
        return
    if message.send_at <= clock.now():
        commands.send_reply(message_id=message.pk)
    else:
        send_reply.configure(schedule_at=message.send_at).defer(message_id=message.pk)


@reacts_to("message.sent")
def mail_who_is_away(fact: Fact) -> None:
    """Look a while after a reply in the product whether it was read there; who is away gets it by mail."""
    if Conversation.objects.filter(pk=fact.subject_id, channel=Conversation.Channel.IN_APP).exists():
        at = fact.happened_at + timedelta(seconds=AWAY_SECONDS)
        job = mail_unseen_replies.configure(schedule_at=at)
        job.defer(conversation_id=fact.subject_id, message_id=fact.details["message"])


@reacts_to("mail.sent")
def note_reply_out(fact: Fact) -> None:
    """The mail of a reply is out: so is the reply."""
    for message in Message.objects.filter(mail=fact.subject_id).select_related("mail"):
        sent_at = message.mail.sent_at if message.mail else None
        commands.note_reply_sent(message_id=message.pk, sent_at=sent_at or clock.now())


@reacts_to("mail.bounced")
def copy_in_no_more(fact: Fact) -> None:
    """Write no more to who takes part at an address that its mail server does not know, whether or not we know who that is."""
    mail = OutgoingMail.objects.get(pk=fact.subject_id)
    theirs = Participant.objects.filter(address__in=hard_bounces(mail), conversation__messages__mail=mail)
    for address in theirs.order_by("address").values_list("address", flat=True).distinct():
        suppress(email=address, reason=Suppression.Reason.BOUNCED)


@reacts_to("mail.failed", "mail.bounced", "mail.withdrawn")
def note_reply_refused(fact: Fact) -> None:
    """The mail of a reply did not get out: the customer still waits."""
    mail = OutgoingMail.objects.get(pk=fact.subject_id)
    if mail.state not in {OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED, OutgoingMail.State.WITHDRAWN}:
        # It came back for somebody in copy only; who asked has it.
        return
    for message_id in Message.objects.filter(mail=mail).values_list("pk", flat=True):
        commands.note_reply_failed(message_id=message_id, failure=mail.failure)
