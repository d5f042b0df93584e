"""What cannot be done at the desk, in sentences that say what to do next."""

from wellheard.workspace.commands import WorkspaceError


class DeskError(WorkspaceError):
    """A saved reply, macro or setting cannot be kept so; `field` names the form field it is about."""
