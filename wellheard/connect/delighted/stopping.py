"""Who asked not to be asked, and whose address does not take mail."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wellheard.connect.delighted.asking import Answer, Call, refused, seconds
from wellheard.connect.delighted.people import known, person
from wellheard.customers.models import ContactIdentity, Suppression
from wellheard.listen.surveys.commands.inviting import cancel_invitations
from wellheard.listen.surveys.commands.quiet import keep_quiet
from wellheard.listen.surveys.models import Quiet


def unsubscribed(call: Call) -> Answer:
    """List the people who asked not to be asked anything."""
    rows: QuerySet[Any] = Quiet.objects.filter(contact__in=known(), reason=Quiet.Reason.ASKED, until=None)
    rows = _within(rows, call, "since").select_related("contact").prefetch_related("contact__identities")
    found = rows.order_by("since", "pk")[call.skipped :][: call.size]
    return Answer(
        [_told(row.contact_id, row.contact.name, _email(row.contact), "unsubscribed_at", row.since) for row in found]
    )


@transaction.atomic
def unsubscribe(call: Call) -> Answer:
    """Ask a person nothing any more, as they wished. Raises DoorError."""
    email = call.one("person_email")
    if not email:
        raise refused("Say whose address it is: person_email is missing.")
    contact = person(email)
    cancel_invitations(contact_id=contact.pk)
    keep_quiet(contact_id=contact.pk, reason=Quiet.Reason.ASKED)
    return Answer({"ok": True})


def bounced(call: Call) -> Answer:
    """List the people whose address does not exist."""
    lost: QuerySet[Any] = Suppression.objects.filter(reason=Suppression.Reason.BOUNCED)
    lost = _within(lost, call, "since")
    emails = {row.email: row.since for row in lost.order_by("since", "pk")[call.skipped :][: call.size]}
    whose = ContactIdentity.objects.filter(kind="email", value__in=emails, contact__in=known())
    rows = sorted(whose.select_related("contact"), key=lambda one: emails[one.value])
    return Answer([_told(one.contact_id, one.contact.name, one.value, "bounced_at", emails[one.value]) for one in rows])


def _within(rows: QuerySet[Any], call: Call, column: str) -> QuerySet[Any]:
    if since := call.moment("since"):
        rows = rows.filter(**{f"{column}__gte": since})
    if until := call.moment("until"):
        rows = rows.filter(**{f"{column}__lte": until})
    return rows


def _told(contact_id: int, name: str, email: str, what: str, when: Any) -> dict[str, Any]:
    return {"person_id": str(contact_id), "name": name or None, "email": email or None, what: seconds(when)}


def _email(contact: Any) -> str:
    return next((one.value for one in contact.identities.all() if one.kind == "email"), "")
