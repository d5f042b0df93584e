"""Why a change to our side was refused, in a sentence for the person who asked for it."""

from django.utils.translation import gettext as _


class WorkspaceError(ValueError):
    """A change that cannot be made; `field` names the form field it is about."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StaleError(WorkspaceError):
    """Somebody else edited the same thing meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else changed this while you were writing. What you wrote is still here, and so is what stands "
                "now. Save again to replace it."
            )
        )


class NameMissingError(WorkspaceError):
    """A name is empty once everything invisible is taken out."""

    def __init__(self, *, field: str = "name") -> None:
        super().__init__(_("Write a name."), field=field)


class NameTakenError(WorkspaceError):
    """Another one already has this name."""

    def __init__(self, name: str, *, field: str = "name") -> None:
        super().__init__(_("“%(name)s” is there already. Choose another name.") % {"name": name}, field=field)


class JoinError(WorkspaceError):
    """Two of a kind cannot be joined."""


class InUseError(WorkspaceError):
    """Something still belongs to what should be removed."""
