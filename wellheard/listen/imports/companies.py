"""Import companies."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wellheard.customers.commands import CompanyFields, import_companies
from wellheard.customers.models import Company
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.countries import country_code
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, result_of
from wellheard.listen.imports.values import day, text, truth, whole_number
from wellheard.workspace.models import Staff

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
    choices = {"stage": Stage.choices}
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
        Column("plan", "plantier planname tier subscriptionplan package edition"),
        Column("seats", "users licenses licences usercount seatcount numberofseats"),
        Column(
            "joined_on", "signupdate joined joinedat createdat created customersince startdate signedup signupat since"
        ),
        Column("owner", "accountowner csm accountmanager successmanager ownedby"),
        # What a company pays is the sum of its subscriptions; these are looked for to say so.
        Column("mrr", "totalmrr monthlyspend monthlyrevenue mrramount"),
        Column("currency", "currencycode"),
        Column("is_trial", "trial intrial"),
        Column("is_lost", "churnflag churned ischurned haschurned"),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
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
        cells.get("currency")
        if text(cells.get("mrr")):
            notes.append(_("What a company pays comes from its subscriptions; import them to count it."))
        fields["attributes"] = dict(cells.others()) | fields.get("attributes", {})
        return Draft(cells.number, key, digest(*sorted(map(str, fields.items()))), fields, notes)

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many companies."""
        outcomes = import_companies(drafts=[draft.saved for draft in drafts])
        return [result_of(outcome, draft.notes) for outcome, draft in zip(outcomes, drafts, strict=True)]

    def finish(self) -> list[str]:
        """Nothing follows from the rows together."""
        return []

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
