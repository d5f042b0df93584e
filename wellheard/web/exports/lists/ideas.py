"""Ideas, who needs one of them, and releases, as files."""

from django.http import Http404  # noqa: TID251 - choice_of says so what is gone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.decide.models import Idea
from wellheard.decide.queries import STRONGEST, chosen_ideas, evidence_of
from wellheard.deliver.models import Release
from wellheard.foundation.money import to_major
from wellheard.web.exports.table import Asked, Columns, NoSuchRowsError, Rows, Table, by_key
from wellheard.web.ideas.choosing import choice_of
from wellheard.web.ideas.forms import EvidenceFilter
from wellheard.workspace.installation import installation


def _ideas(asked: Asked) -> Rows:
    try:
        choice = choice_of(asked.query, staff=asked.staff)
    except Http404 as problem:
        raise NoSuchRowsError(str(problem)) from problem
    return by_key(chosen_ideas(choice).select_related("area", "owner"), choice.order)


def _idea_columns() -> Columns:
    currency = installation().currency
    return {
        "id": lambda idea: idea.pk,
        "title": lambda idea: idea.title,
        "status": lambda idea: idea.status,
        "area": lambda idea: idea.area.name if idea.area else "",
        "owner": lambda idea: idea.owner.name if idea.owner else "",
        "problem": lambda idea: idea.problem,
        "public_text": lambda idea: idea.public_text,
        "is_public": lambda idea: idea.is_public,
        "companies": lambda idea: idea.companies,
        "mrr": lambda idea: to_major(idea.money, currency),
        "worth": lambda idea: to_major(idea.worth, currency),
        "contacts": lambda idea: idea.contact_count,
        "feedback": lambda idea: idea.feedback_count,
        "votes": lambda idea: idea.vote_count,
        "mrr_at_risk": lambda idea: to_major(idea.risk_minor, currency),
        "mrr_lost": lambda idea: to_major(idea.lost_minor, currency),
        "lost_deals": lambda idea: to_major(idea.lost_deals_minor, currency),
        "blocked_pipeline": lambda idea: to_major(idea.pipeline_minor, currency),
        "expansion": lambda idea: to_major(idea.expansion_minor, currency),
        "currency": lambda _idea: currency,
        "created_at": lambda idea: idea.created_at,
        "status_changed_at": lambda idea: idea.status_changed_at,
    }


def _evidence(asked: Asked) -> Rows:
    idea = Idea.objects.filter(pk=asked.key).first()
    if idea is None:
        raise NoSuchRowsError(_("This idea does not exist (any more)."))
    rows = EvidenceFilter(asked.query).narrowing.apply(evidence_of(idea))
    return by_key(rows.select_related("company", "contact", "idea"), STRONGEST)


def _evidence_columns() -> Columns:
    currency = installation().currency
    return {
        "id": lambda row: row.pk,
        "idea": lambda row: row.idea.title,
        "company": lambda row: row.company,
        "contact": lambda row: row.contact,
        "importance": lambda row: row.importance,
        "importance_set_by": lambda row: row.importance_set_by,
        "grade": lambda row: row.grade,
        "pieces": lambda row: row.pieces,
        "mrr": lambda row: to_major(row.worth, currency),
        "lost_deal": lambda row: to_major(row.lost_deal_minor, currency),
        "open_deal": lambda row: to_major(row.open_deal_minor, currency),
        "currency": lambda _row: currency,
        "first_at": lambda row: row.first_at,
        "last_at": lambda row: row.last_at,
        "needed_by": lambda row: row.needed_by,
        "reaffirmed_at": lambda row: row.reaffirmed_at,
        "withdrawn_at": lambda row: row.withdrawn_at,
        "withdrawn_reason": lambda row: row.withdrawn_reason,
    }


def _releases(_asked: Asked) -> Rows:
    return by_key(Release.objects.prefetch_related("shipments__idea"))


def _release_columns() -> Columns:
    return {
        "id": lambda release: release.pk,
        "title": lambda release: release.title,
        "notes": lambda release: release.notes,
        "created_at": lambda release: release.created_at,
        "published_at": lambda release: release.published_at,
        "ideas": lambda release: [shipment.idea.title for shipment in release.shipments.all()],
    }


TABLES = (
    Table("ideas", gettext_lazy("Ideas"), _idea_columns, _ideas),
    Table("evidence", gettext_lazy("Who needs an idea"), _evidence_columns, _evidence),
    Table("releases", gettext_lazy("Releases"), _release_columns, _releases),
)
