"""Keep a segment's companies as rows, so that ranking by a segment is one indexed query."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Subquery
from django.db.models.functions import Coalesce

from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.rules import compile_rule

_ADD = """
    INSERT INTO customers_segmentmember (segment_id, company_id)
    SELECT %s, meets.id FROM ({meets}) AS meets (id) ORDER BY meets.id
    ON CONFLICT DO NOTHING
"""


def replace_members(segment: Segment) -> int:
    """Bring all members up to date in two statements; return how many came or went."""
    meets = Company.objects.filter(compile_rule(segment.rule)).order_by()
    gone, _by_model = SegmentMember.objects.filter(segment=segment).exclude(company__in=meets).delete()
    sql, parameters = meets.values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(meets=sql), [segment.pk, *parameters])
        come = int(cursor.rowcount)
    return gone + come


def place_company(company_id: int, segments: Iterable[Segment]) -> set[int]:
    """Bring one company's memberships up to date; return the ids of the segments it entered or left."""
    segments, fields = list(segments), Fields()
    meets = {
        f"meets_{segment.pk}": ExpressionWrapper(compile_rule(segment.rule, fields), BooleanField())
        for segment in segments
    }
    company = Company.objects.filter(pk=company_id).annotate(**meets).first()
    wanted = {segment.pk for segment in segments if getattr(company, f"meets_{segment.pk}", False)}
    rows = SegmentMember.objects.filter(company_id=company_id, segment__in=segments)
    has = set(rows.values_list("segment_id", flat=True))
    rows.exclude(segment_id__in=wanted).delete()
    new = [SegmentMember(segment_id=pk, company_id=company_id) for pk in sorted(wanted - has)]
    SegmentMember.objects.bulk_create(new, ignore_conflicts=True)
    return wanted ^ has


def recount(segment_ids: Iterable[int]) -> None:
    """Set the number of companies of these segments from their rows."""
    members = SegmentMember.objects.filter(segment=OuterRef("pk")).order_by().values("segment")
    counted = members.annotate(count=Count("pk")).values("count")
    Segment.objects.filter(pk__in=segment_ids).update(company_count=Coalesce(Subquery(counted), 0))
