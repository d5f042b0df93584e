"""Exchange rates: what other currencies count for, and which cannot be counted yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers import commands
from wellheard.customers.forms.rates import RateForm, RateTableForm
from wellheard.customers.models import ExchangeRate
from wellheard.customers.queries import currencies_in_use, rates_today
from wellheard.customers.rate_tables import read_rates
from wellheard.foundation import clock
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.rates"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def rates(request: StaffRequest) -> HttpResponse:
    """Show the rates, newest first, and take one in."""
    form = RateForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and saved(form, lambda: commands.save_rate(**form.cleaned_data)):
        messages.success(request, _("The rate is kept; what companies pay follows in a moment."))
        return redirect("settings_rates")
    return _shown(request, form, RateTableForm())


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def rate_table(request: StaffRequest) -> HttpResponse:
    """Take in many rates at once; when one line cannot be read none is kept, and what was pasted stays."""
    form = RateTableForm(request.POST)
    kept: list[int] = []
    if saved(form, lambda: kept.append(_take_in(form.cleaned_data["table"]))):
        said = ngettext("One rate is new or corrected.", "%(n)d rates are new or corrected.", kept[0])
        messages.success(request, said % {"n": kept[0]})
        return redirect("settings_rates")
    return _shown(request, RateForm(initial={"on": clock.today()}), form)


def _take_in(table: str) -> int:
    quotes = read_rates(table, into=installation().currency)
    return commands.save_rates(quotes=quotes, source=_("Pasted table"))


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def rate_removal(request: StaffRequest, rate_id: int) -> HttpResponse:
    """Forget a rate."""
    commands.remove_rate(rate_id=rate_id)
    messages.success(request, _("The rate is removed; the one before it counts again."))
    return redirect("settings_rates")


def _shown(request: StaffRequest, form: RateForm, table: RateTableForm) -> HttpResponse:
    currency, in_use = installation().currency, currencies_in_use()
    counted = {rate.currency: rate for rate in rates_today(in_use)}
    context = {
        "place": PLACE,
        "currency": currency,
        "in_use": in_use,
        "uncounted": ", ".join(code for code in in_use if code not in counted),
        "counting": {rate.pk for rate in counted.values()},
        "page": page_of(
            ExchangeRate.objects.filter(into=currency),
            order=("-on", "currency", "pk"),
            cursor=request.GET.get("after", ""),
        ),
        "one": form,
        "table": table,
    }
    return show(request, "rates/rates.html", table if table.is_bound else form, **context)
