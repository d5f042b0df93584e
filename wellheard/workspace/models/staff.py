"""Who works here."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.workspace.models.versions import VERSION_HELP
from wellheard.workspace.permissions import Permission, Role, is_granted


class TeamQuerySet(models.QuerySet["Team"]):
    def by_name(self) -> Self:
        return self.order_by("name")


class Team(models.Model):
    """People who own areas together."""

    name = models.CharField(max_length=80, unique=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email__iexact=username)

    def at_work(self) -> "models.QuerySet[Staff]":
        """Return who works here now; who has left stays in the history but not in this list."""
        return self.filter(is_active=True)


class Staff(AbstractBaseUser):
    """Someone who works here. Their role gives permissions; their language and zone are how they read pages."""

    class Department(models.TextChoices):
        PRODUCT = "product", _("Product")
        ENGINEERING = "engineering", _("Engineering")
        SUPPORT = "support", _("Support")
        SALES = "sales", _("Sales")
        SUCCESS = "success", _("Customer success")
        OPERATIONS = "operations", _("Operations")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)
    department = models.CharField(max_length=12, choices=Department, default=Department.PRODUCT)
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=50, blank=True)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    inbox_keys = models.JSONField(default=dict, blank=True, help_text="Keys of the inbox that are not the usual ones")
    is_active = models.BooleanField(default=True)
    away_since = models.DateTimeField(null=True, blank=True, help_text="While set, no conversation is dealt to them")
    joined_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects: ClassVar[StaffManager] = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="staff_email_lower_case")]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role allows it; nobody who has left may anything."""
        return self.is_active and is_granted(self.role, permission)

    @property
    def is_away(self) -> bool:
        return self.away_since is not None

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:2]).upper()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> Self:
        """Neither accepted nor withdrawn; it may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> Self:
        return self.unanswered().filter(expires_at__gt=clock.now())

    def newest_first(self) -> Self:
        return self.order_by("-invited_at", "-pk")


class Invitation(models.Model):
    """A one-time way in for a new colleague: the link is mailed or handed over, only its hash is kept."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            # A double click invites once.
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invited_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and not self.has_expired

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= clock.now()
