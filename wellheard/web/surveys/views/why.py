"""Why somebody sees a survey or not: every gate with its sentence, and at which gate how many stopped."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.deciding import decide_quietly, explain
from wellheard.listen.surveys.models import GateCount, Invitation, Survey
from wellheard.web.feedback.queries import contacts_named
from wellheard.web.surveys.forms.audience import events_seen
from wellheard.web.surveys.forms.why import WhyForm
from wellheard.web.surveys.views.finding import found
from wellheard.web.surveys.views.surveys import PLACE
from wellheard.web.surveys.words import GATES
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

COUNTED_DAYS = 30
MOST_NAMED = 12


@require_safe
@needs(Permission.VIEW)
def why(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Explain for one person at one place whether they would see a survey now, gate by gate. Changes and counts nothing."""
    survey = found(survey_id)
    form = WhyForm(request.GET if "who" in request.GET else None, survey=survey)
    context: dict[str, Any] = {
        "place": PLACE,
        "tab": "why",
        "survey": survey,
        "form": form,
        "events": events_seen(),
        "counted": counted(survey),
        "counted_days": COUNTED_DAYS,
    }
    if form.is_valid():
        context |= _explained(survey, form.cleaned_data)
    return render(request, "surveys/why.html", context, status=422 if form.errors else 200)


def _explained(survey: Survey, said: dict[str, Any]) -> dict[str, Any]:
    """Return who is meant and how each gate decides; of several whom a name fits, ask which."""
    people = contacts_named(said["who"], limit=MOST_NAMED)
    if said["contact"]:
        people = list(Contact.objects.filter(pk=said["contact"], erased_at=None)) or people
    if len(people) != 1:
        return {"people": people, "is_unknown": not people}
    channel = said["channel"] or (survey.channels[0] if survey.channels else Survey.Channel.IN_APP)
    where = Place(channel=channel, url=said["url"], event=said["event"], properties=said["properties"])
    who = Asked(contact_id=people[0].pk)
    shown = explain(survey, who, where)
    first = decide_quietly(who, where).survey if shown.passed and not shown.is_asked else None
    return {"person": people[0], "shown": shown, "first": first, "drawn": drawn(survey, people[0].pk)}


def drawn(survey: Survey, contact_id: int) -> str:
    """Return in which wave somebody was drawn, and why more of their group were, in a sentence; nothing if they were not."""
    rows = Invitation.objects.filter(survey=survey, contact=contact_id).exclude(wave=None).select_related("wave")
    invitation = rows.order_by("-wave__number").first()
    if invitation is None or invitation.wave is None:
        return ""
    theirs = invitation.wave.base.get(invitation.stratum, {})
    n, even = theirs.get("drawn", 0), theirs.get("even", 0)
    known = {"wave": invitation.wave.number, "group": invitation.stratum, "n": n, "even": even}
    if n > even > 0:
        return (
            _(
                "Drawn in wave %(wave)d: of “%(group)s” %(n)d were drawn and not %(even)d, because fewer of it answered before."
            )
            % known
        )
    return _("Drawn in wave %(wave)d as one of %(n)d of “%(group)s”.") % known


def counted(survey: Survey) -> list[tuple[str, int]]:
    """Return how many decisions of the last days ended at which gate, in the order of the gates."""
    since = clock.today() - timedelta(days=COUNTED_DAYS)
    rows = GateCount.objects.filter(survey=survey, day__gte=since).order_by().values_list("gate")
    sums = dict(rows.annotate(Sum("count")))
    return [(str(label), sums[gate]) for gate, label in GATES.items() if sums.get(gate)]
