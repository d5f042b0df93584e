"""Questions about releases."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from wellheard.decide.models import Idea
from wellheard.deliver.models import Release, ReleaseThanks
from wellheard.listen.surveys.thanking import Honoured, among, consents

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


def thanks_of(releases: Iterable[Release]) -> dict[int, Honoured]:
    """Return by release whom it thanks: those who agreed before it went live and have not taken it back; in two queries."""
    published = {release.pk: release.published_at for release in releases}
    rows = list(ReleaseThanks.objects.filter(release__in=published).values_list("release_id", "survey_id"))
    agreed = consents({survey_id for _release, survey_id in rows}) if rows else []
    surveys: dict[int, set[int]] = {}
    for release_id, survey_id in rows:
        surveys.setdefault(release_id, set()).add(survey_id)
    return {
        pk: among(one for one in agreed if one.survey_id in theirs and _in_time(one.since, published[pk]))
        for pk, theirs in surveys.items()
    }


def _in_time(since: datetime, published_at: datetime | None) -> bool:
    return published_at is None or since <= published_at
