"""Keep who wishes a digest of figures and goals, and until when they have theirs. Wishes about mails are no facts."""

from datetime import date

from django.db import transaction

from wellheard.learn.goals.models import DigestChoice
from wellheard.workspace.models import Staff


@transaction.atomic
def choose_digest(*, staff: Staff, rhythm: str) -> None:
    """Keep how often somebody wishes a digest. The first one tells of the first whole period after they chose."""
    wanted = DigestChoice.Rhythm(rhythm)
    made, is_new = DigestChoice.objects.get_or_create(staff=staff, defaults={"rhythm": wanted})
    if not is_new and made.rhythm != wanted:
        made.rhythm, made.done_until = wanted, None
        made.save(update_fields=["rhythm", "done_until"])


@transaction.atomic
def note_digest_done(*, choice_id: int, until: date) -> None:
    """Note that somebody has their digest of everything before this day, or that there was nothing to tell."""
    DigestChoice.objects.filter(pk=choice_id).update(done_until=until)
