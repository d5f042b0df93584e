"""Plan a talk, move it, call it off. Those invited are told by a reaction, once for each change."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact, Membership
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.interviews.answers import ask_again
from wellheard.listen.interviews.commands.cadence import settle_check_in
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Companion, Guest, Guide, Interview
from wellheard.workspace.commands.locking import require_version
from wellheard.workspace.models import Staff

PLANNED = names.declare(
    "interview.planned", "A talk with a customer was planned, or one that took place was written down."
)
HELD = names.declare("interview.held", "A talk with a customer took place.")
MOVED = names.declare(
    "interview.moved", "A planned talk was moved, or takes place elsewhere; `sequence` rises with it."
)
CANCELLED = names.declare("interview.cancelled", "A planned talk was called off; `sequence` rises with it.")

MOST_MINUTES = 480
MOST_GUESTS = 20


@dataclass(frozen=True)
class TalkDraft:
    """What is known of a talk. One that began in the past has taken place, and nobody is invited to it."""

    kind: str
    company: Company
    planned_at: datetime
    contacts: Sequence[Contact] = ()
    host: Staff | None = None
    companions: Sequence[Staff] = ()
    minutes: int = 30
    title: str = ""
    place: str = ""
    guide: Guide | None = None
    invites: bool = True


@transaction.atomic
def plan_interview(*, draft: TalkDraft, by: Staff | None) -> Interview:
    """Plan a talk with people of a company. The same talk again returns the one that is there. Raises TalkError.

    A talk in the past is written down as one that took place; the company's check-in counts as kept by it.
    """
    _require_sense(draft)
    # Two clicks at once wait for each other here.
    Company.objects.select_for_update(no_key=True, of=("self",)).filter(pk=draft.company.pk).first()
    if there := the_same(draft):
        return there
    interview = _new(draft, by)
    Guest.objects.bulk_create(Guest(interview=interview, contact=one) for one in dict.fromkeys(draft.contacts))
    others = [one for one in dict.fromkeys(draft.companions) if one != draft.host]
    Companion.objects.bulk_create(Companion(interview=interview, staff=one) for one in others)
    ledger.record(PLANNED, interview, kind=interview.kind, state=interview.state, sequence=0)
    if interview.state == Interview.State.HELD:
        ledger.record(HELD, interview, kind=interview.kind)
    settle_check_in(interview, by=by)
    return interview


@transaction.atomic
def move_interview(*, interview_id: int, version: int, planned_at: datetime, minutes: int, place: str) -> Interview:
    """Let a planned talk take place at another time or elsewhere. Raises TalkError, and StaleError after another's edit."""
    interview = _planned(interview_id)
    require_version(interview, version)
    wanted = {"planned_at": planned_at, "minutes": _minutes(minutes), "place": clean_line(place)[:500]}
    if planned_at <= clock.now():
        raise TalkError(
            _("This is in the past. If you have talked by now, say that it took place."), field="planned_at"
        )
    if all(getattr(interview, name) == value for name, value in wanted.items()):
        return interview
    for name, value in wanted.items():
        setattr(interview, name, value)
    interview.sequence += 1
    interview.save(update_fields=[*wanted, "sequence", "version"])
    for invited in (interview.guests.all(), interview.companions.all()):
        ask_again(invited, sequence=interview.sequence)
    ledger.record(MOVED, interview, sequence=interview.sequence)
    return interview


@transaction.atomic
def cancel_interview(*, interview_id: int) -> Interview:
    """Call a planned talk off; a second click changes nothing. Raises TalkError for one that took place."""
    interview = locked_interview(interview_id)
    if interview.state == Interview.State.CANCELLED:
        return interview
    if interview.state != Interview.State.PLANNED:
        raise TalkError(_("This talk is over; it cannot be called off any more."))
    interview.state = Interview.State.CANCELLED
    interview.sequence += 1
    interview.version += 1
    interview.save(update_fields=["state", "sequence", "version"])
    ledger.record(CANCELLED, interview, sequence=interview.sequence)
    return interview


def _new(draft: TalkDraft, by: Staff | None) -> Interview:
    is_over = draft.planned_at <= clock.now()
    return Interview.objects.create(
        kind=draft.kind,
        state=Interview.State.HELD if is_over else Interview.State.PLANNED,
        company=draft.company,
        host=draft.host,
        title=clean_line(draft.title)[:200],
        planned_at=draft.planned_at,
        minutes=_minutes(draft.minutes),
        place=clean_line(draft.place)[:500],
        guide=draft.guide,
        invites=draft.invites and not is_over,
        uid=f"{secrets.token_hex(16)}@wellheard",
        made_by=by,
        made_at=clock.now(),
    )


def the_same(draft: TalkDraft) -> Interview | None:
    """Return the talk that is there already: of this company, kind, moment and host, and not called off."""
    same = Interview.objects.filter(
        company=draft.company, kind=draft.kind, planned_at=draft.planned_at, host=draft.host
    ).filter(state__in=[Interview.State.PLANNED, Interview.State.HELD])
    return same.order_by("pk").first()


def _planned(interview_id: int) -> Interview:
    interview = locked_interview(interview_id)
    if interview.state != Interview.State.PLANNED:
        raise TalkError(_("Only a planned talk can be moved. Plan another one."))
    return interview


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= MOST_MINUTES:
        raise TalkError(_("A talk lasts from 1 to %(most)d minutes.") % {"most": MOST_MINUTES}, field="minutes")
    return minutes


def _require_sense(draft: TalkDraft) -> None:
    if draft.kind not in Interview.Kind.values:
        raise TalkError(_("Choose whether it is a check-in or an interview."), field="kind")
    _minutes(draft.minutes)
    require_people(company=draft.company, contacts=draft.contacts, ours=(draft.host, *draft.companions))


def require_people(
    *, company: Company, contacts: Sequence[Contact], ours: Sequence[Staff | None], invited: Collection[int] = ()
) -> None:
    """Refuse guests who are not of the company, too many of them, and colleagues who are gone. Raises TalkError.

    Who is invited already stays also when they left the company meanwhile.
    """
    if len(set(contacts)) > MOST_GUESTS:
        raise TalkError(_("Invite at most %(most)d people to one talk.") % {"most": MOST_GUESTS}, field="contacts")
    for one in ours:
        if one and not one.is_active:
            raise TalkError(
                _("%(name)s does not work here any more. Choose somebody else.") % {"name": one.name}, field="host"
            )
    ids = {one.pk for one in contacts} - set(invited)
    theirs = Membership.objects.filter(company=company, contact__in=ids).values_list("contact_id", flat=True)
    if ids - set(theirs):
        raise TalkError(_("Choose people who belong to this company."), field="contacts")
