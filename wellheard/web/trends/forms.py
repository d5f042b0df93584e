"""Which period, companies and part of a page of trends somebody asks for, and how many alarms they put up with."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import AmongForm
from wellheard.foundation import clock
from wellheard.understand.trends.commands.spikes import LEAST_ALERTS, MOST_ALERTS
from wellheard.understand.trends.queries.behind import Behind
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.timeline import Period
from wellheard.workspace.forms.days import DayField
from wellheard.workspace.forms.fields import VersionField
from wellheard.workspace.models import Area, Category, Tier

_GONE = _("It does not exist any more; choose another.")


class TrendsForm(AmongForm):
    """Period and whose words. Anything may be left out."""

    period = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    @property
    def chosen_period(self) -> Period:
        return Period.of(self._chosen.get("period") or "")


class BehindForm(TrendsForm):
    """Which things behind a number are meant: of what, and between which days or moments."""

    area = forms.ModelChoiceField(Area.objects.all(), required=False, error_messages={"invalid_choice": _GONE})
    category = forms.ModelChoiceField(Category.objects.all(), required=False, error_messages={"invalid_choice": _GONE})
    tier = forms.ModelChoiceField(Tier.objects.all(), required=False, error_messages={"invalid_choice": _GONE})
    first = DayField()
    last = DayField()

    @property
    def subject(self) -> Subject:
        keys = (self._chosen.get(name) for name in ("area", "category", "tier"))
        return Subject(*(row.pk if row else None for row in keys))

    @property
    def first_day(self) -> date:
        """The first day that is asked for."""
        return self._chosen.get("first") or self.chosen_period.first

    @property
    def last_day(self) -> date:
        """The last day that is asked for."""
        return max(self.first_day, self._chosen.get("last") or self.chosen_period.last)

    @property
    def behind(self) -> Behind:
        """Return what is asked for; without days, the period."""
        days = (self.first_day, self.last_day + timedelta(days=1))
        begins, ends = (datetime.combine(day, time.min, clock.zone()) for day in days)
        return Behind(begins, ends, self.subject, self.among)


class WatchForm(forms.Form):
    """How many false alarms a week are put up with."""

    version = VersionField()
    alerts_a_week = forms.FloatField(
        label=_("False alarms a week, about"),
        min_value=LEAST_ALERTS,
        max_value=MOST_ALERTS,
        help_text=_(
            "Between 0.1 and 7. More finds smaller spikes sooner; fewer leaves only the ones nobody can overlook."
        ),
    )
