"""Which addresses a reply can go to; the others are left out of it, and everybody sees why."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from wellheard.customers.models import Suppression
from wellheard.listen.conversations.models import Conversation, Message

LeftOut = Message.LeftOut


def left_out_of(conversation: Conversation, addresses: Iterable[str]) -> dict[str, LeftOut]:
    """Return the addresses that a reply in this conversation is not sent to, each with the reason.

    Who asked us not to write, and then writes to us in this conversation, is answered.
    """
    wanted = list(dict.fromkeys(addresses))
    wrong = dict.fromkeys((one for one in wanted if not _is_whole(one)), LeftOut.WRONG)
    said = Suppression.objects.filter(email__in=wanted).order_by("email")
    left = wrong | {one.email: LeftOut(one.reason) for one in said}
    asked = [address for address, why in left.items() if why == LeftOut.ASKED]
    heard = conversation.messages.filter(kind=Message.Kind.HEARD, author_address__in=asked) if asked else None
    wrote = set(heard.values_list("author_address", flat=True)) if heard is not None else set()
    return {address: why for address, why in left.items() if address not in wrote}


def _is_whole(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
