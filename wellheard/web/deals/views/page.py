"""The page of one deal, with its forms as they are filled in."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from wellheard.decide.analyses.models import Analysis
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries import listing
from wellheard.listen.deals.queries.matching import suggested_for
from wellheard.listen.deals.queries.unplaced import saying
from wellheard.web.deals import queries
from wellheard.web.deals.forms import GivenReasonForm, MissingForm, OutcomeForm, PlaceForm, RivalForm
from wellheard.workspace.guard import StaffRequest

PLACE = "listen.deals"


def show_deal(request: StaffRequest, deal_id: int, wrong: forms.Form | None = None) -> HttpResponse:
    """Show a deal; a form that was sent with something wrong in it stands there as it was filled in, and why."""
    rows = Deal.objects.select_related("company", "contact", "owner", "competitor")
    shown = get_object_or_404(listing.with_doubts(rows), pk=deal_id)
    context = {
        "place": PLACE,
        "deal": shown,
        "doubts": listing.doubts_of(shown),
        "reasons": shown.reasons.select_related("reason", "recorded_by").order_by("recorded_at", "pk"),
        "missed": queries.missed_in(shown.missing.order_by("position")),
        "suggestions": [] if shown.company_by == Deal.By.PERSON else suggested_for(shown),
        "alike": saying(shown.company_said).count() if shown.company_said and shown.company_id is None else 0,
        "analysis": Analysis.objects.select_related("task__assignee", "idea").filter(deal=shown).first(),
        "raw": [(str(name), str(value)) for name, value in shown.raw.items()][:60],
        "wrong": wrong,
    }
    return render(request, "deals/deal.html", context | _forms(shown, wrong), status=422 if wrong else 200)


def _forms(shown: Deal, wrong: forms.Form | None) -> dict[str, forms.Form]:
    empty: dict[str, forms.Form] = {
        "place_form": PlaceForm(),
        "outcome_form": OutcomeForm(initial={"outcome": shown.outcome, "closed_on": shown.closed_on}),
        "reason_form": GivenReasonForm(),
        "rival_form": RivalForm(initial={"competitor": shown.competitor.name if shown.competitor else ""}),
        "missing_form": MissingForm(),
    }
    return {name: wrong if wrong and type(form) is type(wrong) else form for name, form in empty.items()}
