"""Invite people one by one: by e-mail now or later, or by a link of their own; and call invitations back."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.surveys.commands.showing import main_company
from wellheard.listen.surveys.errors import SurveyError, UnknownSurveyError
from wellheard.listen.surveys.models import Invitation, Survey

CANCELLED = names.declare("invitation.cancelled", "A person who was to be asked by e-mail is not asked.")

State = Invitation.State


@transaction.atomic
def invite(
    *, survey_id: int, contact_id: int, send_at: datetime | None = None, attributes: dict[str, Any] | None = None
) -> Invitation:
    """Plan to ask one person by e-mail, now or from a moment on. Who is invited already and has not answered is invited once.

    The pauses between questions hold when the mail goes out. Raises UnknownSurveyError, SurveyError.
    """
    invitation, is_new = _invitation(survey_id, contact_id, Survey.Channel.EMAIL)
    changed: dict[str, Any] = {"attributes": attributes} if attributes is not None else {}
    if is_new or invitation.state in {State.PLANNED, State.SKIPPED}:
        changed |= {"state": State.PLANNED, "send_at": send_at or clock.now(), "skipped_because": ""}
    if changed:
        Invitation.objects.filter(pk=invitation.pk).update(**changed)
        invitation.refresh_from_db()
    return invitation


@transaction.atomic
def personal_link(*, survey_id: int, contact_id: int) -> Invitation:
    """Return the invitation whose link is one person's own: whoever opens it answers as them. Made once."""
    return _invitation(survey_id, contact_id, Survey.Channel.LINK)[0]


@transaction.atomic
def cancel_invitations(*, contact_id: int) -> int:
    """Do not write to a person about any survey that they were not written to about yet. Return how many."""
    waiting = Invitation.objects.select_for_update(of=("self",), no_key=True).filter(
        contact=contact_id, state=State.PLANNED
    )
    rows = list(waiting.order_by("pk"))
    for row in rows:
        row.state, row.skipped_because = State.SKIPPED, "cancelled"
        row.save(update_fields=["state", "skipped_because"])
        ledger.record(CANCELLED, row, survey=row.survey_id)
    return len(rows)


def _invitation(survey_id: int, contact_id: int, channel: str) -> tuple[Invitation, bool]:
    if not Survey.objects.filter(pk=survey_id).exists():
        raise UnknownSurveyError(_("This survey does not exist any more."))
    contact = Contact.objects.filter(pk=contact_id, erased_at=None).first()
    if contact is None:
        raise SurveyError(_("This contact does not exist any more; look for them in the list."))
    is_mail = channel == Survey.Channel.EMAIL
    return Invitation.objects.get_or_create(
        survey_id=survey_id,
        contact=contact,
        wave=None,
        answered_at=None,
        defaults={
            "company_id": main_company(contact_id),
            "channel": channel,
            "token": secrets.token_urlsafe(16),
            "state": State.PLANNED if is_mail else State.SENT,
            "made_at": clock.now(),
            "sent_at": None if is_mail else clock.now(),
        },
    )
