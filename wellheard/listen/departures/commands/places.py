"""What a departure or a return changes about its company."""

from django.utils.translation import gettext as _

from wellheard.customers.commands import save_company
from wellheard.customers.models import Company
from wellheard.foundation import journal
from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.models import Departure


def lock_company(company_id: int) -> Company:
    """Return a company, held until the end of the transaction: two departures of one wait for each other.

    Raises DepartureError.
    """
    company = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=company_id).first()
    if company is None:
        raise DepartureError(_("This company does not exist any more. Choose another."), field="company")
    return company


def locked(departure_id: int) -> tuple[Departure, Company]:
    """Return a departure and its company, held until the end of the transaction, the company first. Raises DepartureError."""
    found = Departure.objects.filter(pk=departure_id).values_list("company_id", flat=True).first()
    company = lock_company(found) if found else None
    rows = Departure.objects.select_for_update(of=("self",), no_key=True).select_related("company", "contact", "reason")
    departure = rows.filter(pk=departure_id).first() if company else None
    if departure is None or company is None:
        raise DepartureError(_("This departure does not exist any more. Go back to the list of departures."))
    return departure, company


def stage_after(company: Company) -> str:
    """Return the stage a company has after all that is known of its departures."""
    last = Departure.objects.filter(company=company).newest_first().first()
    if last is None:
        return company.stage
    if last.is_open:
        return Company.Stage.LOST
    return Company.Stage.RETURNED if company.stage == Company.Stage.LOST else company.stage


def keep_stage(company: Company, stage: str) -> None:
    """Give a company its stage; the same again changes nothing."""
    before = company.stage
    if before != stage:
        company.stage = save_company(company_id=company.pk, stage=stage).stage
        journal.changed(company, {"stage": before})
