"""People who are asked by e-mail: invited, listed, let go."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from wellheard.connect.delighted.asking import Answer, Call, refused, seconds, unknown
from wellheard.connect.delighted.survey import survey, surveys
from wellheard.customers.commands import erase_contact
from wellheard.customers.commands.contacts import find_or_make_contact
from wellheard.customers.commands.errors import CustomerError
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.commands.inviting import cancel_invitations, invite
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import Invitation, Response

PENDING = "/survey_requests/pending"
MOST_DELAY = 365 * 86_400
MOST_PROPERTIES = 30
Kind = ContactIdentity.Kind


@transaction.atomic
def invited(call: Call) -> Answer:
    """Ask a person by e-mail, now or after a delay; with send=false they are only remembered. Raises DoorError."""
    email = call.one("email")
    if not email:
        raise refused("An e-mail address is needed; people are asked by e-mail here.")
    properties = call.said.get("properties")
    properties = dict(list(properties.items())[:MOST_PROPERTIES]) if isinstance(properties, dict) else {}
    language = str(properties.get("locale") or properties.get("Locale") or "")[:10]
    delay = timedelta(seconds=min(call.number("delay", 0), MOST_DELAY))
    try:
        contact = find_or_make_contact(email=email, name=call.one("name"), language=language)
        invitation = None
        if call.one("send").lower() not in {"false", "0"} and call.said.get("send") is not False:
            send_at = clock.now() + delay
            invitation = invite(survey_id=survey().pk, contact_id=contact.pk, send_at=send_at, attributes=properties)
    except (CustomerError, SurveyError) as problem:
        raise refused(str(problem)) from problem
    told = as_person(told_of(Contact.objects.filter(pk=contact.pk)).get()) | {
        "properties": properties,
        "survey_scheduled_at": seconds(invitation.send_at) if invitation else None,
    }
    return Answer(told, status=201)


def listed(call: Call) -> Answer:
    """List those who were invited, the first ones first; nobody else is told of."""
    rows = told_of(known())
    if since := call.moment("since"):
        rows = rows.filter(created_at__gte=since)
    if until := call.moment("until"):
        rows = rows.filter(created_at__lte=until)
    if email := call.one("email"):
        rows = rows.filter(identities__kind=Kind.EMAIL, identities__value=email.strip().lower())
    page = page_of(rows, order=["created_at", "pk"], cursor=call.one("page_info"), size=call.size)
    items = page.items if not call.skipped else list(rows.order_by("created_at", "pk")[call.skipped :][: call.size])
    return Answer([as_person(one) for one in items], following=page.next)


def let_go(call: Call) -> Answer:
    """Erase a person with all that is known of them; `/survey_requests/pending` only calls back what they are still to be asked.

    Delighted deleted a person and all data of theirs for good, with one call and no question: the key of a server is believed.
    Raises DoorError.
    """
    whom, is_pending = call.place.removesuffix(PENDING), call.place.endswith(PENDING)
    contact = person(whom)
    cancel_invitations(contact_id=contact.pk)
    if not is_pending:
        erase_contact(contact_id=contact.pk)
    return Answer({"ok": True}, status=202)


def person(whom: str) -> Contact:
    """Return a person by number, by `email:…`, or by an address alone. Raises DoorError."""
    kind, colon, value = whom.partition(":")
    if is_whole_number(whom):
        found = Contact.objects.filter(pk=int(whom)).first()
    else:
        address = (value if colon and kind == "email" else whom).strip().lower()
        identity = ContactIdentity.objects.filter(kind=Kind.EMAIL, value=address, contact__merged_into=None).first()
        found = identity.contact if identity else None
    if found is None:
        raise unknown()
    return found


def known() -> QuerySet[Contact]:
    """Return the people who were invited to such a survey, or have answered one."""
    of_them = {"contact": OuterRef("pk"), "survey__in": surveys()}
    was_asked = Exists(Invitation.objects.filter(**of_them)) | Exists(Response.objects.filter(**of_them))
    return Contact.objects.filter(was_asked, erased_at=None)


def told_of(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """Return people with all that is told of each."""
    of_them = {"contact": OuterRef("pk"), "survey__in": surveys()}
    invitations, answers = Invitation.objects.filter(**of_them), Response.objects.filter(**of_them)
    waiting = invitations.filter(state=Invitation.State.PLANNED)
    addresses = ContactIdentity.objects.filter(contact=OuterRef("pk"), kind=Kind.EMAIL)
    return rows.annotate(
        address=Subquery(addresses.order_by("pk").values("value")[:1]),
        last_sent_at=Subquery(invitations.exclude(sent_at=None).order_by("-sent_at").values("sent_at")[:1]),
        last_responded_at=Subquery(answers.order_by("-answered_at").values("answered_at")[:1]),
        next_at=Subquery(waiting.order_by("send_at").values("send_at")[:1]),
    )


def as_person(told: Any) -> dict[str, Any]:
    """Return a person as Delighted tells of one."""
    return {
        "id": str(told.pk),
        "name": told.name or None,
        "email": told.address,
        "phone_number": None,
        "created_at": seconds(told.created_at),
        "last_sent_at": seconds(told.last_sent_at),
        "last_responded_at": seconds(told.last_responded_at),
        "next_survey_scheduled_at": seconds(told.next_at),
    }
