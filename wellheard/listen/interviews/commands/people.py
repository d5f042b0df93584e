"""Change who takes part in a planned talk: who is new is invited, who stays is told, who is taken off reads so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.customers.queries import writable_address
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.commands.planning import require_people
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.host_letters import letter_for_host
from wellheard.listen.interviews.letters import News, colleague_key, letter_for_colleague, letter_for_guest
from wellheard.listen.interviews.models import Companion, Guest, Interview
from wellheard.workspace.commands.locking import require_version
from wellheard.workspace.models import Staff

PEOPLE_CHANGED = names.declare(
    "interview.people_changed",
    "Others take part in a planned talk, or somebody else leads it; `sequence` rises with it.",
)


@dataclass(frozen=True)
class People:
    """Who takes part: people of theirs, who of us leads it, and who of us comes along."""

    contacts: Sequence[Contact] = ()
    host: Staff | None = None
    companions: Sequence[Staff] = ()


@transaction.atomic
def change_people(*, interview_id: int, version: int, people: People, by: Staff | None) -> Interview:
    """Let others take part in a planned talk. The same people again change nothing.

    The mails to those who are taken off are queued here, with the change itself: afterwards nothing says who they were.
    Raises TalkError, and StaleError after another's edit.
    """
    interview = locked_interview(interview_id)
    if not interview.is_planned:
        raise TalkError(_("This talk is over; who took part stays as it is."))
    led_by, before = interview.host, _present(interview)
    others = [one for one in people.companions if one != people.host]
    if before == ({one.pk for one in people.contacts}, {one.pk for one in others}) and led_by == people.host:
        return interview
    require_version(interview, version)
    ours = (people.host, *others)
    require_people(company=interview.company, contacts=people.contacts, ours=ours, invited=before[0])
    interview.host = people.host
    interview.sequence += 1
    interview.save(update_fields=["host", "sequence", "version"])
    _take_off_guests(interview, people.contacts)
    _take_off_colleagues(interview, [one for one in (people.host, *others) if one])
    _let_go(interview, led_by, [one for one in (people.host, *others) if one], by)
    new = [one for one in dict.fromkeys(people.contacts) if one.pk not in before[0]]
    Guest.objects.bulk_create(Guest(interview=interview, contact=one) for one in new)
    along = [one for one in dict.fromkeys(others) if one.pk not in before[1]]
    Companion.objects.bulk_create(Companion(interview=interview, staff=one) for one in along)
    if people.host and people.host not in (led_by, by):
        queue_mail(letter_for_host(interview, people.host, News.INVITED, by))
    ledger.record(PEOPLE_CHANGED, interview, sequence=interview.sequence)
    return interview


def _present(interview: Interview) -> tuple[set[int], set[int]]:
    """Return who of theirs and who of ours takes part now."""
    guests = interview.guests.values_list("contact_id", flat=True)
    return set(guests), set(interview.companions.values_list("staff_id", flat=True))


def _take_off_guests(interview: Interview, staying: Sequence[Contact]) -> None:
    for guest in interview.guests.exclude(contact__in=staying).select_related("contact").order_by("pk"):
        address = writable_address(guest.contact)
        if address and guest.told_sequence is not None:
            guest.interview = interview
            queue_mail(letter_for_guest(guest, address, News.WITHOUT_YOU))
        guest.delete()


def _take_off_colleagues(interview: Interview, staying: Sequence[Staff]) -> None:
    """Write to colleagues who were invited by mail."""
    gone = interview.companions.exclude(staff__in=staying).select_related("staff").order_by("pk")
    for staff in [one.staff for one in gone]:
        if staff.is_active and _was_told(interview, staff):
            queue_mail(letter_for_colleague(interview, staff, News.WITHOUT_YOU))
    # Whoever leads it now takes part as that.
    leads = [interview.host] if interview.host else []
    interview.companions.exclude(staff__in=[one for one in staying if one not in leads]).delete()


def _let_go(interview: Interview, led_by: Staff | None, staying: Sequence[Staff], by: Staff | None) -> None:
    """Write to whoever led the talk until now, if somebody else says so, or their calendar has it from a mail of ours."""
    if led_by is None or led_by in staying or not led_by.is_active:
        return
    if by not in (None, led_by):
        queue_mail(letter_for_host(interview, led_by, News.WITHOUT_YOU, by))
    elif _was_told(interview, led_by):
        queue_mail(letter_for_colleague(interview, led_by, News.WITHOUT_YOU))


def _was_told(interview: Interview, staff: Staff) -> bool:
    return OutgoingMail.objects.filter(key__startswith=f"{colleague_key(interview, staff)}:").exists()
