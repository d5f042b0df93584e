"""Keep pictures beside what customers say, from the moment they are chosen to the day they are erased."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.files import drop_file, keep_file
from wellheard.foundation.pictures import Picture
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands.feedback import FeedbackError
from wellheard.listen.models import Feedback, FeedbackPicture, Suspect

PICTURED = names.declare("feedback.pictured", "Pictures came with what a customer said; how many.")

MOST_PICTURES, MOST_IN_DESCRIPTION = 4, 300
FOLDER = "pictures"
# Who chose a picture and never sent the form does not come back for it.
FORGOTTEN_AFTER = timedelta(days=1)


@transaction.atomic
def keep_picture(*, once: str, picture: Picture) -> FeedbackPicture:
    """Keep a picture of a form that is not sent yet; the same one again is kept once. Raises FeedbackError for a fifth."""
    _one_at_a_time(once)
    digest = hashlib.sha256(picture.data).hexdigest()
    there = FeedbackPicture.objects.filter(once=once)
    if same := there.filter(digest=digest).first():
        return same
    if there.count() >= MOST_PICTURES:
        raise FeedbackError(
            _("You can send %(most)d pictures along. Take one out before you add another.") % {"most": MOST_PICTURES}
        )
    return FeedbackPicture.objects.create(
        once=once,
        digest=digest,
        file=keep_file(picture.data, folder=FOLDER, ending=picture.ending),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        byte_count=len(picture.data),
        kept_at=clock.now(),
    )


@transaction.atomic
def describe_pictures(*, once: str, shows: Mapping[int, str]) -> None:
    """Note what pictures show, for people who cannot see them."""
    for picture in waiting_pictures(once):
        text = clean_line(shows.get(picture.pk, picture.shows))[:MOST_IN_DESCRIPTION]
        if text != picture.shows:
            picture.shows = text
            picture.save(update_fields=["shows"])


@transaction.atomic
def take_picture_out(*, once: str, picture_id: int) -> None:
    """Delete a picture of a form that is not sent yet; one that went along stays."""
    delete_pictures(waiting_pictures(once).filter(pk=picture_id))


@transaction.atomic
def attach_pictures(*, once: str, feedback: Feedback | None = None, suspect: Suspect | None = None) -> None:
    """Let the pictures of a form go along with its words. Doing it again changes nothing."""
    count = waiting_pictures(once).update(feedback=feedback, suspect=suspect)
    if count and feedback:
        ledger.record(PICTURED, feedback, count=count)


def waiting_pictures(once: str) -> QuerySet[FeedbackPicture]:
    """Return the pictures of a form that is not sent yet, as they were chosen."""
    return FeedbackPicture.objects.filter(once=once, feedback=None, suspect=None).order_by("pk")


@transaction.atomic
def drop_forgotten_pictures() -> int:
    """Delete pictures of forms that were never sent."""
    old = clock.now() - FORGOTTEN_AFTER
    return delete_pictures(FeedbackPicture.objects.filter(feedback=None, suspect=None, kept_at__lt=old))


@transaction.atomic
def delete_pictures(pictures: Iterable[FeedbackPicture]) -> int:
    """Delete pictures; their files go once that is sure."""
    gone = list(pictures)
    for picture in gone:
        name = picture.file
        picture.delete()
        transaction.on_commit(lambda name=name: drop_file(name))  # type: ignore[misc]
    return len(gone)


def _one_at_a_time(once: str) -> None:
    """Let two pictures of one form follow each other, or both would pass the count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"pictures:{once}"])
