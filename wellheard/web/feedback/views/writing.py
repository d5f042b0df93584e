"""Writing down what a customer said to one of us."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.customers.commands import CustomerError
from wellheard.customers.models import Company, Contact
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands import FeedbackError
from wellheard.listen.models import Feedback
from wellheard.web.feedback import commands, queries
from wellheard.web.feedback.forms.who import described, number_of, written
from wellheard.web.feedback.forms.writing import FeedbackForm, now_to_the_minute
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST_SEARCH = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LOG_FEEDBACK)
def feedback_new(request: StaffRequest) -> HttpResponse:
    """Show the form; keep what was said and lead to its filing."""
    if request.method != "POST":
        return _show(request, FeedbackForm(initial=_initial(request)))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        kept = _keep(request, form)
    except (FeedbackError, CustomerError) as problem:
        form.add_error(None, str(problem))
        return _show(request, form, status=422)
    messages.success(request, _("Written down. Nobody’s words are lost here."))
    return redirect("filing_of" if request.user.may(Permission.FILE_FEEDBACK) else "feedback", kept.pk)


@require_safe
@needs(Permission.LOG_FEEDBACK)
def people(request: StaffRequest) -> HttpResponse:
    """Return contacts for the words typed so far, as options of a field."""
    typed = _typed(request, "contact")
    found = queries.contacts_named(typed) if typed else []
    options = [(written(contact), described(contact)) for contact in found]
    return render(request, "feedback/typed_options.html", {"options": options})


@require_safe
@needs(Permission.LOG_FEEDBACK)
def companies(request: StaffRequest) -> HttpResponse:
    """Return companies for the words typed so far, as options of a field."""
    typed = _typed(request, "company")
    options = [(company.name, company.industry) for company in queries.companies_named(typed)] if typed else []
    return render(request, "feedback/typed_options.html", {"options": options})


def _keep(request: StaffRequest, form: FeedbackForm) -> Feedback:
    fields = {name: form.cleaned_data[name] for name in ("words", "source", "voice", "quotable", "heard_at", "once")}
    return commands.write_down(who=form.who, by=request.user, **fields)


def _show(request: StaffRequest, form: FeedbackForm, status: int = 200) -> HttpResponse:
    return render(request, "feedback/feedback_new.html", {"place": "listen.feedback", "form": form}, status=status)


def _initial(request: StaffRequest) -> dict[str, str]:
    """Begin with who is known already, when somebody comes from a company's or a contact's page."""
    initial = {"once": secrets.token_hex(8), "heard_at": now_to_the_minute()}
    contacts = Contact.objects.prefetch_related("identities")
    if contact := contacts.filter(pk=number_of(f"#{request.GET.get('contact', '')}")).first():
        initial["contact"] = written(contact)
    if company := Company.objects.filter(pk=number_of(f"#{request.GET.get('company', '')}")).first():
        initial["company"] = f"#{company.pk}" if _is_shared(company) else company.name
    return initial


def _is_shared(company: Company) -> bool:
    return Company.objects.filter(name__iexact=company.name).exclude(pk=company.pk).exists()


def _typed(request: StaffRequest, field: str) -> str:
    # A form with several companies calls them place-0-company and so on.
    name = next((name for name in request.GET if name.endswith(field)), field)
    return clean_line(request.GET.get(name, ""))[:LONGEST_SEARCH]
