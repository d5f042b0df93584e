"""Questions of the list of contacts: who they are, where they belong, what they are owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from wellheard.answer.models import Answer
from wellheard.customers.models import Contact, ContactIdentity, Membership, SegmentMember
from wellheard.foundation.paging import Page, page_of
from wellheard.listen.models import Feedback


@dataclass(frozen=True)
class ContactRow:
    """A contact in the list: the company they speak for, an address, when they last spoke, and what they are owed."""

    contact: Contact
    last_heard: datetime | None = None
    owed: int = 0

    @property
    def membership(self) -> Membership | None:
        return next(iter(self.contact.memberships.all()), None)

    @property
    def address(self) -> str:
        return next((one.value for one in self.contact.identities.all()), "")


def contacts_matching(*, words: str = "", segment: Any = None) -> QuerySet[Contact]:
    """Return contacts who go by these words or have an address that begins with them, of the companies of a segment."""
    contacts = Contact.objects.filter(erased_at=None)
    if words:
        known = ContactIdentity.objects.filter(value__istartswith=words)
        contacts = contacts.filter(Q(name__icontains=words) | Q(pk__in=known.values("contact")))
    if segment:
        members = SegmentMember.objects.filter(segment=segment).values("company")
        contacts = contacts.filter(pk__in=Membership.objects.filter(company__in=members).values("contact"))
    return contacts


def page_of_contacts(contacts: QuerySet[Contact], *, cursor: str) -> Page[ContactRow]:
    """Return a page of contacts by name, in five queries."""
    first_primary = Membership.objects.select_related("company").order_by("-is_primary", "pk")
    addresses = ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL).order_by("pk")
    shown = contacts.annotate(lower_name=Lower("name")).prefetch_related(
        Prefetch("memberships", queryset=first_primary), Prefetch("identities", queryset=addresses)
    )
    page = page_of(shown, order=("lower_name", "pk"), cursor=cursor)
    return Page(_rows(page.items), page.next, page.is_first)


def _rows(contacts: Sequence[Contact]) -> list[ContactRow]:
    ids = [contact.pk for contact in contacts]
    heard = Feedback.objects.filter(contact__in=ids).order_by()
    last = dict(heard.values_list("contact").annotate(Max("heard_at")))
    outstanding = Answer.objects.outstanding().filter(contact__in=ids).order_by()
    owed = dict(outstanding.values_list("contact").annotate(Count("pk")))
    return [ContactRow(contact, last.get(contact.pk), owed.get(contact.pk, 0)) for contact in contacts]
