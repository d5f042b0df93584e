"""Questions about releases."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from wellheard.decide.models import Idea
from wellheard.deliver.models import Release

NEWEST = ("-published_at", "-pk")
# What is likely to be in the next release.
UNDER_WAY = (Idea.Status.PLANNED, Idea.Status.BUILDING, Idea.Status.BETA)
MOST_OFFERED = 20


def release_of(idea: Idea) -> Release | None:
    """Return the release an idea went live with; else the newest draft it is in."""
    releases = Release.objects.filter(shipments__idea=idea)
    return releases.order_by(F("published_at").desc(nulls_last=True), "-pk").first()


def drafts() -> QuerySet[Release]:
    """Return what is being prepared, newest first, with `idea_count`."""
    return _with_counts(Release.objects.filter(published_at=None)).order_by("-pk")


def published() -> QuerySet[Release]:
    """Return what went live, to be ordered NEWEST first, with `idea_count`."""
    return _with_counts(Release.objects.published())


def offered_ideas(*, words: str, chosen: Iterable[int]) -> list[Idea]:
    """Return the ideas a release may ship: the chosen ones first, then those under way, or those with words in the title.

    What is live already can only be kept, not added.
    """
    kept = list(chosen)
    others = Idea.objects.unmerged().exclude(pk__in=kept).exclude(status=Idea.Status.SHIPPED)
    others = others.filter(title__icontains=words) if words else others.filter(status__in=UNDER_WAY)
    first = Idea.objects.filter(pk__in=kept).select_related("area").worth_most_first()
    return [*first, *others.select_related("area").worth_most_first()[:MOST_OFFERED]]


def shippable(chosen: Iterable[int]) -> QuerySet[Idea]:
    """Return the ideas that may be in a release which has the chosen ones already."""
    return Idea.objects.filter(~Q(status=Idea.Status.SHIPPED) | Q(pk__in=list(chosen)))


def _with_counts(releases: QuerySet[Release]) -> QuerySet[Release]:
    return releases.select_related("product").annotate(idea_count=Count("shipments"))
