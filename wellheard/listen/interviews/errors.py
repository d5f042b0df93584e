"""Why something about a talk was refused, in a sentence for whoever wanted it."""

from wellheard.workspace.commands import WorkspaceError


class TalkError(WorkspaceError):
    """A talk cannot be planned, changed or written down so; the text says what to do."""


class UnknownTalkError(TalkError):
    """There is no such talk."""
