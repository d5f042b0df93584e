"""Tell who comes of a meeting by mail, for their calendar: asked to come, moved, called off. Each change is told once."""

from django.db import transaction

from wellheard.decide.reviews.commands.locking import State, locked
from wellheard.decide.reviews.letters import letter_for, letter_key
from wellheard.decide.reviews.models import Review
from wellheard.foundation import clock
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.calendars import REQUEST
from wellheard.listen.interviews.letters import News
from wellheard.workspace.models import Staff


@transaction.atomic
def tell_who_comes(*, review_id: int, sequence: int, staff_id: int | None = None) -> None:
    """Invite everybody who comes, or one of them, to the meeting as it stands now. Of one that is over nobody is told."""
    review = locked(review_id)
    if review.state in (State.HELD, State.CALLED_OFF) or review.meets_at <= clock.now():
        return
    coming = Staff.objects.at_work().filter(pk__in=review.attendees.values("staff"))
    for staff in coming.filter(pk=staff_id) if staff_id else coming.order_by("pk"):
        # Who is asked to come after the meeting was moved, or once more, never read of another time.
        news = News.MOVED if _last_told(review, staff).endswith(f":{REQUEST}") else News.INVITED
        queue_mail(letter_for(review, staff, news, sequence=sequence))


@transaction.atomic
def tell_it_is_off(*, review_id: int, sequence: int) -> None:
    """Take a meeting that was called off out of the calendars of those who were invited."""
    review = locked(review_id)
    for staff in Staff.objects.at_work().filter(pk__in=review.attendees.values("staff")).order_by("pk"):
        _take_out(review, staff, News.OFF, sequence)


@transaction.atomic
def tell_without(*, review_id: int, sequence: int, staff_id: int) -> None:
    """Take a meeting out of the calendar of somebody who does not come any more, unless they were asked again meanwhile."""
    review = locked(review_id)
    if not review.attendees.filter(staff=staff_id).exists():
        for staff in Staff.objects.at_work().filter(pk=staff_id):
            _take_out(review, staff, News.WITHOUT_YOU, sequence)


def _take_out(review: Review, staff: Staff, news: News, sequence: int) -> None:
    """Write to whoever was invited; in other calendars there is nothing to take out."""
    if _last_told(review, staff):
        queue_mail(letter_for(review, staff, news, sequence=sequence))


def _last_told(review: Review, staff: Staff) -> str:
    """Return the key of the last mail to a colleague about a meeting; empty where there is none."""
    told = OutgoingMail.objects.filter(key__startswith=f"{letter_key(review, staff)}:").order_by("-pk")
    return told.values_list("key", flat=True).first() or ""
