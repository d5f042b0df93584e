"""Tell those who take part of a talk, once for each change of it, and only whom we may write to."""

from django.db import transaction

from wellheard.customers.queries import writable_address
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.letters import News, colleague_key, letter_for_colleague, letter_for_guest
from wellheard.listen.interviews.models import Guest, Interview

TOLD = names.declare(
    "interview.told", "Those who take part in a talk were invited, or told of a change; `told` says how many."
)


@transaction.atomic
def tell_of_interview(*, interview_id: int, sequence: int, changed: News = News.MOVED) -> int:
    """Invite those who take part, or tell them of the change with this number; return how many were written to.

    Who was told already is not told again; of a change that was overtaken by a newer one nobody is told.
    """
    interview = locked_interview(interview_id)
    is_off = interview.state == Interview.State.CANCELLED
    if not interview.invites or interview.sequence != sequence or not (interview.is_planned or is_off):
        return 0
    news = News.OFF if is_off else changed
    guests = interview.guests.select_related("contact").order_by("pk")
    told = sum(_tell_guest(guest, interview, news) for guest in guests)
    told += _tell_colleagues(interview, news)
    if told:
        ledger.record(TOLD, interview, sequence=sequence, told=told)
    return told


def _tell_guest(guest: Guest, interview: Interview, news: News) -> bool:
    if guest.told_sequence == interview.sequence or (news == News.OFF and guest.told_sequence is None):
        return False
    address = writable_address(guest.contact)
    if not address:
        return False
    guest.interview = interview
    queue_mail(letter_for_guest(guest, address, News.INVITED if guest.told_sequence is None else news))
    guest.told_sequence = interview.sequence
    guest.save(update_fields=["told_sequence"])
    return True


def _tell_colleagues(interview: Interview, news: News) -> int:
    """Write to colleagues who take part; whoever leads it plans it, and takes it into their calendar from its page."""
    told = 0
    for one in interview.companions.select_related("staff").filter(staff__is_active=True).order_by("pk"):
        before = OutgoingMail.objects.filter(key__startswith=f"{colleague_key(interview, one.staff)}:")
        was_invited = before.exists()
        if news == News.OFF and not was_invited:
            continue
        letter = letter_for_colleague(interview, one.staff, news if was_invited else News.INVITED)
        told += not before.filter(key=letter.key).exists()
        queue_mail(letter)
    return told
