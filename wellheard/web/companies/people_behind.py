"""What reports count people by, so that a number of a report leads to exactly its people."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from wellheard.customers.models import Contact, Membership
from wellheard.learn.reports.sections.telling import STATES, news
from wellheard.learn.reports.sections.voices import customers, said
from wellheard.learn.reports.sections.within import Within
from wellheard.workspace.forms.days import DayField


class PeopleBehindForm(forms.Form):
    """What stands in the address of a number alone: nobody fills it in. Anything may be left out."""

    role = forms.ChoiceField(choices=Membership.Role.choices, required=False)
    customers_by = DayField()
    heard = forms.ChoiceField(choices=[("yes", "yes")], required=False)
    about = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    answer = forms.ChoiceField(choices=[(one, one) for one in STATES], required=False)
    since = DayField()
    until = DayField()

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what was asked for, as far as it could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def written(self) -> list[tuple[str, str]]:
        """Return the same as it stands in an address."""
        return [(name, str(value)) for name, value in self.chosen.items()]


def people_behind(contacts: QuerySet[Contact], chosen: Mapping[str, Any]) -> QuerySet[Contact]:
    """Return the people a number counted: by their role at a customer, whether they spoke, what they heard of an idea."""
    within = within_of(chosen)
    homes = Membership.objects.filter(is_primary=True)
    if day := chosen.get("customers_by"):
        homes = homes.filter(company__in=customers(Within.of(day, day)))
    if role := chosen.get("role"):
        homes = homes.filter(role=role)
    if chosen.get("role") or chosen.get("customers_by"):
        contacts = contacts.filter(pk__in=homes.values("contact"))
    if within and chosen.get("heard"):
        contacts = contacts.filter(pk__in=said(within).exclude(contact=None).values("contact"))
    if idea := chosen.get("about"):
        told = news([idea]).filter(STATES[chosen.get("answer", "told")])
        told = told.filter(**within.days("solved_at")) if within else told
        contacts = contacts.filter(pk__in=told.values("contact"))
    return contacts


def within_of(chosen: Mapping[str, Any]) -> Within | None:
    """Return the days between which a number was counted; none without both, or where they stand the wrong way round."""
    since, until = chosen.get("since"), chosen.get("until")
    return Within.of(since, until) if since and until and since <= until else None
