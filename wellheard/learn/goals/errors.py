"""Why a change to a goal was refused, in a sentence for the person who asked for it."""

from wellheard.workspace.commands import WorkspaceError


class GoalError(WorkspaceError):
    """A goal that cannot be kept so; the text says why and what to do."""
