"""Whom of several a reply did not reach: which address, why, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.mail.bounces import Report
from wellheard.foundation.mail.failures import Failure
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.reaching import left_out_of

Words = str | Promise

_NEXT: dict[str, Words] = {
    Failure.UNKNOWN_ADDRESS: _("Ask for the right address, and send it there."),
    Failure.MAILBOX_FULL: _("Send it again when there is room, or ask for another address."),
    Failure.BLOCKED: _(
        "Try the connections of the mailbox, and ask whoever looks after your mail about SPF, DKIM and DMARC."
    ),
    Failure.OUR_SERVER: _("Try the connections of the mailbox, then send it again."),
    Failure.OTHER: _("Read what the mail server said, and ask for another address."),
    Message.LeftOut.WRONG: _("Ask for the right address, and send it there."),
    Message.LeftOut.UNKNOWN: _(
        "Ask for another address; or let it be written to again under Settings → Not written to."
    ),
    Message.LeftOut.ASKED: _("Let it be written to again under Settings → Not written to, once they agree."),
    Message.LeftOut.STAFF: _("Let it be written to again under Settings → Not written to."),
}
_WAITS = _("The mail server would not take it for this address yet. It is tried again over a day.")


@dataclass(frozen=True)
class Missed:
    """Somebody a reply was for who does not have it: `said` is what their mail server said, `then` what to do."""

    address: str
    why: Words
    then: Words = ""
    said: str = ""
    waits: bool = False


def missed_by(message: Message) -> list[Missed]:
    """Return whom of those it was for a reply did not reach, or not yet; nobody as a rule."""
    left = [_left_out(one) for one in message.left_out]
    if message.mail is None:
        return left
    mail = message.mail
    waiting = [Missed(address, _WAITS, waits=True) for address in mail.waiting_for]
    return [*left, *_failed(mail), *_returned(mail), *waiting]


def unreachable_in(conversation: Conversation, addresses: Sequence[str]) -> list[Missed]:
    """Return whom of these a reply would not be sent to, before it is written."""
    left_out = left_out_of(conversation, addresses) if conversation.goes_by_mail else {}
    return [Missed(address, why.label, _NEXT[why]) for address, why in left_out.items()]


def _left_out(one: dict[str, str]) -> Missed:
    why = Message.LeftOut(one["why"])
    return Missed(one["address"], why.label, _NEXT[why])


def _failed(mail: OutgoingMail) -> list[Missed]:
    if mail.state != OutgoingMail.State.FAILED:
        return []
    failure = Failure(mail.failure or Failure.OTHER)
    return [Missed(mail.to_address, _sentence(failure), _NEXT[failure], mail.error)]


def _returned(mail: OutgoingMail) -> list[Missed]:
    reports: list[dict[str, Any]] = mail.bounces
    final = {one.address: one for one in (Report(**described) for described in reports) if one.is_final}
    return [Missed(one.address, _sentence(one.failure), _NEXT[one.failure], one.said) for one in final.values()]


def _sentence(failure: Failure) -> str:
    return f"{failure.label}."
