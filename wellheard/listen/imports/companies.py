"""Import companies."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from wellheard.customers.commands import (
    CompanyFields,
    SubscriptionFields,
    import_companies,
    import_stated_mrr,
    settle_mrr,
)
from wellheard.customers.models import Company
from wellheard.customers.queries import companies_named
from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.amounts import currency_code, monthly_minor
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.countries import country_code
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, result_of
from wellheard.listen.imports.values import day, text, truth, whole_number
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Tier

Stage = Company.Stage

_STAGES = {
    Stage.PROSPECT: "prospect lead opportunity",
    Stage.TRIAL: "trial trialing trialling evaluation",
    Stage.ONBOARDING: "onboarding implementation",
    Stage.ACTIVE: "active customer live paying won subscribed",
    Stage.AT_RISK: "atrisk risk",
    Stage.LOST: "lost churned cancelled canceled former inactive closed",
    Stage.RETURNED: "returned reactivated winback",
}
_STAGE_BY_NAME = {name: stage for stage, names in _STAGES.items() for name in [*names.split(), stage.replace("_", "")]}


class CompanyImporter(Importer):
    """Companies, known by their id elsewhere; by their name where a file has no ids."""

    later_counts = True
    columns: Sequence[Column] = (
        Column(
            "id", "accountid companyid customerid externalid organizationid organisationid orgid workspaceid tenantid"
        ),
        Column(
            "name",
            "company companyname accountname account customername customer organization organisation orgname",
            is_needed=True,
        ),
        Column("domain", "website emaildomain companydomain url web homepage"),
        Column("stage", "status lifecyclestage accountstatus customerstatus state"),
        Column("industry", "sector vertical branch"),
        Column("country", "countrycode billingcountry location"),
        Column("plan", "plantier planname subscriptionplan package edition"),
        Column("tier", "accounttier customertier servicelevel supporttier sla"),
        Column("seats", "users licenses licences usercount seatcount numberofseats"),
        Column(
            "joined_on", "signupdate joined joinedat createdat created customersince startdate signedup signupat since"
        ),
        Column("owner", "accountowner csm accountmanager successmanager ownedby"),
        # For vendors without a list of subscriptions: it counts as long as none of the company's is known.
        Column("mrr", "totalmrr monthlyspend monthlyrevenue mrramount"),
        Column("arr", "totalarr annualspend annualrevenue arramount annualcontractvalue acv"),
        Column("currency", "currencycode mrrcurrency"),
        Column("is_trial", "trial intrial"),
        Column("is_lost", "churnflag churned ischurned haschurned"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._currency = options.currency or installation().currency
        self._states = False
        self._tiers = {tier.name.casefold(): tier for tier in Tier.objects.in_order()}
        self.choices = {
            "stage": Stage.choices,
            "tier": [(tier.name, tier.name) for tier in self._tiers.values()],
        }
        self._staff: dict[str, Staff] = {}
        for staff in Staff.objects.filter(is_active=True).order_by("-pk"):
            self._staff |= {staff.email: staff, staff.name.casefold(): staff}

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        notes: list[str] = []
        name = text(cells.get("name"))
        external_id = text(cells.get("id"))
        key = external_id or f"named {name.casefold()}"
        if not external_id and not name:
            raise RowError(_("It has neither an id nor a name."))
        fields = CompanyFields(name=name)
        if external_id:
            fields["external_id"] = external_id
        for column in ("domain", "industry", "plan"):
            if value := text(cells.get(column)):
                fields[column] = value
        with cells.reading("seats") as cell:
            if cell not in {None, ""}:
                fields["seats"] = whole_number(cell, self._habits)
        with cells.reading("joined_on") as cell:
            if joined_on := day(cell, self._habits):
                fields["joined_on"] = joined_on
        self._add_place(cells, fields, notes)
        self._add_stage(cells, fields, notes)
        self._add_owner(cells, fields)
        self._add_tier(cells, fields, notes)
        stated = self._stated(cells, fields)
        fields["attributes"] = dict(cells.others()) | fields.get("attributes", {})
        content = digest(*sorted(map(str, fields.items())), *sorted(map(str, stated.items())))
        return Draft(cells.number, key, content, (fields, stated), notes)

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many companies, and what the file says they pay."""
        outcomes = import_companies(drafts=[draft.saved[0] for draft in drafts])
        results = [result_of(outcome, draft.notes) for outcome, draft in zip(outcomes, drafts, strict=True)]
        return self._state(drafts, results)

    def finish(self) -> list[str]:
        """Bring each company's MRR up to date, once, where the file said what they pay."""
        if self._states:
            settle_mrr()
        return []

    def _stated(self, cells: Cells, fields: CompanyFields) -> SubscriptionFields:
        """Return what the company pays a month as far as the row says it. Raises RowError."""
        written = text(cells.get("currency"))
        if not (text(cells.get("mrr")) or text(cells.get("arr"))):
            return {}
        currency = currency_code(written or self._currency)
        amount = monthly_minor(cells, self._habits, currency=currency, monthly="mrr", yearly="arr")
        if amount is None:
            return {}
        stated = SubscriptionFields(amount_minor=amount, currency=currency, plan=fields.get("plan", ""))
        if joined_on := fields.get("joined_on"):
            stated["from_on"] = min(joined_on, clock.today())
        return stated

    def _state(self, drafts: Sequence[Draft], results: list[Result]) -> list[Result]:
        """Save what these companies pay; note where their subscriptions know better."""
        said = {
            number: draft.saved
            for number, (draft, result) in enumerate(zip(drafts, results, strict=True))
            if draft.saved[1] and result.outcome != "refused"
        }
        if not said:
            return results
        self._states = True
        companies = companies_named(_called(fields) for fields, _stated in said.values())
        # A name that two companies have names neither.
        owners = {
            number: found.pk for number, (fields, _said) in said.items() if (found := companies.get(_called(fields)))
        }
        left_out = import_stated_mrr(stated={owner: said[number][1] for number, owner in owners.items()})
        note = _("What it pays is known from its subscriptions; the amount in this file was left out.")
        for number, owner in owners.items():
            if owner in left_out:
                results[number] = replace(results[number], notes=[*results[number].notes, note])
        return results

    def _add_place(self, cells: Cells, fields: CompanyFields, notes: list[str]) -> None:
        written = text(cells.get("country"))
        if code := country_code(written):
            fields["country"] = code
        elif written:
            notes.append(_("“%(value)s” is no country we know; it was left out.") % {"value": written[:40]})

    def _add_owner(self, cells: Cells, fields: CompanyFields) -> None:
        written = text(cells.get("owner"))
        if staff := self._staff.get(written.casefold()):
            fields["owner"] = staff
        elif written:
            fields["attributes"] = {"owner": written[:200]}

    def _add_tier(self, cells: Cells, fields: CompanyFields, notes: list[str]) -> None:
        written = text(cells.get("tier"))
        if tier := self._tiers.get(written.casefold()):
            fields["tier"] = tier
        elif written:
            fields["attributes"] = fields.get("attributes", {}) | {"tier": written[:200]}
            notes.append(_("There is no tier “%(value)s”; it was kept beside the company.") % {"value": written[:40]})

    def _add_stage(self, cells: Cells, fields: CompanyFields, notes: list[str]) -> None:
        written = text(cells.get("stage"))
        if stage := _STAGE_BY_NAME.get("".join(letter for letter in written.casefold() if letter.isalpha())):
            fields["stage"] = stage
            return
        if written:
            notes.append(_("“%(value)s” is no stage we know; it was left out.") % {"value": written[:40]})
        for column, flagged in (("is_lost", Stage.LOST), ("is_trial", Stage.TRIAL)):
            with cells.reading(column) as cell:
                if truth(cell):
                    fields["stage"] = flagged
                    return


def _called(fields: CompanyFields) -> str:
    """Return what a company is found by: its id, else its name."""
    return clean_line(fields.get("external_id") or fields.get("name", ""))
