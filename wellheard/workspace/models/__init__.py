"""Our side: what we sell, who works here, and what each may do."""

from wellheard.workspace.models.competitors import Competitor, CompetitorQuerySet, CompetitorSpelling
from wellheard.workspace.models.handing_on import HandedOn
from wellheard.workspace.models.notifications import Notification, NotificationChoice, NotificationQuerySet
from wellheard.workspace.models.reasons import Reason, ReasonQuerySet
from wellheard.workspace.models.saved_views import SavedView, SavedViewQuerySet
from wellheard.workspace.models.setting_up import SetUpStep
from wellheard.workspace.models.staff import Invitation, InvitationQuerySet, Staff, StaffManager, Team, TeamQuerySet
from wellheard.workspace.models.standard_reasons import STANDARD_REASONS
from wellheard.workspace.models.structure import (
    STANDARD_CATEGORIES,
    Area,
    AreaQuerySet,
    Category,
    CategoryQuerySet,
    Product,
    ProductQuerySet,
)
from wellheard.workspace.models.tasks import Task, TaskQuerySet
from wellheard.workspace.models.tiers import Tier, TierQuerySet
from wellheard.workspace.models.tokens import ApiToken, ApiTokenQuerySet, KeptAnswer
from wellheard.workspace.models.vendor import Vendor
from wellheard.workspace.models.versions import VERSION_HELP

__all__ = [
    "STANDARD_CATEGORIES",
    "STANDARD_REASONS",
    "VERSION_HELP",
    "ApiToken",
    "ApiTokenQuerySet",
    "Area",
    "AreaQuerySet",
    "Category",
    "CategoryQuerySet",
    "Competitor",
    "CompetitorQuerySet",
    "CompetitorSpelling",
    "HandedOn",
    "Invitation",
    "InvitationQuerySet",
    "KeptAnswer",
    "Notification",
    "NotificationChoice",
    "NotificationQuerySet",
    "Product",
    "ProductQuerySet",
    "Reason",
    "ReasonQuerySet",
    "SavedView",
    "SavedViewQuerySet",
    "SetUpStep",
    "Staff",
    "StaffManager",
    "Task",
    "TaskQuerySet",
    "Team",
    "TeamQuerySet",
    "Tier",
    "TierQuerySet",
    "Vendor",
]
