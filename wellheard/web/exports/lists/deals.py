"""Deals as a file, as their list stands in the address; its columns are those that files of deals come in by."""

from django.utils.translation import gettext_lazy

from wellheard.foundation.money import to_major
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.listing import in_view
from wellheard.web.deals.forms import DealFilter, view_in
from wellheard.web.exports.table import Asked, Columns, Rows, Table, by_key
from wellheard.workspace.installation import installation


def _deals(asked: Asked) -> Rows:
    _chosen, found = DealFilter(asked.query).found()
    rows = in_view(found, view_in(asked.query)).select_related("company", "competitor", "owner", "contact")
    return by_key(rows.prefetch_related("reasons__reason", "missing__feedback"), ("-day", "-pk"))


def _columns() -> Columns:
    currency = installation().currency
    return {
        "wellheard_id": lambda deal: deal.pk,
        "source": lambda deal: deal.source,
        "id": lambda deal: deal.external_id,
        "title": lambda deal: deal.title,
        "company": lambda deal: deal.company.name if deal.company else deal.company_said,
        "company_id": lambda deal: deal.company.external_id if deal.company else deal.company_key_said,
        "is_placed": lambda deal: deal.company_id is not None,
        "owner": lambda deal: deal.owner.name if deal.owner else deal.owner_said,
        "pipeline": lambda deal: deal.pipeline_said,
        "stage": lambda deal: deal.stage_said,
        "outcome": lambda deal: deal.outcome,
        "deal_amount": lambda deal: None if deal.amount_minor is None else to_major(deal.amount_minor, deal.currency),
        "currency": lambda deal: deal.currency,
        "reporting_amount": lambda deal: (
            None if deal.reporting_minor is None else to_major(deal.reporting_minor, currency)
        ),
        "reporting_currency": lambda _deal: currency,
        "industry": lambda deal: deal.industry,
        "deal_competitor": lambda deal: deal.competitor and deal.competitor.name,
        "deal_reason": _reasons,
        "missing": lambda deal: [one.feedback.words for one in deal.missing.all()],
        "opened_on": lambda deal: deal.opened_on,
        "closed_on": lambda deal: deal.closed_on,
        "changed_at": lambda deal: deal.changed_at,
    }


def _reasons(deal: Deal) -> list[str]:
    """Return each reason as we call it, else as it was said, with who said it."""
    return [f"{one.reason.label if one.reason else one.said} ({one.said_by})" for one in deal.reasons.all()]


TABLES = (Table("deals", gettext_lazy("Deals"), _columns, _deals),)
