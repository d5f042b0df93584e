"""What setting up changes at once: many areas, many invitations, a mail to oneself."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.commands import WorkspaceError, add_area, invite_staff
from wellheard.workspace.models import Area, Invitation, Product, Staff


class LineError(WorkspaceError):
    """A line of several could not be carried out; none of them was."""


@transaction.atomic
def add_areas(*, product: Product, wanted: Sequence[str]) -> int:
    """Add areas to a product, leaving alone those that are there; return how many are new."""
    there = {name.casefold() for name in Area.objects.filter(product=product).values_list("name", flat=True)}
    new = [name for name in wanted if name.casefold() not in there]
    for name in new:
        add_area(product=product, name=name)
    return len(new)


@transaction.atomic
def invite_several(*, people: Sequence[tuple[int, str, str]], by: Staff) -> list[tuple[Invitation, str]]:
    """Invite all of these or nobody; return the invitations with their links. Raises LineError naming the line's field."""
    made = []
    for number, email, role in people:
        try:
            made.append(invite_staff(email=email, role=role, by=by))
        except WorkspaceError as problem:
            raise LineError(str(problem), field=f"email_{number}") from problem
    return made


@transaction.atomic
def send_test_mail(*, to: Staff) -> OutgoingMail:
    """Queue a mail to this person, one a minute at most: it goes the way every answer will go."""
    return queue_mail(
        Letter(
            key=f"test:{to.pk}:{clock.now():%Y%m%d%H%M}",
            to_address=to.email,
            to_name=to.name,
            subject=_("A mail from your Wellheard"),
            body=_("This is how your answers reach customers. If you read it in your own mailbox, sending works."),
            language=get_language() or "",
        )
    )
