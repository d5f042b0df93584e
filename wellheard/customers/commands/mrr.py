"""Keep what each company pays per month in step with its running subscriptions."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Sum

from wellheard.customers.models import Company, Subscription
from wellheard.customers.queries import companies_with_stale_mrr
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.installation import installation

MRR_CHANGED = names.declare(
    "company.mrr_changed",
    "What a company pays per month changed: old and new, in minor units of the reporting currency.",
)


@transaction.atomic
def recompute_mrr(*, company_ids: Iterable[int]) -> int:
    """Set these companies' MRR to the sum of what runs today in the reporting currency; return how many changed.

    Amounts in another currency are kept but not counted until there is a dated rate for them.
    """
    companies = list(Company.with_merged.select_for_update().filter(pk__in=set(company_ids)).order_by("pk"))
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
    running = Subscription.objects.running_on(clock.today())
    counted = running.filter(company_id__in=company_ids, currency=installation().currency)
    return dict(counted.values_list("company_id").annotate(Sum("amount_minor")).order_by())
