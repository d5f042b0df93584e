"""Why a playbook was refused, in a sentence for whoever wanted it."""

from wellheard.workspace.commands import WorkspaceError


class PlaybookError(WorkspaceError):
    """A playbook cannot be kept, begun or stopped so; the text says what to do."""


class UnknownPlaybookError(PlaybookError):
    """There is no such playbook."""
