"""Keep companies: customers, prospects and former customers, as the CRM or billing system knows them."""

from datetime import date
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wellheard.customers.attributes import settled
from wellheard.customers.commands.errors import CustomerError, UnknownCompanyError
from wellheard.customers.models import Attribute, Company
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, each_once
from wellheard.workspace.commands import StaleError
from wellheard.workspace.models import Staff, Tier

SAVED = names.declare("company.saved", "A company was added or its details changed.")
STAGE_CHANGED = names.declare("company.stage_changed", "The stage of a company changed from `before` to `stage`.")
ASSIGNED = names.declare(
    "company.assigned", "A company was given to somebody to look after: `to`; nobody when it is empty."
)

MOST_SEATS = 2_147_483_647
MOST_TAGS, MOST_TAG = 20, 40
_LENGTHS = {"external_id": 100, "name": 200, "domain": 253, "industry": 80, "plan": 80}


class CompanyFields(TypedDict, total=False):
    """What may be said about a company; what is left out stays as it is."""

    external_id: str
    name: str
    domain: str
    stage: str
    industry: str
    country: str
    plan: str
    seats: int | None
    owner: Staff | None
    joined_on: date | None
    tier: Tier | None
    renews_on: date | None
    tags: list[str]
    attributes: dict[str, Any]


@transaction.atomic
def save_company(*, company_id: int | None = None, **fields: Unpack[CompanyFields]) -> Company:
    """Add a company, or bring the one with this id or external id up to date. Raises CustomerError with a sentence."""
    clean = clean_company(fields)
    if "attributes" in clean:
        clean["attributes"] = settled(clean["attributes"], Attribute.objects.of_companies())
    company = _company_to_change(company_id, clean)
    return _add(clean) if company is None else _change(company, clean)


@transaction.atomic
def add_company(**fields: Unpack[CompanyFields]) -> Company:
    """Add a company that is not there yet. Raises CustomerError when its id elsewhere is taken, or it cannot be kept."""
    external_id = clean_line(fields.get("external_id", ""))
    if external_id and Company.objects.filter(external_id=external_id).exists():
        raise CustomerError(
            _("Another company has the id “%(id)s”; give this one another.") % {"id": external_id}, field="external_id"
        )
    return save_company(**fields)


@transaction.atomic
def edit_company(*, company_id: int, version: int, **fields: Unpack[CompanyFields]) -> Company:
    """Change a company somebody had open in a form. Raises CustomerError, or StaleError after another's edit."""
    current = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=company_id).first()
    if current and current.version != version:
        raise StaleError
    return save_company(company_id=company_id, **fields)


def clean_company(fields: CompanyFields) -> dict[str, Any]:
    """Return the fields as they are stored. Raises CustomerError when one cannot be."""
    clean: dict[str, Any] = dict(fields)
    for field, most in _LENGTHS.items():
        if field in clean:
            clean[field] = _line(field, clean[field], most)
    if "domain" in clean:
        clean["domain"] = domain_of(clean["domain"])
    if "name" in clean and not clean["name"]:
        raise CustomerError(_("A company needs a name; write one."))
    if "stage" in clean and clean["stage"] not in Company.Stage.values:
        stages = ", ".join(Company.Stage.values)
        raise CustomerError(
            _("There is no stage “%(stage)s”; use one of %(stages)s.") % {"stage": clean["stage"], "stages": stages}
        )
    if "country" in clean:
        clean["country"] = _country(clean["country"])
    if "tags" in clean:
        clean["tags"] = _tags(clean["tags"])
    _check_seats(clean.get("seats"))
    return clean


def domain_of(address: str) -> str:
    """Return the bare domain of a web address, such as acme.example for https://www.acme.example/about."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")[:253]


def _line(field: str, value: str, most: int) -> str:
    line = clean_line(value)
    if len(line) > most:
        raise CustomerError(
            _("The %(field)s is longer than %(most)d characters; shorten it.") % {"field": field, "most": most}
        )
    return line


def _country(code: str) -> str:
    code = clean_line(code).upper()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 3166 alpha-2
        raise CustomerError(
            _("“%(code)s” is no country code; use two letters such as US or DE.") % {"code": code}, field="country"
        )
    return code


def _tags(written: list[str]) -> list[str]:
    """Return tags as they are kept: clean, each once, as they were first written."""
    tags = each_once(written)
    if len(tags) > MOST_TAGS or any(len(tag) > MOST_TAG for tag in tags):
        raise CustomerError(
            _("A company has at most %(tags)d tags of at most %(most)d characters; remove or shorten some.")
            % {"tags": MOST_TAGS, "most": MOST_TAG},
            field="tags",
        )
    return tags


def _check_seats(seats: int | None) -> None:
    if seats is not None and not 0 <= seats <= MOST_SEATS:
        raise CustomerError(_("Seats are a whole number from 0 up; correct it."), field="seats")


def _company_to_change(company_id: int | None, clean: dict[str, Any]) -> Company | None:
    companies = Company.objects.select_for_update(of=("self",), no_key=True)
    if company_id is not None:
        company = companies.filter(pk=company_id).first()
        if company is None:
            raise UnknownCompanyError(_("This company does not exist any more; look for it in the list of companies."))
        _refuse_taken_id(company, clean.get("external_id", ""))
        return company
    if external_id := clean.get("external_id"):
        company = companies.filter(external_id=external_id).first()
        return company or _joined(companies, clean)
    return None


def _joined(companies: QuerySet[Company], clean: dict[str, Any]) -> Company | None:
    """Return the company that the one with this id was joined to; it keeps the id of its own."""
    company = companies.filter(aliases__external_id=clean["external_id"]).first()
    if company:
        clean["external_id"] = company.external_id
    return company


def _refuse_taken_id(company: Company, external_id: str) -> None:
    others = Company.objects.exclude(pk=company.pk).filter(
        Q(external_id=external_id) | Q(aliases__external_id=external_id)
    )
    if external_id and others.exists():
        raise CustomerError(
            _("Another company has the id “%(id)s”; give this one another.") % {"id": external_id}, field="external_id"
        )


def _change(company: Company, clean: dict[str, Any]) -> Company:
    changed = [field for field, value in clean.items() if getattr(company, field) != value]
    stage_before = company.stage
    if changed:
        for field in changed:
            setattr(company, field, clean[field])
        company.version += 1
        company.save(update_fields=[*changed, "version"])
        ledger.record(SAVED, company, changed=sorted(changed))
    if "stage" in changed:
        ledger.record(STAGE_CHANGED, company, before=stage_before, stage=company.stage)
    if "owner" in changed:
        ledger.record(ASSIGNED, company, to=company.owner_id)
    return company


def _add(clean: dict[str, Any]) -> Company:
    if not clean.get("name"):
        raise CustomerError(_("A company needs a name; write one."))
    values = clean | {"created_at": clock.now()}
    external_id = values.pop("external_id", "")
    if external_id:
        # Two imports at once: the second finds the row of the first.
        company, is_new = Company.objects.get_or_create(external_id=external_id, defaults=values)
    else:
        company, is_new = Company.objects.create(**values), True
    if is_new:
        ledger.record(SAVED, company)
        if company.owner_id:
            ledger.record(ASSIGNED, company, to=company.owner_id)
    return company
