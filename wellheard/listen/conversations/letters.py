"""How a reply reads as a mail: their subject, our words, the thread they know, and our mark by which an answer is known."""

from wellheard.foundation.mail.commands import Letter, MailFile
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.conversations.mail_marks import answers_to, message_id_for
from wellheard.listen.conversations.models import Attachment, Conversation, Message

# Relays refuse headers of over 4,096 characters; the first and the latest messages are enough to thread by.
MOST_REFERENCES = 10
MOST_OF_REFERENCES = 1_500
_AGAIN = ("re:", "aw:", "sv:", "vs:", "odp:", "ha:", "回复:", "回复：", "答复:", "答复：", "ats:", "ответ:")


def letter_of(message: Message) -> Letter:
    """Return a reply of ours as a mail to everybody it is for and who is not left out.

    Its To must name one of them, and its conversation have a mailbox.
    """
    conversation = message.conversation
    mailbox = conversation.mailbox
    assert mailbox is not None  # noqa: S101 - send_reply sends no mail without one
    earlier = _earlier_ids(conversation, message)
    first, *more = reached(message, message.to)
    return Letter(
        key=f"message:{message.pk}",
        to_address=first,
        to_name=_name_of(conversation, first),
        more_to=tuple(more),
        cc=tuple(reached(message, message.cc)),
        subject=subject_of(conversation),
        body=_body(message, mailbox.signature),
        language=message.language,
        via=f"mailbox:{mailbox.pk}",
        message_id=message_id_for(conversation.pk, message.pk, mailbox.domain),
        reply_to=answers_to(conversation.pk, mailbox.address),
        in_reply_to=_answered_id(conversation, message),
        references=_references(earlier),
        files=tuple(_file(one) for one in message.attachments.exclude(file="").order_by("pk")),
        by_machine=message.is_automatic,
    )


def reached(message: Message, addresses: list[str]) -> list[str]:
    """Return those of its addresses a reply is sent to."""
    left_out = {one["address"] for one in message.left_out}
    return [address for address in addresses if address not in left_out]


def subject_of(conversation: Conversation) -> str:
    """Return their subject, marked as answered once."""
    subject = clean_line(conversation.subject)
    return subject if subject.lower().startswith(_AGAIN) else f"Re: {subject}".strip()


def _body(message: Message, signature: str) -> str:
    return f"{message.words}\n\n-- \n{signature.strip()}" if signature.strip() else message.words


def _earlier_ids(conversation: Conversation, message: Message) -> list[str]:
    earlier = conversation.messages.public().standing().exclude(message_id="").filter(pk__lt=message.pk)
    return list(dict.fromkeys(earlier.order_by("pk").values_list("message_id", flat=True)))


def _answered_id(conversation: Conversation, message: Message) -> str:
    """Return the Message-ID of what the customer said last: mail programs show the reply below it."""
    heard = conversation.messages.filter(kind=Message.Kind.HEARD, pk__lt=message.pk).exclude(message_id="")
    return heard.order_by("-pk").values_list("message_id", flat=True).first() or ""


def _references(ids: list[str]) -> str:
    kept = ids if len(ids) <= MOST_REFERENCES else [ids[0], *ids[1 - MOST_REFERENCES :]]
    while len(kept) > 1 and len(" ".join(kept)) > MOST_OF_REFERENCES:
        kept.pop(1)
    return " ".join(kept)


def _name_of(conversation: Conversation, address: str) -> str:
    return conversation.participants.filter(address=address).values_list("name", flat=True).first() or ""


def _file(attachment: Attachment) -> MailFile:
    return MailFile(attachment.name, attachment.file, attachment.media_type, attachment.content_id)
