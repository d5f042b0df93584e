"""What the words of sources for reasons mean: said once, and every departure that had them is read again."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.web.departures.forms import WordForm, all_reasons
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

MOST = 200


@require_safe
@needs(Permission.VIEW)
def words(request: StaffRequest) -> HttpResponse:
    """List the words, those that wait for a meaning first."""
    named = Departure.objects.filter(source=OuterRef("source"), reason_said__iexact=OuterRef("said"))
    counted = Subquery(named.order_by().values("source").annotate(n=Count("pk")).values("n"))
    rows = SaidReason.objects.select_related("reason__parent").annotate(departures=Coalesce(counted, 0))
    found = list(rows.order_by("decided_at", "source", "said")[:MOST])
    found.sort(key=lambda one: (one.decided_at is not None, one.source, one.said))
    among = all_reasons()
    forms = [
        (one, WordForm(among=among, initial={"reason": one.reason_id}, auto_id=f"word-{one.pk}-%s")) for one in found
    ]
    waiting = sum(one.decided_at is None for one in found)
    return render(request, "departures/words.html", {"place": "listen.departures", "words": forms, "waiting": waiting})


@require_POST
@needs(Permission.RECORD_DEALS)
def decide(request: StaffRequest, said_id: int) -> HttpResponse:
    """Say what a word means."""
    said = get_object_or_404(SaidReason, pk=said_id)
    form = WordForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("departure_words")
    count = commands.decide_said_reason(said_id=said.pk, reason=form.cleaned_data["reason"], by=request.user)
    sentence = ngettext("%(n)d departure is read anew.", "%(n)d departures are read anew.", count)
    messages.success(request, sentence % {"n": count})
    return redirect("departure_words")
