"""What reports count companies by, so that a number of a report leads to exactly its companies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from wellheard.customers.models import Company
from wellheard.decide.models import Evidence
from wellheard.foundation.one_of import one_of
from wellheard.learn.figures import Stretch
from wellheard.learn.reports.sections.asks import asking
from wellheard.learn.reports.sections.voices import heard_companies, joined_by
from wellheard.web.companies.people_behind import within_of
from wellheard.workspace.forms.days import DayField


class BehindForm(forms.Form):
    """What stands in the address of a number alone: nobody fills it in. Anything may be left out."""

    untiered = forms.CharField(required=False, max_length=3)
    industry = forms.CharField(required=False, max_length=80)
    joined_by = DayField()
    heard = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)
    asks = forms.IntegerField(required=False, min_value=1, max_value=2**62)
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


def behind(companies: QuerySet[Company], chosen: Mapping[str, Any]) -> QuerySet[Company]:
    """Return the companies a number counted: by their trade, since when they are with us, whether they were heard, what they ask.

    Without both days, whoever asks for an idea is who needs it now.
    """
    if chosen.get("untiered"):
        companies = companies.filter(tier=None)
    if industry := chosen.get("industry"):
        companies = companies.filter(industry=industry)
    if day := chosen.get("joined_by"):
        companies = companies.filter(joined_by(day))
    within = within_of(chosen)
    if idea := chosen.get("asks"):
        companies = companies.filter(_asks(idea, within.stretch if within else None))
    if within and (heard := chosen.get("heard")):
        those = one_of("pk", heard_companies(within))
        companies = companies.filter(those if heard == "yes" else ~those)
    return companies


def _asks(idea: int, stretch: Stretch | None) -> Q:
    if stretch:
        return one_of("pk", asking(idea, stretch))
    standing = Evidence.objects.standing().filter(idea=idea).exclude(company=None)
    return Q(pk__in=standing.values("company"))
