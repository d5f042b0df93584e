"""Companies and the people in them: what they pay, what they said, what we answered."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.answer.models import Answer
from wellheard.customers.attributes import labelled
from wellheard.customers.forms.privacy import ConsentForm
from wellheard.customers.models import Attribute, Company, Consent, Contact, Segment
from wellheard.customers.queries import agreed_to
from wellheard.foundation.counts import up_to
from wellheard.learn import loop
from wellheard.learn.playbooks.queries import running_for
from wellheard.listen.interviews.models import Interview
from wellheard.listen.interviews.queries import taken_part_in, with_talks
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Display
from wellheard.web.companies import queries
from wellheard.web.companies.behind import BehindForm, behind
from wellheard.web.companies.contacts import contacts_matching, page_of_contacts
from wellheard.web.companies.forms import CompanyFilter, ContactFilter
from wellheard.web.companies.meter import stages
from wellheard.web.companies.people_behind import PeopleBehindForm, people_behind
from wellheard.web.companies.timeline import SHOWN, Sources, timeline
from wellheard.web.deals.queries import deals_of
from wellheard.web.departures.queries import of_company
from wellheard.web.merges.queries import last_kept
from wellheard.web.talks.queries import talks_of
from wellheard.web.usage.showing import use_of_company, use_of_contact
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def companies(request: StaffRequest) -> HttpResponse:
    """List companies: what they pay, how much they said, and what their people are owed."""
    filters = CompanyFilter(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    view, sort = chosen.get("view") or "all", chosen.get("sort") or "pays"
    narrowed = {"segment": chosen.get("segment"), "stage": chosen.get("stage", ""), "tier": chosen.get("tier")}
    counted = BehindForm(request.GET)
    found = behind(queries.matching(words=chosen.get("q", ""), **narrowed), counted.chosen)
    context = {
        "place": "companies",
        "filters": filters,
        "chosen": {name: chosen[name] for name in ("q", "segment", "stage", "tier") if chosen.get(name)}
        | counted.chosen,
        "behind": counted.written,
        "view": view,
        "sort": sort,
        "totals": queries.totals(found) if chosen.get("q") or counted.chosen else queries.kept_totals(**narrowed),
        "page": queries.page_of_companies(found, view=view, sort=sort, cursor=request.GET.get("after", "")),
    }
    return render(request, "companies/companies.html", context)


@require_safe
@needs(Permission.VIEW)
def company(request: StaffRequest, company_id: int) -> HttpResponse:
    """Show a company: how far what it said has come, and everything said and answered."""
    if kept_id := last_kept(Company, company_id):
        return redirect("company", kept_id)
    shown = get_object_or_404(with_talks(Company.objects.select_related("owner", "tier")), pk=company_id)
    said = Feedback.objects.counted().filter(company=shown)
    answers = Answer.objects.filter(contact__memberships__company=shown, contact__memberships__is_primary=True)
    owed = queries.owed_answers(shown)
    context = {
        "place": "companies",
        "company": shown,
        "stages": stages(loop.how_far(said), answers, feedback_query=f"company={shown.pk}"),
        "owed": owed.count(),
        "first_owed": owed.first(),
        "people": queries.people_of(shown),
        "heads": queries.heads(shown),
        "paying": queries.paying(shown, currency=installation().currency),
        "currency": installation().currency,
        "attributes": labelled(shown.attributes, Attribute.objects.of_companies()),
        "segments": Segment.objects.filter(members__company=shown).order_by("name"),
        **_deals(shown),
        "use": use_of_company(shown),
        "departures": of_company(shown),
        "talks": talks_of(shown),
        "runs": running_for(shown),
        **_timeline(request, _of_company(shown, said, answers)),
    }
    return render(request, "companies/company.html", context)


def _deals(shown: Company) -> dict[str, object]:
    deals, count = deals_of(shown)
    return {"deals": deals, "deal_count": count}


@require_safe
@needs(Permission.VIEW)
def contacts(request: StaffRequest) -> HttpResponse:
    """List contacts by name: where they belong, when they last spoke, and what they are owed."""
    filters = ContactFilter(request.GET)
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    counted = PeopleBehindForm(request.GET)
    found = people_behind(contacts_matching(words=chosen.get("q", ""), segment=chosen.get("segment")), counted.chosen)
    context = {
        "place": "contacts",
        "filters": filters,
        "chosen": chosen | counted.chosen,
        "behind": counted.written,
        "total": up_to(found),
        "page": page_of_contacts(found, cursor=request.GET.get("after", "")),
    }
    return render(request, "contacts/contacts.html", context)


@require_safe
@needs(Permission.VIEW)
def contact(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Show a person: how we know them, where they belong, what they said and what we answered."""
    if kept_id := last_kept(Contact, contact_id):
        return redirect("contact", kept_id)
    people = Contact.objects.prefetch_related("identities", "memberships__company")
    shown = get_object_or_404(people, pk=contact_id)
    said, answers = Feedback.objects.counted().filter(contact=shown), Answer.objects.filter(contact=shown)
    owed = answers.outstanding().longest_waiting_first()
    agreed = agreed_to(shown.pk)
    context = {
        "place": "contacts",
        "contact": shown,
        "attributes": labelled(shown.attributes, Attribute.objects.of_contacts()),
        "identities": shown.identities.all(),
        "memberships": sorted(shown.memberships.all(), key=lambda one: (not one.is_primary, one.company.name)),
        "consents": ConsentForm(initial={"purposes": sorted(agreed)}),
        "agreed": [label for purpose, label in Consent.Purpose.choices if purpose in agreed],
        "total": said.count(),
        "owed": owed.count(),
        "first_owed": owed.first(),
        "use": use_of_contact(shown),
        **_timeline(request, Sources(said, answers, Display.objects.filter(contact=shown), taken_part_in(shown))),
    }
    return render(request, "companies/contact.html", context)


def _of_company(shown: Company, said: QuerySet[Feedback], answers: QuerySet[Answer]) -> Sources:
    talks = Interview.objects.filter(company=shown)
    return Sources(said, answers, Display.objects.filter(company=shown), talks)


def _timeline(request: StaffRequest, sources: Sources) -> dict[str, object]:
    shown = request.GET.get("show", "both")
    if shown not in SHOWN:
        raise Http404(_("There is no such list."))
    page = timeline(sources, shown=shown, cursor=request.GET.get("after", ""))
    return {"show": shown, "page": page}
