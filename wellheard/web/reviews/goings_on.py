"""What others did at a meeting since a page of it was loaded, in sentences."""

from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from wellheard.decide.reviews.commands.meeting import TALK
from wellheard.decide.reviews.models import Review, Verdict
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

MOST = 5


def said_since(review: Review, since: datetime, reader: Staff) -> list[str]:
    """Return what others did since a moment, the newest last; nothing of ratings, whatever the reader may see elsewhere."""
    # Nothing is later than now, and no time can be added to the last moment there is.
    return [words for _when, words in sorted(_told(review, min(since, clock.now()), reader))][-MOST:]


def moment(written: str) -> datetime | None:
    """Return the moment a page says it was loaded; none for what is no moment."""
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    return found if found and is_aware(found) else None


def _told(review: Review, since: datetime, reader: Staff) -> list[tuple[datetime, str]]:
    told = [(one.decided_at, _decided(one)) for one in _verdicts(review, since, reader)]
    came = review.attendees.filter(came_at__gt=since).exclude(staff=reader).select_related("staff")
    told += [(one.came_at, _("%(name)s is there.") % {"name": one.staff.name}) for one in came if one.came_at]
    for item in review.items.filter(talk_until__gt=since + TALK).select_related("idea"):
        if item.talk_until:
            words = _("“%(title)s” is talked about now.") % {"title": item.idea.title}
            told.append((item.talk_until - TALK, words))
    if review.revealed_at and review.revealed_at > since:
        told.append((review.revealed_at, _("The ratings are open.")))
    if review.held_at and review.held_at > since:
        told.append((review.held_at, _("The meeting is over. Its minutes stand.")))
    return told


def _verdicts(review: Review, since: datetime, reader: Staff) -> list[Verdict]:
    rows = Verdict.objects.filter(item__review=review, decided_at__gt=since).exclude(decided_by=reader)
    return list(rows.select_related("item__idea", "decided_by"))


def _decided(verdict: Verdict) -> str:
    said = {
        "who": verdict.decided_by or _("Somebody"),
        "title": verdict.item.idea.title,
        "outcome": verdict.get_outcome_display(),
    }
    return _("%(who)s recorded “%(outcome)s” for “%(title)s”.") % said
