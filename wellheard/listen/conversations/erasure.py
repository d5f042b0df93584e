"""What conversations hold of a person, and how it is erased: what they wrote, and the mails it came in."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import ERASED, Part, Person, register
from wellheard.foundation.files import drop_file
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.commands.draft_files import delete_drafts
from wellheard.listen.conversations.models import Attachment, Conversation, Draft, Message, Participant, Surroundings


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "messages",
            _("What they wrote to us, and what we wrote back"),
            _messages,
            {
                "kind": _("Who wrote"),
                "words": _("Words"),
                "said_at": _("Said"),
                "language": _("Language"),
                "surroundings__url": _("Where"),
                "surroundings__version": _("Version"),
                "surroundings__attributes": _("Attributes"),
            },
            _erase_messages,
        ),
        covers=[(Message, "contact"), (Conversation, "requester")],
    )
    register(
        Part(
            "message_files",
            _("Files they sent along"),
            _files,
            {"name": _("File"), "byte_count": _("Bytes"), "media_type": _("Kind")},
            _erase_files,
        )
    )
    register(
        Part(
            "takes_part",
            _("Conversations they take part in"),
            _takes_part,
            {"address": _("Address"), "name": _("Name"), "joined_at": _("Since")},
            _erase_participants,
        ),
        covers=[(Participant, "contact")],
    )


def _conversations(person: Person) -> "QuerySet[Conversation]":
    return Conversation.objects.filter(requester_id__in=person.ids)


def _messages(person: Person) -> "QuerySet[Message]":
    """Their messages, and, where they asked, ours to them: those quote and name them."""
    ours = Q(conversation__requester_id__in=person.ids) & ~Q(kind=Message.Kind.HEARD)
    return Message.objects.filter(Q(contact_id__in=person.ids) | ours).order_by("recorded_at", "pk")


def _erase_messages(person: Person) -> None:
    """Erase what they wrote and what we wrote to them; what has not gone out yet never goes."""
    _hold(person)
    ids = list(_messages(person).values_list("pk", flat=True))
    rows = Message.objects.filter(pk__in=ids)
    never_goes = Q(state=Message.State.SCHEDULED) | Q(
        state=Message.State.QUEUED, mail__state=OutgoingMail.State.WITHDRAWN
    )
    rows.filter(never_goes).update(state=Message.State.WITHDRAWN)
    rows.exclude(kind=Message.Kind.HEARD).update(words=ERASED, html="", folds=[], to=[], cc=[])
    rows.filter(kind=Message.Kind.HEARD).update(
        words=ERASED, html="", folds=[], author_name="", author_address="", language="", to=[], cc=[], incoming=None
    )
    Surroundings.objects.filter(message__in=ids).delete()
    _conversations(person).update(subject="", preview=ERASED, imported_stats={})
    delete_drafts(list(Draft.objects.filter(conversation__in=_conversations(person))))
    for address in person.emails:
        _erase_address(address)


def _hold(person: Person) -> None:
    """Hold their conversations before what hangs on them, as everybody does: somebody may be answering in one."""
    theirs = Q(requester_id__in=person.ids) | Q(pk__in=_messages(person).values("conversation"))
    list(Conversation.objects.select_for_update(no_key=True).filter(theirs).order_by("pk").values_list("pk"))


def _erase_address(address: str) -> None:
    """Take an address out of the messages of other people's conversations, where it was in copy or nobody knew whose it is."""
    for message in Message.objects.filter(Q(to__contains=[address]) | Q(cc__contains=[address])).only("to", "cc"):
        message.to = [one for one in message.to if one != address]
        message.cc = [one for one in message.cc if one != address]
        message.save(update_fields=["to", "cc"])
    Message.objects.filter(author_address=address).update(author_address="", author_name="")


def _files(person: Person) -> "QuerySet[Attachment]":
    return Attachment.objects.filter(message__in=_messages(person)).order_by("pk")


def _erase_files(person: Person) -> None:
    for attachment in _files(person):
        drop_file(attachment.file)
        Attachment.objects.filter(pk=attachment.pk).update(name=ERASED, file="", url="", content_id="")


def _takes_part(person: Person) -> "QuerySet[Participant]":
    return Participant.objects.filter(Q(contact_id__in=person.ids) | Q(address__in=person.emails)).order_by("pk")


def _erase_participants(person: Person) -> None:
    _takes_part(person).update(address="", name="")
