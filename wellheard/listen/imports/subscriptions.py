"""Import subscriptions: several may run at once, a company's MRR is their sum."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.customers.commands import SubscriptionFields, import_subscriptions, settle_mrr
from wellheard.customers.models import Company, Subscription
from wellheard.foundation import clock
from wellheard.listen.imports.amounts import currency_code, monthly_minor
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, result_of
from wellheard.listen.imports.values import day, text, truth, whole_number
from wellheard.workspace.installation import installation


class SubscriptionImporter(Importer):
    """Subscriptions, known by their id elsewhere; by company, plan and first day where a file has no ids."""

    later_counts = True
    columns: Sequence[Column] = (
        Column("id", "subscriptionid subid externalid"),
        Column(
            "company",
            "accountid companyid customerid externalcompanyid organizationid organisationid orgid account companyname "
            "accountname customer",
            is_needed=True,
        ),
        Column(
            "from",
            "startdate startedat start startson startedon periodstart begin beginson validfrom createdat",
            is_needed=True,
        ),
        Column("until", "enddate endedat end endson endedon periodend canceledat cancelledat churndate validuntil to"),
        Column(
            "amount", "mrr mrramount monthlyamount monthlyprice amountpermonth monthlyrevenue monthlyspend price value"
        ),
        Column("yearly_amount", "arr arramount annualamount yearlyamount annualrevenue amountperyear acv"),
        Column("currency", "currencycode mrrcurrency"),
        Column("plan", "plantier planname tier package edition productplan"),
        Column("seats", "users licenses licences quantity seatcount"),
        Column("is_trial", "trial intrial"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._currency = options.currency or installation().currency

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        company = text(cells.get("company"))
        if not company:
            raise RowError(_("It names no company."))
        currency = currency_code(text(cells.get("currency")) or self._currency)
        with cells.reading("from") as cell:
            from_on = day(cell, self._habits)
        if from_on is None:
            raise RowError(_("It has no first day."))
        with cells.reading("until") as cell:
            until = day(cell, self._habits)
        with cells.reading("seats") as cell:
            seats = whole_number(cell, self._habits)
        plan = text(cells.get("plan"))
        key = text(cells.get("id")) or f"{company}:{plan}:{from_on}"
        content = digest(
            company, from_on, until, plan, seats, currency, cells.get("amount"), cells.get("yearly_amount")
        )
        fields = SubscriptionFields(
            external_id=key if len(key) <= 100 else digest(key),  # noqa: PLR2004 - its column
            plan=plan,
            seats=seats,
            amount_minor=self._amount(cells, currency),
            currency=currency,
            from_on=from_on,
            until=until,
        )
        return Draft(cells.number, key, content, (company, fields), twin=content)

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many subscriptions."""
        outcomes = import_subscriptions(drafts=[draft.saved for draft in drafts])
        return [result_of(outcome, draft.notes) for outcome, draft in zip(outcomes, drafts, strict=True)]

    def finish(self) -> list[str]:
        """Bring each company's MRR up to date, once."""
        settle_mrr()
        return [*_lost_but_paying(), *_uncounted()]

    def _amount(self, cells: Cells, currency: str) -> int:
        amount = monthly_minor(cells, self._habits, currency=currency)
        if amount is not None:
            return amount
        with cells.reading("is_trial") as cell:
            if truth(cell):
                return 0
        raise RowError(_("It has no amount."))


def _lost_but_paying() -> list[str]:
    count = Company.objects.filter(stage=Company.Stage.LOST, mrr_minor__gt=0).count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)d company is marked as lost and has a running subscription; it counts with what it pays.",
        "%(count)d companies are marked as lost and have running subscriptions; they count with what they pay.",
        count,
    )
    return [sentence % {"count": count}]


def _uncounted() -> list[str]:
    running = Subscription.objects.running_on(clock.today()).filter(amount_minor__gt=0)
    found = (
        running.exclude(currency=installation().currency)
        .order_by("currency")
        .values_list("currency", flat=True)
        .distinct()
    )
    if not (currencies := ", ".join(found)):
        return []
    return [
        _("Amounts in %(currencies)s are kept but not part of any MRR: figures are in %(reporting)s.")
        % {"currencies": currencies, "reporting": installation().currency}
    ]
