"""Every change to our side: the vendor, staff, products, areas, categories, teams and API tokens."""

from wellheard.workspace.commands.areas import AreaPlaceError, add_area, edit_area, remove_area
from wellheard.workspace.commands.categories import (
    add_category,
    add_standard_categories,
    edit_category,
    remove_category,
)
from wellheard.workspace.commands.errors import (
    InUseError,
    NameMissingError,
    NameTakenError,
    StaleError,
    WorkspaceError,
)
from wellheard.workspace.commands.handing_on import HandingOnError
from wellheard.workspace.commands.installation import change_installation
from wellheard.workspace.commands.invitations import (
    InvitationError,
    accept_invitation,
    invite_staff,
    join_by_single_sign_on,
    renew_invitation,
    withdraw_invitation,
)
from wellheard.workspace.commands.products import add_product, remove_product, rename_product
from wellheard.workspace.commands.setting_up import note_step
from wellheard.workspace.commands.staff import (
    AlreadyStaffError,
    LastAdminError,
    add_staff,
    change_role,
    deactivate_staff,
    edit_profile,
    edit_staff,
    note_sign_in_change,
    reactivate_staff,
    restore_staff,
)
from wellheard.workspace.commands.tasks import (
    Subject,
    TaskError,
    add_task,
    assign_task,
    drop_tasks_about,
    finish_task,
    finish_tasks_about,
    reopen_task,
)
from wellheard.workspace.commands.teams import add_team, remove_team, rename_team
from wellheard.workspace.commands.tiers import add_tier, edit_tier, remove_tier
from wellheard.workspace.commands.tokens import (
    ANSWERS_KEPT,
    ScopeError,
    TokenNameError,
    find_token,
    forget_kept_answers,
    make_token,
    revoke_token,
)
from wellheard.workspace.commands.vendor import (
    SetUpError,
    make_first_admin,
    make_set_up_link,
    rename_vendor,
    set_up_vendor,
    use_set_up_link,
)

__all__ = [
    "ANSWERS_KEPT",
    "AlreadyStaffError",
    "AreaPlaceError",
    "HandingOnError",
    "InUseError",
    "InvitationError",
    "LastAdminError",
    "NameMissingError",
    "NameTakenError",
    "ScopeError",
    "SetUpError",
    "StaleError",
    "Subject",
    "TaskError",
    "TokenNameError",
    "WorkspaceError",
    "accept_invitation",
    "add_area",
    "add_category",
    "add_product",
    "add_staff",
    "add_standard_categories",
    "add_task",
    "add_team",
    "add_tier",
    "assign_task",
    "change_installation",
    "change_role",
    "deactivate_staff",
    "drop_tasks_about",
    "edit_area",
    "edit_category",
    "edit_profile",
    "edit_staff",
    "edit_tier",
    "find_token",
    "finish_task",
    "finish_tasks_about",
    "forget_kept_answers",
    "invite_staff",
    "join_by_single_sign_on",
    "make_first_admin",
    "make_set_up_link",
    "make_token",
    "note_sign_in_change",
    "note_step",
    "reactivate_staff",
    "remove_area",
    "remove_category",
    "remove_product",
    "remove_team",
    "remove_tier",
    "rename_product",
    "rename_team",
    "rename_vendor",
    "renew_invitation",
    "reopen_task",
    "restore_staff",
    "revoke_token",
    "set_up_vendor",
    "use_set_up_link",
    "withdraw_invitation",
]
