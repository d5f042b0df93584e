"""The keys under which an invited person's showing and answer stand, so that a mail that is clicked twice counts once."""

from django.db.models import QuerySet

from wellheard.foundation import clock
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.models import Display, Invitation

_INVITATION = "invitation:"


def invitation_key(pk: int) -> str:
    """Return the key of an invited person's showing, and of their answer."""
    return f"{_INVITATION}{pk}"


def note_begun(display: Display) -> None:
    """Note on the invitation, if there was one, that somebody has begun to answer."""
    _invitations(display).filter(state__in=["planned", "sent"]).update(state=Invitation.State.OPENED)


def note_answered(display: Display) -> None:
    """Note on the invitation, if there was one, that it was answered: nobody is reminded any more."""
    _invitations(display).update(state=Invitation.State.ANSWERED, answered_at=clock.now())


def _invitations(display: Display) -> QuerySet[Invitation]:
    number = display.key.removeprefix(_INVITATION)
    if not display.key.startswith(_INVITATION) or not is_whole_number(number):
        return Invitation.objects.none()
    return Invitation.objects.filter(pk=int(number), contact=display.contact_id)
