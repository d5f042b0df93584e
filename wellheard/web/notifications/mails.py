"""When notifications are mailed, and what the mail says."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.leaving import one_click
from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.web.notifications.queries import Line, lines
from wellheard.workspace.commands.notifying import note_mailed
from wellheard.workspace.installation import installation, known_zones
from wellheard.workspace.models import Notification, NotificationChoice, Staff

Mail = NotificationChoice.Mail

_SALT = "wellheard.notifications"
# Mails of the day go out at eight; at night, from nine in the evening until seven, none do. All in the reader's own zone.
_MORNING, _WAKES, _SLEEPS = 8, 7, 21
_MOST_LINES = 50
# What is of no use the day after.
_UNASKED = {Notification.Kind.SPIKE.value: Mail.AT_ONCE.value}


@transaction.atomic
def mail_what_is_due(*, staff: Staff) -> None:
    """Mail a colleague what is due now, in one letter; what they have read or do not want by mail is passed over."""
    Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)
    waiting = list(Notification.objects.filter(staff=staff, mailed_at=None).newest_first()[:1000])
    wishes = wishes_of(staff)
    unwanted = [row for row in waiting if row.read_at or wishes[row.kind] == Mail.OFF or not staff.is_active]
    due = [row for row in waiting if row not in unwanted and _is_due(row, wishes[row.kind], zone_of(staff))]
    if due:
        queue_mail(_letter(staff, due))
    note_mailed(ids=[row.pk for row in (*unwanted, *due)], at=clock.now())


def wishes_of(staff: Staff) -> dict[str, str]:
    """Return how somebody wishes to be told by mail of each kind; once a day where they said nothing, what is urgent at once."""
    chosen = dict(staff.notification_choices.values_list("kind", "mail"))
    return {kind: chosen.get(kind, _UNASKED.get(kind, Mail.DAILY.value)) for kind in Notification.Kind.values}


def zone_of(staff: Staff) -> ZoneInfo:
    """Return the zone in which somebody sleeps."""
    return ZoneInfo(staff.time_zone) if staff.time_zone in known_zones() else installation().zone


def reader_of(token: str) -> Staff:
    """Return whose mails a signed link stops. Raises BadSignature when it is not ours, or they are gone."""
    staff = Staff.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    if staff is None:
        raise signing.BadSignature("nobody reads these mails any more")
    return staff


def stopping_link(staff: Staff) -> str:
    """Return the address of the page that stops these mails."""
    token = signing.dumps(staff.pk, salt=_SALT)
    return settings.BASE_URL.rstrip("/") + reverse("notifications_stopping", args=[token])


def _is_due(row: Notification, wish: str, zone: ZoneInfo) -> bool:
    now = clock.now().astimezone(zone)
    if wish == Mail.AT_ONCE:
        return _WAKES <= now.hour < _SLEEPS
    return row.made_at < (_last_morning(now) if wish == Mail.DAILY else _last_monday(now))


def _last_morning(now: datetime) -> datetime:
    morning = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    return morning if morning <= now else morning - timedelta(days=1)


def _last_monday(now: datetime) -> datetime:
    morning = _last_morning(now)
    return morning - timedelta(days=morning.weekday())


def _letter(staff: Staff, due: list[Notification]) -> Letter:
    with translation.override(staff.language or installation().language), timezone.override(zone_of(staff)):
        told = lines(due)
        link = stopping_link(staff)
        return Letter(
            key=f"notifications:{staff.pk}:{due[0].pk}",
            to_address=staff.email,
            to_name=staff.name,
            subject=ngettext("%(n)d thing concerns you", "%(n)d things concern you", len(told)) % {"n": len(told)},
            body="\n\n".join([_("Hello %(name)s,") % {"name": staff.first_name}, *_written(told)]),
            footer=_("You chose how often you hear of this. Stop these mails: %(link)s") % {"link": link},
            language=translation.get_language() or "",
            headers=one_click(link) | {"Auto-Submitted": "auto-generated"},
        )


def _written(told: Iterable[Line]) -> list[str]:
    base = settings.BASE_URL.rstrip("/")
    every = [f"{line.text}\n{base}{line.url}" if line.url else line.text for line in told]
    rest = len(every) - _MOST_LINES
    more = ngettext("%(n)d more is in your list.", "%(n)d more are in your list.", rest) % {"n": rest}
    return [*every[:_MOST_LINES], *([more] if rest > 0 else [])]
