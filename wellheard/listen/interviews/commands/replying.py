"""Take what a calendar answers to an invitation to a talk, as the answer of whoever was invited."""

from django.db import transaction

from wellheard.customers.models import ContactIdentity
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email
from wellheard.listen.interviews.answers import keep_answer
from wellheard.listen.interviews.calendar_replies import CalendarReply
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.models import Companion, Guest, Interview

ANSWERED = names.declare(
    "interview.answered", "Somebody invited to a talk accepts, declines, or may come, as their calendar says."
)


@transaction.atomic
def take_calendar_reply(*, reply: CalendarReply, sender: str) -> bool:
    """Keep somebody's answer to an invitation; tell whether it is one of somebody who is invited.

    Whoever sent it has to be whom it answers for. The same again, one that was overtaken by a newer one, one to a time that
    was changed since, and one to a talk that is over change nothing.
    """
    row = Interview.objects.filter(uid=reply.uid).values_list("pk", flat=True).first()
    if row is None:
        return False
    interview = locked_interview(row)
    address = clean_email(sender)
    host = clean_email(interview.host.email) if interview.host else ""
    invited = _guest(interview, reply.address, address) or _colleague(interview, reply.address, address)
    if invited is None:
        # Who leads it, and says so to our own invitation, tells us nothing new.
        return bool(host) and host == reply.address == address
    if interview.is_planned and keep_answer(invited, reply, sequence=interview.sequence):
        ledger.record(ANSWERED, interview, answer=reply.answer, sequence=reply.sequence)
    return True


def _guest(interview: Interview, address: str, sender: str) -> Guest | None:
    """Return the guest of this address, if the mail came from one of their addresses."""
    for guest in interview.guests.order_by("pk"):
        known = ContactIdentity.objects.filter(contact=guest.contact_id, kind=ContactIdentity.Kind.EMAIL)
        if {address, sender} <= set(known.values_list("value", flat=True)):
            return guest
    return None


def _colleague(interview: Interview, address: str, sender: str) -> Companion | None:
    along = interview.companions.select_related("staff").order_by("pk")
    return next((one for one in along if clean_email(one.staff.email) == address == sender), None)
