"""Questions of the pages about joining: who may be whom, and how two differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact, ContactIdentity, Merge
from wellheard.customers.queries import FREE_MAIL

MOST_SUGGESTED = 8

LABELS: dict[str, str | Promise] = {
    "name": _("Name"),
    "domain": _("Domain"),
    "stage": _("Stage"),
    "industry": _("Industry"),
    "country": _("Country"),
    "plan": _("Plan"),
    "seats": _("Seats"),
    "owner_id": _("Looked after by"),
    "joined_on": _("With us since"),
    "tier_id": _("Tier"),
    "renews_on": _("Renews"),
    "language": _("Language"),
}


@dataclass(frozen=True)
class Difference:
    """A value that the two have differently, as people read it."""

    name: str
    label: str | Promise
    kept: Any
    gone: Any

    @property
    def is_choice(self) -> bool:
        """Tell whether both have a value; what the kept one lacks is taken over anyway."""
        return bool(self.kept) and bool(self.gone)


def like_company(company: Company) -> QuerySet[Company]:
    """Return companies that may be this one: of the same domain or name."""
    same = Q(name__iexact=company.name)
    if company.domain and company.domain.lower() not in FREE_MAIL:
        same |= Q(domain__iexact=company.domain)
    return Company.objects.filter(same).exclude(pk=company.pk).order_by("name", "pk")[:MOST_SUGGESTED]


def like_contact(contact: Contact) -> QuerySet[Contact]:
    """Return people who may be this one: of the same name, those of the same company first."""
    if not contact.name:
        return Contact.objects.none()
    together = Count("memberships", filter=Q(memberships__company__in=contact.companies.all()))
    same = Contact.objects.filter(name__iexact=contact.name, erased_at=None).exclude(pk=contact.pk)
    return same.annotate(together=together).order_by("-together", "pk")[:MOST_SUGGESTED]


def companies_found(words: str, *, but: Company) -> QuerySet[Company]:
    """Return companies by words of their name or domain."""
    found = Company.objects.filter(Q(name__icontains=words) | Q(domain__icontains=words) | Q(external_id=words))
    return found.exclude(pk=but.pk).order_by("name", "pk")[:MOST_SUGGESTED]


def contacts_found(words: str, *, but: Contact) -> QuerySet[Contact]:
    """Return people by words of their name or the beginning of an address."""
    address = ContactIdentity.objects.filter(value__istartswith=words).values("contact")
    found = Contact.objects.filter(Q(name__icontains=words) | Q(pk__in=address), erased_at=None)
    return found.exclude(pk=but.pk).order_by("name", "pk")[:MOST_SUGGESTED]


def differences(kept: Company | Contact, gone: Company | Contact, names: Sequence[str]) -> list[Difference]:
    """Return where two differ."""
    found = [Difference(name, LABELS[name], _shown(kept, name), _shown(gone, name)) for name in names]
    return [one for one in found if one.kept != one.gone]


def _shown(row: Company | Contact, name: str) -> Any:
    if name == "stage" and isinstance(row, Company):
        return row.get_stage_display()
    value = getattr(row, name.removesuffix("_id"))
    return "" if value is None else value


def last_kept(model: Any, pk: int) -> int | None:
    """Return the id that leads on from one that was joined to another; None when it was not."""
    seen: set[int] = set()
    row = model.with_merged.filter(pk=pk).values_list("merged_into_id", flat=True).first()
    while row is not None and row not in seen:
        seen.add(row)
        following = model.with_merged.filter(pk=row).values_list("merged_into_id", flat=True).first()
        if following is None:
            return int(row)
        row = following
    return None


def names_of(merges: Sequence[Merge]) -> dict[tuple[str, int], str]:
    """Return the names of everything these merges joined, in two queries."""
    names: dict[tuple[str, int], str] = {}
    for kind, model in ((Merge.Kind.COMPANY, Company), (Merge.Kind.CONTACT, Contact)):
        ids = {pk for merge in merges if merge.kind == kind for pk in (merge.kept_id, merge.gone_id)}
        rows: Any = model.with_merged.filter(pk__in=ids)
        names |= {(str(kind), row.pk): str(row) for row in rows}
    return names
