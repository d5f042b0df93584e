"""The links that open the cancellation form: signed, for one contact of one company, good for two weeks."""

import secrets
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from wellheard.customers.models import Company, Contact, Membership
from wellheard.listen.departures.commands import Visit
from wellheard.web.widget.trying import MARK, is_trial
from wellheard.web.widget.trying import VALID_SECONDS as TRIAL_SECONDS
from wellheard.workspace.installation import portal_address
from wellheard.workspace.models import Staff

SALT = "wellheard.departures.cancelling"
VALID_SECONDS = 14 * 86_400
# Of another make than those that count, so that none can be made of it.
TRIAL_SALT = "wellheard.departures.trying"


@dataclass(frozen=True)
class Opened:
    """A visit that a link opens, whether the link is too old, and whether a colleague only tries the form."""

    visit: Visit | None
    is_old: bool = False
    is_trial: bool = False


def company_of(contact: Contact) -> Company | None:
    """Return the company a contact speaks for."""
    home = Membership.objects.filter(contact=contact, is_primary=True).select_related("company").first()
    return home.company if home else None


def token_for(*, contact: Contact, company: Company, return_url: str = "", by: Staff | None = None) -> str:
    """Return what opens the form once for a contact of a company."""
    said = [company.pk, contact.pk, return_url, by.pk if by else None, secrets.token_urlsafe(9)]
    return signing.dumps(said, salt=SALT, compress=True)


def link_for(*, contact: Contact, company: Company, by: Staff) -> str:
    """Return the address staff may send to somebody who wants to leave."""
    return portal_address(reverse("cancelling", args=[token_for(contact=contact, company=company, by=by)]))


def trial_token_for(*, contact: Contact, company: Company) -> str:
    """Return what shows a colleague the form as a contact of a company sees it: good for an hour, and for looking only."""
    return MARK + signing.dumps([company.pk, contact.pk, "", None, ""], salt=TRIAL_SALT, compress=True)


def opened_by(token: str) -> Opened:
    """Return the visit a link opens; none for one that is not ours, too old, or of somebody who is gone."""
    trial = is_trial(token)
    salt, seconds = (TRIAL_SALT, TRIAL_SECONDS) if trial else (SALT, VALID_SECONDS)
    try:
        said = signing.loads(token.removeprefix(MARK) if trial else token, salt=salt, max_age=seconds)
        company_id, contact_id, return_url, staff_id, _once = said
    except signing.SignatureExpired:
        return Opened(None, is_old=True)
    except (signing.BadSignature, ValueError, TypeError):
        return Opened(None)
    company = Company.objects.filter(pk=company_id).first()
    contact = Contact.objects.filter(pk=contact_id, erased_at=None).first()
    if company is None or contact is None:
        return Opened(None)
    by = Staff.objects.filter(pk=staff_id).first() if staff_id else None
    visit = Visit(link=token, company=company, contact=contact, return_url=return_url, invited_by=by)
    return Opened(visit, is_trial=trial)
