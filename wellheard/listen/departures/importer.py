"""Import departures: every row is kept, also one without a word and one whose reason nobody knows."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.customers.models import Company
from wellheard.customers.queries import companies_named
from wellheard.listen.departures.commands import DepartureError, Leaving
from wellheard.listen.departures.commands.importing import import_departure
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.listen.departures.money import reported
from wellheard.listen.departures.usual_words import UNKNOWN, usual_meaning
from wellheard.listen.imports.amounts import currency_code, monthly_minor
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, result_of
from wellheard.listen.imports.values import day, text, words
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Reason


class DepartureImporter(Importer):
    """Departures, known by their id elsewhere; by company and day where a file has no ids."""

    later_counts = False
    columns: Sequence[Column] = (
        Column("id", "churneventid churnid departureid cancellationid eventid externalid"),
        Column(
            "company",
            "accountid companyid customerid externalcompanyid organizationid organisationid orgid account companyname "
            "accountname customer",
            is_needed=True,
        ),
        Column(
            "left_on",
            "churndate lefton cancelledat canceledat cancellationdate departuredate churnedat date endedat",
            is_needed=True,
        ),
        Column("reason", "reasoncode churnreason cancellationreason leavingreason cause feedbackcode"),
        Column("words", "feedbacktext comment feedback comments cancellationcomment said note notes"),
        Column("competitor", "switchedto lostto competitorname"),
        Column("mrr", "mrramount mrrlost lostmrr monthlyamount monthlyrevenue"),
        Column("arr", "arramount annualamount yearlyamount"),
        Column("currency", "currencycode mrrcurrency"),
    )
    parts: dict[str, str] = {}

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._currency = options.currency or installation().currency
        self._source = options.source
        reasons = Reason.objects.filter(kind=Reason.Kind.DEPARTURE).select_related("parent")
        self._reasons = {one.key: one for one in reasons.in_order()}
        known = [(key, one.full_label) for key, one in self._reasons.items()]
        self.choices = {"reason": [*known, (UNKNOWN, _NOBODY_KNOWS)]}

    def understood(self, name: str, value: str) -> str:
        """Return the reason that a word usually means, by its name here."""
        key = usual_meaning(value) if name == "reason" else ""
        return str(dict(self.choices["reason"]).get(key, ""))

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError."""
        company = text(cells.get("company"))
        if not company:
            raise RowError(_("It names no company."))
        with cells.reading("left_on") as cell:
            left_on = day(cell, self._habits)
        if left_on is None:
            raise RowError(_("It does not say when they left."))
        said = text(cells.said("reason"))[:200]
        chosen = text(cells.get("reason"))
        row = Leaving(
            company_id=0,
            left_on=left_on,
            reported_by=Departure.ReportedBy.IMPORT,
            reason_said=said,
            words=words(cells.get("words")),
            mrr_minor=self._paid(cells, left_on),
            source=self._source,
            external_id=text(cells.get("id"))[:200],
        )
        competitor = text(cells.get("competitor"))[:120]
        key = row.external_id or f"{company}:{left_on}"
        content = digest(company, left_on, said, row.words, competitor, row.mrr_minor)
        # A word that the person who imports gave a meaning of ours.
        meant = self._reasons.get(chosen) if chosen != said else None
        return Draft(cells.number, key, content, (company, row, meant, competitor), twin=content)

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many departures, each in its place among the others of its company."""
        companies = companies_named(draft.saved[0] for draft in drafts)
        return [self._save(draft, companies) for draft in drafts]

    def finish(self) -> list[str]:
        """Tell which rows wait for a decision; they are kept all the same."""
        return [*_undecided(), *_left_again()]

    def _save(self, draft: Draft, companies: dict[str, Company]) -> Result:
        named, leaving, meant, competitor = draft.saved
        if named not in companies:
            return Result(
                "refused", _("There is no company with the id or the one name “%(name)s”.") % {"name": named[:60]}
            )
        try:
            with transaction.atomic():
                kept = import_departure(
                    leaving=leaving, company=companies[named], meant=meant, competitor_said=competitor
                )
        except DepartureError as problem:
            return result_of(problem)
        return Result(kept.outcome, "", [*draft.notes, *kept.notes])

    def _paid(self, cells: Cells, left_on: date) -> int | None:
        currency = currency_code(text(cells.get("currency")) or self._currency)
        amount = monthly_minor(cells, self._habits, currency=currency, monthly="mrr", yearly="arr")
        return None if amount is None else reported(amount, currency=currency, day=left_on)


_NOBODY_KNOWS = gettext_lazy("Nobody knows")


def _undecided() -> list[str]:
    waiting = SaidReason.objects.undecided().count()
    if not waiting:
        return []
    sentence = ngettext(
        "%(count)d word for a reason has no meaning yet; the departures are kept. Say what it means on the page of departures.",
        "%(count)d words for reasons have no meaning yet; the departures are kept. Say what they mean on the page of departures.",
        waiting,
    )
    return [sentence % {"count": waiting}]


def _left_again() -> list[str]:
    count = Departure.objects.exclude(followed_by=None).count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)d departure was followed by another, and nobody knows when the company had come back.",
        "%(count)d departures were followed by another, and nobody knows when the company had come back.",
        count,
    )
    return [sentence % {"count": count}]
