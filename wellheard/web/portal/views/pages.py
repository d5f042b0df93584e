"""How the portal shows itself: whole pages, or fragments where a script asked for one."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from wellheard.customers.models import Contact
from wellheard.decide.models import Evidence
from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.web.portal import limits, visits
from wellheard.web.portal.languages import languages_offered
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Vendor

LONGEST_ADDRESS = 1_000
# Asked for several times while a page is made, and read once.
READER = "wellheard.portal_reader"


def wants_fragment(request: HttpRequest) -> bool:
    """Tell whether a script asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def reader_of(request: HttpRequest) -> Contact | None:
    """Return the contact who is signed in on the portal; else the browser that said something under no name, if it may."""
    who = (request.session.get(visits.CONTACT), request.session.get(visits.DEVICE))
    known: tuple[object, Contact | None] = request.META.get(READER, (None, None))
    if known[0] != who:
        known = request.META[READER] = (who, visits.visitor(request.session) or visits.device(request.session))
    return known[1]


def signed_in(request: HttpRequest) -> Contact | None:
    """Return the contact who is signed in, whom we can write to; a browser alone is nobody."""
    return reader_of(request) if visits.CONTACT in request.session else None


def writer_of(request: HttpRequest) -> Contact | None:
    """Return who writes: the contact who is signed in, else the browser where the owner lets anybody write."""
    reader, may_anybody = reader_of(request), installation().voices != Vendor.Voices.KNOWN
    return reader or (visits.meet(request.session) if may_anybody else None)


def voter_of(request: HttpRequest) -> Contact | None:
    """Return who votes: the contact who is signed in, else the browser where the owner lets anybody vote."""
    if installation().voices == Vendor.Voices.ALL:
        return writer_of(request)
    return signed_in(request)


def show(
    request: HttpRequest, template: str, context: dict[str, object], *, reader: Contact | None, status: int = 200
) -> HttpResponse:
    """Show a page of the portal to this reader."""
    around: dict[str, object] = {
        "visitor": reader if visits.CONTACT in request.session else None,
        "here": request.get_full_path(),
        "importances": Evidence.Importance.choices,
    }
    around["languages"], around["present_language"] = languages_offered(), get_language()
    around["counts_always"] = installation().counts == Vendor.Counts.ALWAYS
    return render(request, template, around | context, status=status)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the visitor to another page, also out of a fragment."""
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def back_to(request: HttpRequest, *, otherwise: str) -> str:
    """Return the portal page a form says it stands on; never an address outside the portal."""
    wanted = request.POST.get("next", "")[:LONGEST_ADDRESS]
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(reverse("portal"))
    return wanted if is_ours else otherwise


def at_row(address: str, *, idea_id: int) -> str:
    """Return the address of a list at the row of an idea that was just voted for."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "voted"]
    return urlunsplit(("", "", parts.path, urlencode([*query, ("voted", str(idea_id))]), f"idea-{idea_id}"))


def keep_draft(request: HttpRequest) -> None:
    """Keep what was typed, on the board or below an idea, when the visitor turned to something else before sending it."""
    if "words" in request.POST:
        below = request.POST.get("below", "")
        is_id = is_whole_number(below)
        visit = visits.read(request.session)
        visit.draft = clean_words(request.POST["words"][:MOST_CHARACTERS])
        visit.draft_for = int(below) if is_id else 0
        visits.keep(request.session, visit)


def who_looks(request: HttpRequest, reader: Contact | None) -> str:
    """Name a visitor for one day, to order by chance what comes in no order; nothing of it can be read back."""
    who = reader.pk if reader else request.session.session_key or request.META.get("REMOTE_ADDR", "")
    return salted_hmac("wellheard.portal.order", f"{clock.today():%Y-%m-%d} {who}").hexdigest()


def area_of(request: HttpRequest) -> Area | None:
    """Return the area somebody narrowed a page down to."""
    typed = request.GET.get("area", "")
    is_id = is_whole_number(typed)
    return Area.objects.filter(pk=int(typed)).first() if is_id else None


def is_a_flood(request: HttpRequest, limit: limits.Limit, reader: Contact | None) -> bool:
    """Count one more and tell whether this visitor does too much at once."""
    person = f"contact {reader.pk}" if reader else request.session.session_key or ""
    return not limits.is_within(limit, person=person, address=request.META.get("REMOTE_ADDR", ""))
