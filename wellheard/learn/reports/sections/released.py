"""What we released, what it solves, who had asked for it, and whether it helped."""

from collections import defaultdict
from typing import Any

from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation import clock
from wellheard.learn.reports.sections.quoting import quotes_of
from wellheard.learn.reports.sections.telling import told_of
from wellheard.learn.reports.sections.using import UNKNOWN, use_of
from wellheard.learn.reports.sections.within import Built, Within


def build(within: Within) -> Built:
    """Return the releases of these days with the ideas they ship, the latest first."""
    releases = list(Release.objects.published().filter(**within.days("published_at")).order_by("-published_at", "-pk"))
    shipments = (
        ReleasedIdea.objects.filter(release__in=releases).select_related("idea").order_by("-idea__mrr_minor", "pk")
    )
    ideas = [one.idea_id for one in shipments]
    quotes, helped, used = quotes_of(ideas, within, most=1), told_of(ideas), use_of(ideas, within)
    shipped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in shipments:
        idea = one.idea
        numbers = {"companies": idea.company_count, "asked": idea.contact_count, "mrr_minor": idea.mrr_minor}
        row = {"idea": idea.pk, "title": idea.title, "problem": idea.problem[:300], **numbers}
        shipped[one.release_id].append(
            row | helped[idea.pk] | used.get(idea.pk, UNKNOWN) | {"quotes": quotes.get(idea.pk, [])}
        )
    rows = [_row(release) | {"ideas": shipped[release.pk]} for release in releases]
    return Built({"rows": rows}, [said for found in quotes.values() for said in found])


def _row(release: Release) -> dict[str, Any]:
    on = clock.day_of(release.published_at).isoformat() if release.published_at else ""
    return {"release": release.pk, "title": release.title, "version": release.version_name, "on": on}
