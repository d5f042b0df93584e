"""Open what left its usual once, let it grow, let people say it was expected, and close it when it is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.understand.trends.models import Spike, Watch
from wellheard.understand.trends.queries.behind import Behind, examples_of
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.unusual import LOOKED_AT, Finding, Look
from wellheard.workspace.commands.errors import StaleError
from wellheard.workspace.commands.locking import lock_workspace

OPENED = names.declare("spike.opened", "Far more than usual was said about something; its area’s team is told once.")
GREW = names.declare("spike.grew", "Something unusual became half as much again, or came back soon after it was over.")
CLOSED = names.declare("spike.closed", "Something unusual is over: as much as usual is said about it again.")
MUTED = names.declare(
    "spike.muted", "Somebody said that something unusual is expected; nobody is told of it for two weeks."
)
UNMUTED = names.declare("spike.unmuted", "Something that was expected counts as unusual again.")
WATCH_SET = names.declare("watch.set", "How many false alarms a week we put up with was set.")

State = Spike.State
# It is said to have grown when it is half as much again.
GROWTH = 1.5
# What comes back so soon is the same incident.
COOLDOWN = timedelta(hours=48)
# What somebody expected is not news for so long.
QUIET = timedelta(days=14)
LEAST_ALERTS, MOST_ALERTS = 0.1, 7.0


class SpikeError(ValueError):
    """Nothing can be done with it like this; the text says why."""


class WatchError(ValueError):
    """Nobody can watch like this; the text says what to choose instead."""


def look_for_spikes() -> None:
    """Look at the last 24 hours: open and grow what is unusual, close what is over. Safe at any time and however often."""
    now = clock.now()
    look = Look(now)
    findings = look.findings()
    for finding in findings:
        note_unusual(finding=finding)
    close_what_is_over(look=look, unusual={finding.subject.code for finding in findings})


@transaction.atomic
def note_unusual(*, finding: Finding) -> Spike | None:
    """Open an incident, or bring the one that is open up to date. None while nobody is to hear of it."""
    now = clock.now()
    spike = _standing(finding.subject, now)
    if spike is None:
        if _is_quiet(finding.subject, now) or _is_told_of(finding.subject):
            return None
        return _opened(finding, now)
    return _seen_again(spike, finding, now)


@transaction.atomic
def close_what_is_over(*, look: Look, unusual: Iterable[str] = ()) -> int:
    """Close what is going on and within its usual range again; return how many are over."""
    over = 0
    going_on = Spike.objects.going_on().exclude(subject__in=list(unusual)).select_for_update(no_key=True)
    for spike in going_on.order_by("pk"):
        subject = Subject(spike.area_id, spike.category_id, spike.tier_id)
        seen = look.observed(subject)
        if seen.count > max(seen.usual.band()[1], spike.expected_high):
            continue
        spike.state, spike.ended_at = State.CLOSED, look.until
        spike.save(update_fields=["state", "ended_at"])
        ledger.record(CLOSED, spike, count=seen.count, **_codes(spike))
        over += 1
    return over


@transaction.atomic
def mute_spike(*, spike_id: int) -> Spike:
    """Note that somebody expected it: for two weeks nothing new about the same is opened or told. Raises SpikeError."""
    spike = _locked(spike_id)
    if spike.muted_at:
        return spike
    spike.muted_at = clock.now()
    spike.quiet_until = spike.muted_at + QUIET
    spike.state = State.CLOSED if spike.is_over else State.EXPECTED
    spike.save(update_fields=["state", "muted_at", "quiet_until"])
    ledger.record(MUTED, spike, **_codes(spike))
    return spike


@transaction.atomic
def unmute_spike(*, spike_id: int) -> Spike:
    """Let it count as unusual again. Raises SpikeError."""
    spike = _locked(spike_id)
    if spike.muted_at is None:
        return spike
    spike.muted_at = spike.quiet_until = None
    spike.state = State.CLOSED if spike.is_over else State.OPEN
    spike.save(update_fields=["state", "muted_at", "quiet_until"])
    ledger.record(UNMUTED, spike, **_codes(spike))
    return spike


@transaction.atomic
def note_told(*, spike_id: int) -> None:
    """Note that its team was told; once."""
    Spike.objects.filter(pk=spike_id, told_at=None).update(told_at=clock.now())


@transaction.atomic
def set_watch(*, version: int, alerts_a_week: float) -> Watch:
    """Set how many false alarms a week we put up with. Raises StaleError after another's change, WatchError out of reason."""
    lock_workspace()
    watch = Watch.objects.first() or Watch(version=0)
    if watch.version != version:
        raise StaleError
    if not LEAST_ALERTS <= alerts_a_week <= MOST_ALERTS:
        raise WatchError(_("Choose between one false alarm in ten weeks (0.1) and one a day (7)."))
    if watch.pk and watch.alerts_a_week == alerts_a_week:
        return watch
    watch.alerts_a_week, watch.version = alerts_a_week, watch.version + 1
    if watch.pk:
        watch.save(update_fields=["alerts_a_week", "version"])
    else:
        watch.save(force_insert=True)
    ledger.record(WATCH_SET, watch, alerts_a_week=alerts_a_week)
    return watch


