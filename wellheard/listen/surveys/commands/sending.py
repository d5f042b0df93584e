"""Write to those who are invited: in waves with a pace, once, with one reminder, and only to whom we may."""

from datetime import timedelta

from django.db import transaction

from wellheard.customers.queries import writable_address
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.listen.surveys import deciding
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.commands.marks import invitation_key
from wellheard.listen.surveys.commands.showing import show_survey
from wellheard.listen.surveys.letters import letter_of
from wellheard.listen.surveys.models import Invitation, Survey, Wave

INVITED = names.declare("survey.invited", "A person was asked by e-mail.")
REMINDED = names.declare("survey.reminded", "A person who had not answered was reminded, once.")
SENT = names.declare("wave.sent", "Everybody in a sample was written to or left out.")

State = Invitation.State
AT_ONCE = 500
# What is over by itself: they stay planned.
_PASSES_BY = frozenset({"dates", "stopped", "urgent"})
# Who was drawn is asked: these gates choose among people who come by.
_OF_COMING_BY = frozenset(
    {"channel", "page", "event", "count", "sample", "group", "per_day", "session", "segment", "rule"}
)


def send_due() -> int:
    """Send what is due: of each wave as many as its pace allows, and single invitations whose time has come."""
    due = list(_single_ones())
    for wave in Wave.objects.filter(state=Wave.State.SENDING, begins_at__lte=clock.now(), survey__state="running"):
        waiting = wave.invitations.filter(state=State.PLANNED).order_by("position", "pk")
        due += list(waiting.values_list("pk", flat=True)[: _may_go(wave)])
    for pk in due:
        send_invitation(invitation_id=pk)
    for wave in Wave.objects.filter(state=Wave.State.SENDING):
        finish_wave(wave_id=wave.pk)
    return len(due)


def _single_ones() -> list[int]:
    waiting = Invitation.objects.filter(wave=None, state=State.PLANNED, send_at__lte=clock.now())
    ready = waiting.filter(survey__state=Survey.State.RUNNING).order_by("send_at", "pk")
    return list(ready.values_list("pk", flat=True)[:AT_ONCE])


def _may_go(wave: Wave) -> int:
    """Return how many of a wave may go out now: its pace an hour, less what went out in the last hour."""
    lately = wave.invitations.filter(sent_at__gt=clock.now() - timedelta(hours=1)).count()
    return max(0, min(AT_ONCE, wave.per_hour - lately))


@transaction.atomic
def send_invitation(*, invitation_id: int) -> Invitation | None:
    """Write to one person, once; who may not be written to or asked is left out, and it is noted why."""
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("survey", "contact")
    invitation = rows.filter(pk=invitation_id, state=State.PLANNED).first()
    if invitation is None:
        return None
    against = _against(invitation)
    if against in _PASSES_BY:
        return None
    address = writable_address(invitation.contact)
    if against or not address:
        invitation.state, invitation.skipped_because = State.SKIPPED, against or "no_address"
        invitation.save(update_fields=["state", "skipped_because"])
        return invitation
    show_survey(
        survey_id=invitation.survey_id,
        who=Asked(contact_id=invitation.contact_id, company_id=invitation.company_id),
        channel=Survey.Channel.EMAIL,
        key=invitation_key(invitation.pk),
        wave=invitation.wave,
        stratum=invitation.stratum,
    )
    invitation.mail = queue_mail(letter_of(invitation, address))
    invitation.state, invitation.sent_at = State.SENT, clock.now()
    invitation.save(update_fields=["mail", "state", "sent_at"])
    ledger.record(INVITED, invitation, survey=invitation.survey_id)
    return invitation


def _against(invitation: Invitation) -> str:
    """Return the name of the gate that speaks against writing to somebody now; nothing where none does."""
    who = Asked(contact_id=invitation.contact_id, company_id=invitation.company_id)
    return deciding.first_against(invitation.survey, who, Place(channel=Survey.Channel.EMAIL), without=_OF_COMING_BY)


def remind() -> int:
    """Remind whoever was written to and has not answered, once, when their wave says so."""
    waiting = Invitation.objects.filter(
        state__in=[State.SENT, State.OPENED],
        reminded_at=None,
        mail__isnull=False,
        wave__remind_after_days__isnull=False,
        survey__state=Survey.State.RUNNING,
    ).exclude(wave__state=Wave.State.STOPPED)
    since = clock.now()
    due = [
        pk
        for pk, sent_at, days in waiting.order_by("sent_at", "pk").values_list(
            "pk", "sent_at", "wave__remind_after_days"
        )[: 10 * AT_ONCE]
        if sent_at is not None and days is not None and sent_at + timedelta(days=days) <= since
    ]
    for pk in due[:AT_ONCE]:
        remind_invited(invitation_id=pk)
    return len(due[:AT_ONCE])


@transaction.atomic
def remind_invited(*, invitation_id: int) -> None:
    """Remind one person, once; who answered meanwhile, or must not be written to any more, is not."""
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("survey", "contact", "mail")
    invitation = rows.filter(pk=invitation_id, reminded_at=None, state__in=[State.SENT, State.OPENED]).first()
    if invitation is None or invitation.mail is None:
        return
    invitation.reminded_at = clock.now()
    address = writable_address(invitation.contact)
    if address and not _is_quiet(invitation):
        invitation.reminder = queue_mail(letter_of(invitation, address, after=invitation.mail))
        ledger.record(REMINDED, invitation, survey=invitation.survey_id)
    invitation.save(update_fields=["reminded_at", "reminder"])


def _is_quiet(invitation: Invitation) -> bool:
    who = Asked(contact_id=invitation.contact_id, company_id=invitation.company_id)
    return "quiet" in deciding.all_against(invitation.survey, who, Place(channel=Survey.Channel.EMAIL))


@transaction.atomic
def finish_wave(*, wave_id: int) -> None:
    """Note that nobody of a wave waits any more."""
    wave = Wave.objects.select_for_update(no_key=True).filter(pk=wave_id, state=Wave.State.SENDING).first()
    if wave is None or wave.invitations.filter(state=State.PLANNED).exists():
        return
    wave.state, wave.sent_at = Wave.State.SENT, clock.now()
    wave.save(update_fields=["state", "sent_at"])
    ledger.record(SENT, wave, survey=wave.survey_id)
