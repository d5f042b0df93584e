"""Who works here: joining, roles, profiles and leaving."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.handing_on import give_back, hand_on
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Staff, Team
from wellheard.workspace.permissions import Role

JOINED = names.declare("staff.joined", "Somebody began to work here; the role is in the details.")
EDITED = names.declare("staff.edited", "A staff member's department, teams or profile changed.")
ROLE_CHANGED = names.declare("staff.role_changed", "A staff member's role changed, from one to another.")
LEFT = names.declare("staff.left", "A staff member left: they can no longer sign in.")
RETURNED = names.declare("staff.returned", "A staff member who had left can sign in again.")
WENT_AWAY = names.declare("staff.went_away", "Somebody is away: no conversation is dealt to them.")
CAME_BACK = names.declare("staff.came_back", "Somebody who was away is back.")
SIGN_IN_CHANGED = names.declare(
    "staff.sign_in_changed", "How a staff member signs in changed: password, passkey, authenticator app or codes."
)


class LastAdminError(WorkspaceError):
    """Without this person nobody could manage staff."""

    def __init__(self, name: str, *, field: str | None = None) -> None:
        super().__init__(
            _("%(name)s is the only admin. Make somebody else an admin first, so that one can still manage staff.")
            % {"name": name},
            field=field,
        )


class AlreadyStaffError(WorkspaceError):
    """Somebody with this address works here already, or did."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(email)s is on the staff list already. If they had left, open their name there and let them return.")
            % {"email": email},
            field="email",
        )


@transaction.atomic
def add_staff(*, email: str, name: str, role: Role, password: str | None) -> Staff:
    """Add somebody who works here; without a password they sign in by the company's own sign-in alone.

    Raises AlreadyStaffError when the address is taken.
    """
    staff = Staff(email=clean_email(email), name=name_of(name), role=role, joined_at=clock.now())
    staff.set_password(password)
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyStaffError(staff.email) from problem
    ledger.record(JOINED, staff, role=role)
    return staff


@transaction.atomic
def edit_staff(*, staff_id: int, version: int, role: str, department: str, teams: Iterable[Team]) -> Staff:
    """Change what somebody works as. Raises LastAdminError for the only admin, StaleError after another's edit."""
    lock_workspace()
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    require_version(staff, version)
    if staff.role != role:
        change_role(staff_id=staff_id, role=role)
    staff.department = Staff.Department(department)
    staff.save(update_fields=["department", "version"])
    staff.teams.set(teams)
    ledger.record(EDITED, staff)
    staff.role = Role(role)
    return staff


@transaction.atomic
def change_role(*, staff_id: int, role: str) -> Staff:
    """Give somebody another role. Raises LastAdminError when nobody could manage staff any more."""
    lock_workspace()
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    before = staff.role
    if before == role:
        return staff
    if role != Role.ADMIN:
        _require_another_admin(staff, field="role")
    staff.role = Role(role)
    staff.save(update_fields=["role"])
    ledger.record(ROLE_CHANGED, staff, before=before, after=staff.role)
    return staff


@transaction.atomic
def deactivate_staff(*, staff_id: int, to: Staff | None = None, by: Staff | None = None) -> Staff:
    """Let somebody leave: they are signed out everywhere at their next click, and a colleague takes over what they look after.

    What they did stays under their name. Repeating it changes nothing. Raises LastAdminError for the only admin, and
    HandingOnError when they look after something and nobody takes it.
    """
    lock_workspace()
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    if staff.is_active:
        _require_another_admin(staff)
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        ledger.record(LEFT, staff)
    # Also what somebody gave them in the moment they left.
    hand_on(staff_id=staff.pk, to=to, by=by)
    return staff


@transaction.atomic
def reactivate_staff(*, staff_id: int) -> Staff:
    """Let somebody who had left sign in again, in the role they had. Repeating it changes nothing."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    if not staff.is_active:
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        ledger.record(RETURNED, staff)
    return staff


@transaction.atomic
def restore_staff(*, staff_id: int) -> Staff:
    """Let somebody who had left return, and give them back what is still with whom it went to."""
    staff = reactivate_staff(staff_id=staff_id)
    give_back(staff_id=staff_id)
    return staff


@transaction.atomic
def edit_profile(*, staff_id: int, name: str, language: str, time_zone: str, theme: str) -> Staff:
    """Change how somebody is called and how they read pages."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    staff.name = name_of(name)
    staff.language, staff.time_zone, staff.theme = language, time_zone, Staff.Theme(theme)
    staff.save(update_fields=["name", "language", "time_zone", "theme"])
    ledger.record(EDITED, staff)
    return staff


@transaction.atomic
def go_away(*, staff_id: int) -> Staff:
    """Note that somebody is away: nothing new is dealt to them. Repeating it changes nothing."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    if staff.away_since is None:
        staff.away_since = clock.now()
        staff.save(update_fields=["away_since"])
        ledger.record(WENT_AWAY, staff)
    return staff


@transaction.atomic
def come_back(*, staff_id: int) -> Staff:
    """Note that somebody is back. Repeating it changes nothing."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    if staff.away_since is not None:
        staff.away_since = None
        staff.save(update_fields=["away_since"])
        ledger.record(CAME_BACK, staff)
    return staff


@transaction.atomic
def note_sign_in_change(*, staff_id: int, what: str) -> None:
    """Note that somebody's password, passkeys, authenticator app or codes changed, as a code for the audit."""
    ledger.record(SIGN_IN_CHANGED, Staff.objects.get(pk=staff_id), what=what)


def _require_another_admin(staff: Staff, *, field: str | None = None) -> None:
    others = Staff.objects.at_work().filter(role=Role.ADMIN).exclude(pk=staff.pk)
    if staff.role == Role.ADMIN and not others.exists():
        raise LastAdminError(staff.name, field=field)
