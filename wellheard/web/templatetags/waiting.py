"""What a viewer may do, and how long somebody has waited, for templates."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext, ngettext

from wellheard.foundation import clock
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

register = template.Library()

# Days after which waiting is worth a second look, and after which it is too long.
WATCH_DAYS, OVERDUE_DAYS = 10, 30


@register.filter
def may(viewer: object, permission: str) -> bool:
    """Tell whether this person's role allows something, so that a page shows only buttons that work."""
    return isinstance(viewer, Staff) and viewer.may(Permission(permission))


@register.filter
def waited(since: datetime) -> str:
    """Return how long somebody has waited, in days whatever their number: a date would hide it."""
    days = max(0, (clock.now() - since).days)
    if days == 0:
        return gettext("since today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


@register.filter
def due(moment: datetime) -> str:
    """Return a moment by which something is promised, as the clock shows it: today by its time, later with its day."""
    local, today = moment.astimezone(get_current_timezone()), clock.now().astimezone(get_current_timezone()).date()
    at = date_format(local, "TIME_FORMAT")
    if local.date() == today:
        return gettext("by %(time)s") % {"time": at}
    if abs((local.date() - today).days) < 7:  # noqa: PLR2004 - days of a week
        return gettext("by %(day)s %(time)s") % {"day": date_format(local, "l"), "time": at}
    return gettext("by %(day)s %(time)s") % {"day": date_format(local, "MONTH_DAY_FORMAT"), "time": at}


@register.filter
def wait_tone(since: datetime) -> str:
    """Return the tone of a wait: muted, then warn, then bad; the words beside it say how long."""
    days = (clock.now() - since).days
    if days >= OVERDUE_DAYS:
        return "bad"
    return "warn" if days >= WATCH_DAYS else "muted"