def _is_told_of(subject: Subject) -> bool:
    """Tell whether an incident goes on of which this is a part, or which is a part of this: one of them is enough."""
    standing = Spike.objects.going_on().exclude(subject=Subject().code).values_list("area_id", "category_id", "tier_id")
    others = [Subject(*ids) for ids in standing]
    return not subject.is_everything and any(subject.holds(other) or other.holds(subject) for other in others)


def _standing(subject: Subject, now: datetime) -> Spike | None:
    """Return the incident that goes on, or that was over so lately that it is the same one."""
    known = Spike.objects.select_for_update(no_key=True).filter(subject=subject.code)
    return known.going_on().first() or known.filter(ended_at__gt=now - COOLDOWN).newest_first().first()


def _is_quiet(subject: Subject, now: datetime) -> bool:
    return Spike.objects.filter(subject=subject.code, quiet_until__gt=now).exists()


def _opened(finding: Finding, now: datetime) -> Spike:
    subject, count = finding.subject, finding.observed.count
    # Another look may open it at this very moment: then that one is it.
    spike, is_new = Spike.objects.exclude(state=State.CLOSED).get_or_create(
        subject=subject.code,
        defaults={
            "area_id": subject.area,
            "category_id": subject.category,
            "tier_id": subject.tier,
            "began_at": now,
            "highest_count": count,
            "grown_from": count,
            "mrr_minor": finding.mrr_minor,
            "examples": [thing.key for thing in examples_of(Behind(now - LOOKED_AT, now, subject))],
            **_numbers(finding, now),
        },
    )
    if is_new:
        ledger.record(OPENED, spike, count=count, **_codes(spike))
    return spike


def _seen_again(spike: Spike, finding: Finding, now: datetime) -> Spike:
    count, is_back = finding.observed.count, spike.is_over
    for name, value in _numbers(finding, now).items():
        setattr(spike, name, value)
    spike.highest_count = max(spike.highest_count, count)
    has_grown = count >= GROWTH * spike.grown_from
    if is_back:
        spike.state, spike.ended_at = State.EXPECTED if spike.muted_at else State.OPEN, None
    if has_grown or is_back:
        spike.grown_from, spike.grew_at = max(count, spike.grown_from), now
    spike.save(update_fields=[*_numbers(finding, now), "highest_count", "grown_from", "grew_at", "state", "ended_at"])
    if has_grown or is_back:
        ledger.record(GREW, spike, count=count, **_codes(spike))
    return spike


def _numbers(finding: Finding, now: datetime) -> dict[str, object]:
    observed = finding.observed
    low, high = observed.usual.band()
    return {
        "seen_at": now,
        "count": observed.count,
        "company_count": observed.companies,
        "expected": observed.usual.expected,
        "expected_low": low,
        "expected_high": high,
        "chance": observed.usual.chance(observed.count),
    }


def _codes(spike: Spike) -> dict[str, object]:
    return {
        "area": spike.area_id,
        "category": spike.category_id,
        "tier": spike.tier_id,
        "companies": spike.company_count,
    }


def _locked(spike_id: int) -> Spike:
    spike = Spike.objects.select_for_update(no_key=True).filter(pk=spike_id).first()
    if spike is None:
        raise SpikeError(_("This is not there any more; look for it in the list of what was unusual."))
    return spike
