"""Which list behind the figures of the support desk somebody asks for."""

from typing import Any

from django import forms
from django.http import Http404
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from wellheard.learn import desk
from wellheard.learn.desk import TENURES
from wellheard.learn.figures.reading import Only
from wellheard.web.figures.forms import ScopeForm
from wellheard.workspace.models import Area, Team, Tier

_NAMED: dict[str, Any] = {"team": Team, "area": Area, "tier": Tier}
NONE = "none"
LAST_WEEKDAY, LAST_HOUR = 7, 23


class CasesForm(ScopeForm):
    """First responses of one hour of the week, or of one team, area or tier."""

    by = forms.ChoiceField(choices=[(name, name) for name in ("hour", *_NAMED)])
    group = forms.CharField(required=False, max_length=20)
    day = forms.IntegerField(required=False, min_value=1, max_value=LAST_WEEKDAY)
    hour = forms.IntegerField(required=False, min_value=0, max_value=LAST_HOUR)

    @property
    def only(self) -> Only:
        """Return which cases are meant. Raises Http404 for what is none."""
        if self["by"].value() == "hour":
            return desk.in_hour(*self._moment)
        return desk.in_group(_kind(self, _NAMED), _key(self))

    @property
    def name(self) -> str:
        """Return how people call it."""
        if self["by"].value() == "hour":
            day, hour = self._moment
            return _("%(weekday)s, %(hour)02d:00 to %(hour)02d:59") % {"weekday": WEEKDAYS[day - 1], "hour": hour}
        return _name(_kind(self, _NAMED), _key(self))

    @property
    def _moment(self) -> tuple[int, int]:
        self.is_valid()
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day is None or hour is None:
            raise Http404(_("There is no such hour."))
        return day, hour


class PeopleForm(ScopeForm):
    """Active contacts of one area, tier or tenure."""

    by = forms.ChoiceField(choices=[(name, name) for name in ("area", "tier", "tenure")])
    group = forms.CharField(required=False, max_length=20)

    @property
    def kind(self) -> str:
        return _kind(self, ("area", "tier", "tenure"))

    @property
    def key(self) -> int | str | None:
        """Return which group is meant. Raises Http404 for none that is there."""
        if self.kind != "tenure":
            return _key(self)
        tenure = str(self["group"].value() or "")
        if tenure not in TENURES:
            raise Http404(_("There is no such group."))
        return tenure

    @property
    def name(self) -> str:
        """Return how people call it."""
        return desk.tenure_name(str(self.key)) if self.kind == "tenure" else _name(self.kind, _key(self))


def _kind(form: forms.Form, known: Any) -> str:
    kind = str(form["by"].value() or "")
    if kind not in known:
        raise Http404(_("There is no such group."))
    return kind


def _key(form: forms.Form) -> int | None:
    written = str(form["group"].value() or "")
    if written == NONE:
        return None
    if not (written.isascii() and written.isdecimal()) or len(written) > len("999999999999999999"):
        raise Http404(_("There is no such group."))
    return int(written)


def _name(kind: str, key: int | None) -> str:
    if key is None:
        return desk.nobody(kind)
    found = _NAMED[kind].objects.filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such group."))
    return str(found)
