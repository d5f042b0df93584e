"""Why a deal cannot be kept as it was told; the texts are shown to people."""

from wellheard.workspace.commands import WorkspaceError


class DealError(WorkspaceError):
    """A deal, or what its words mean, cannot be kept so; `field` names what it is about."""


class UnknownDealError(DealError):
    """There is no such deal."""
