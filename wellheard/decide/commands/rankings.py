"""Count in the background how the companies of large segments rank ideas."""

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from wellheard.customers.models import Company, Segment
from wellheard.decide.models import Idea, SegmentIdea, SegmentRanking
from wellheard.decide.queries.board import Choice, places_before
from wellheard.decide.queries.rows import IdeaRow, evidence_by_month, loudest_ids, rows_of
from wellheard.foundation import clock

# A segment of fewer companies is counted whenever somebody looks.
LARGE = 2_000
PART = 500


def keep_rankings() -> int:
    """Count every large segment anew and forget the others; return how many are kept."""
    large = list(Segment.objects.filter(company_count__gt=LARGE).order_by("pk"))
    SegmentRanking.objects.exclude(segment__in=large).delete()
    for segment in large:
        keep_ranking(segment=segment)
    return len(large)


@transaction.atomic
def keep_ranking(*, segment: Segment) -> SegmentRanking:
    """Count how a segment's companies rank ideas; whoever looks meanwhile sees what was counted before."""
    choice = Choice(segment=segment)
    companies = Company.objects.filter(pk__in=segment.members.values("company"))
    money = companies.aggregate(money=Coalesce(Sum("mrr_minor"), 0))["money"]
    ranking, _is_new = SegmentRanking.objects.update_or_create(
        segment=segment, defaults={"counted_at": clock.now(), "money": money}
    )
    ranking.ideas.all().delete()
    ideas = list(Idea.objects.unmerged().filter(company_count__gt=0).select_related("area", "owner").order_by("pk"))
    before = places_before(choice)
    for begin in range(0, len(ideas), PART):
        part = ideas[begin : begin + PART]
        ids = [idea.pk for idea in part]
        rows = rows_of(part, companies, before=before, months=evidence_by_month(ids, companies))
        loudest = loudest_ids(ids, companies)
        SegmentIdea.objects.bulk_create(
            _kept(ranking, row, loudest.get(row.idea_id)) for row in rows if row.figures.companies
        )
    return ranking


def _kept(ranking: SegmentRanking, row: IdeaRow, loudest: int | None) -> SegmentIdea:
    return SegmentIdea(
        ranking=ranking,
        idea_id=row.idea_id,
        companies=row.companies,
        people=row.figures.people,
        votes=row.figures.votes,
        money=row.money,
        risk=row.figures.risk,
        lost=row.figures.lost,
        lost_deals=row.figures.lost_deals,
        pipeline=row.figures.pipeline,
        expansion=row.figures.expansion,
        worth=row.figures.worth,
        largest=row.figures.largest,
        before=row.before,
        by_month=row.by_month,
        loudest_id=loudest,
    )
