"""Invitations: the only way in for a new colleague, besides the company's own sign-in."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.text.clean import clean_email
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.commands.staff import AlreadyStaffError, add_staff
from wellheard.workspace.keys import hash_of, make_key
from wellheard.workspace.models import Invitation, Staff
from wellheard.workspace.permissions import Role
from wellheard.workspace.queries import domain_may_join, invitation_for_address, invitation_for_key

INVITED = names.declare("staff.invited", "Somebody was invited to work here; the role is in the details.")
RENEWED = names.declare("staff.invitation_renewed", "An invitation got a new link; the earlier one no longer works.")
WITHDRAWN = names.declare("staff.invitation_withdrawn", "An invitation was taken back; its link no longer works.")

LINK_LASTS = timedelta(days=7)


class InvitationError(WorkspaceError):
    """An invitation that cannot be made or used."""


@transaction.atomic
def invite_staff(*, email: str, role: str, by: Staff) -> tuple[Invitation, str]:
    """Invite somebody by mail and return the invitation with its link, to be handed over where mail does not reach.

    Raises AlreadyStaffError, or InvitationError when they are invited already.
    """
    lock_workspace()
    address = clean_email(email)
    if Staff.objects.filter(email=address).exists():
        raise AlreadyStaffError(address)
    if Invitation.objects.unanswered().filter(email=address).exists():
        raise InvitationError(
            _("%(email)s is invited already. In the list below you can send a new link or withdraw it.")
            % {"email": address},
            field="email",
        )
    key, moment = make_key(), clock.now()
    invitation = Invitation.objects.create(
        email=address,
        role=Role(role),
        token_sha256=hash_of(key),
        invited_by=by,
        invited_at=moment,
        expires_at=moment + LINK_LASTS,
    )
    ledger.record(INVITED, invitation, role=invitation.role)
    return invitation, _send(invitation, key, by)


@transaction.atomic
def renew_invitation(*, invitation_id: int, by: Staff) -> tuple[Invitation, str]:
    """Send a new link, which lasts seven days; the earlier one ends. Raises InvitationError when it was used or withdrawn."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationError(_("This invitation was used or withdrawn. Invite them again."))
    key = make_key()
    invitation.token_sha256 = hash_of(key)
    invitation.expires_at = clock.now() + LINK_LASTS
    invitation.save(update_fields=["token_sha256", "expires_at"])
    ledger.record(RENEWED, invitation)
    return invitation, _send(invitation, key, by)


@transaction.atomic
def withdraw_invitation(*, invitation_id: int) -> Invitation:
    """Take an invitation back. Repeating it changes nothing. Raises InvitationError when it was accepted meanwhile."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
    if invitation.accepted_at:
        raise InvitationError(
            _("This invitation was accepted meanwhile. Open the new colleague's name to change that.")
        )
    if not invitation.withdrawn_at:
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        ledger.record(WITHDRAWN, invitation)
    return invitation


@transaction.atomic
def accept_invitation(*, key: str, name: str, password: str) -> Staff:
    """Join through an invitation's link, once. Raises InvitationError when it was used, withdrawn or has ended."""
    lock_workspace()
    invitation = invitation_for_key(key)
    if invitation is None:
        raise InvitationError(_("This invitation was used, was withdrawn or has ended. Ask for a new one."))
    staff = add_staff(email=invitation.email, name=name, role=Role(invitation.role), password=password)
    _close(invitation, staff)
    return staff


@transaction.atomic
def join_by_single_sign_on(*, email: str, name: str) -> Staff:
    """Join with an address the company's own sign-in vouches for: in the invited role, or as a viewer from our domains.

    Raises InvitationError for anybody else.
    """
    lock_workspace()
    address = clean_email(email)
    invitation = invitation_for_address(address)
    if invitation is None and not domain_may_join(address):
        raise InvitationError(_("%(email)s has no invitation. Ask an admin for one.") % {"email": address})
    role = Role(invitation.role) if invitation else Role.VIEWER
    staff = add_staff(email=address, name=name or address.partition("@")[0], role=role, password=None)
    if invitation:
        _close(invitation, staff)
    return staff


def _close(invitation: Invitation, staff: Staff) -> None:
    invitation.accepted_by, invitation.accepted_at = staff, clock.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])


def _send(invitation: Invitation, key: str, by: Staff) -> str:
    link = settings.BASE_URL.rstrip("/") + reverse("invitation", args=[key])
    queue_mail(
        Letter(
            key=f"invitation:{invitation.token_sha256}",
            to_address=invitation.email,
            subject=_("%(name)s invites you to Wellheard") % {"name": by.name},
            body=_(
                "%(name)s would like you to work with them on Wellheard, where every customer is heard and hears back.\n\n"
                "Open this page to choose a password:\n%(link)s\n\n"
                "The link works once, for seven days. If you did not expect it, you need not do anything."
            )
            % {"name": by.name, "link": link},
        )
    )
    return link
