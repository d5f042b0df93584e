"""Keep who wishes a digest of figures and goals, and until when they have theirs. Wishes about mails are no facts."""

from datetime import date

from django.db import transaction

from wellheard.learn.goals.models import DigestChoice
from wellheard.workspace.models import Staff


@transaction.atomic
def choose_digest(*, staff: Staff, rhythm: str) -> None:
    """Keep how often somebody wishes a digest."""
    DigestChoice.objects.update_or_create(staff=staff, defaults={"rhythm": DigestChoice.Rhythm(rhythm)})


@transaction.atomic
def note_digest_done(*, choice_id: int, until: date) -> None:
    """Note that somebody has their digest of everything before this day, or that there was nothing to tell."""
    DigestChoice.objects.filter(pk=choice_id).update(done_until=until)
