"""What one visitor told us and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wellheard.customers.forms.privacy import OwnConsentForm
from wellheard.customers.queries import agreed_to
from wellheard.web.portal.queries import mine as queries
from wellheard.web.portal.queries.reading import is_subscribed
from wellheard.web.portal.views.pages import reader_of, show, signed_in


@never_cache
@require_safe
def portal_mine(request: HttpRequest) -> HttpResponse:
    """Show a contact what they told us, what became of each, and what they were answered."""
    reader = reader_of(request)
    if reader is None:
        return redirect("portal_sign_in")
    cursor = request.GET.get("after", "")
    context: dict[str, object] = {
        "portal_place": "mine",
        "count": queries.said_by(reader).count(),
        "page": queries.told_page(reader, cursor=cursor),
        # Votes stand below the first page only.
        "wishes": [] if cursor else queries.wishes(reader),
        "followed": [] if cursor else queries.followed(reader),
        "is_signed_in": signed_in(request) is not None,
        "is_subscribed": is_subscribed(reader),
        "consents": OwnConsentForm(initial={"purposes": sorted(agreed_to(reader.pk))}),
    }
    return show(request, "portal/mine.html", context, reader=reader)
