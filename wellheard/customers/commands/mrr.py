"""Keep what each company pays per month in step with its running subscriptions."""

from collections.abc import Iterable

from django.db import transaction

from wellheard.customers.models import Company, Subscription
from wellheard.customers.queries import companies_with_stale_mrr, counted_minor
from wellheard.foundation.facts import ledger, names

MRR_CHANGED = names.declare(
    "company.mrr_changed",
    "What a company pays per month changed: old and new, in minor units of the reporting currency.",
)


@transaction.atomic
def recompute_mrr(*, company_ids: Iterable[int]) -> int:
    """Set these companies' MRR to the sum of what runs today in the reporting currency; return how many changed.

    Other currencies count at their newest rate that is not later than today; those without one do not count until there is.
    """
    companies = list(Company.with_merged.select_for_update(no_key=True).filter(pk__in=set(company_ids)).order_by("pk"))
    sums = _running_sums([company.pk for company in companies])
    changed = [company for company in companies if company.mrr_minor != sums.get(company.pk, 0)]
    for company in changed:
        old, company.mrr_minor = company.mrr_minor, sums.get(company.pk, 0)
        ledger.record(MRR_CHANGED, company, old=old, new=company.mrr_minor)
    Company.with_merged.bulk_update(changed, ["mrr_minor"], batch_size=500)
    return len(changed)


@transaction.atomic
def settle_mrr() -> int:
    """Bring the MRR of all companies up to date, where subscriptions came in, started or ended; return how many changed."""
    return recompute_mrr(company_ids=companies_with_stale_mrr())


def _running_sums(company_ids: list[int]) -> dict[int, int]:
    theirs = Subscription.objects.filter(company_id__in=company_ids)
    return dict(theirs.values_list("company_id").annotate(paid_minor=counted_minor()).order_by())
