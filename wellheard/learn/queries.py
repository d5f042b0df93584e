"""Figures about the loop itself."""

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.deliver.models import Release
from wellheard.listen.models import Feedback


def waiting_counts() -> dict[str, int]:
    """Return how much waits in each stage: unfiled feedback, ideas under review, draft releases, outstanding answers."""
    return {
        "unfiled": Feedback.objects.unfiled().count(),
        "under_review": Idea.objects.filter(status=Idea.Status.UNDER_REVIEW).count(),
        "drafts": Release.objects.filter(published_at=None).count(),
        "outstanding": Answer.objects.outstanding().count(),
    }
