"""Write on every fact of a request who made it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wellheard.foundation.facts.actors import SYSTEM, Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Staff


def name_the_actor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Name the signed-in staff member, else the contact signed in on the portal."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with acting(_actor(request)):
            return get_response(request)

    return middleware


def _actor(request: HttpRequest) -> Actor:
    if isinstance(request.user, Staff):
        return Actor(Fact.Actor.STAFF, request.user.pk)
    if contact_id := request.session.get("contact_id"):
        return Actor(Fact.Actor.CONTACT, contact_id)
    return SYSTEM
