"""Why an analysis cannot be changed so; the texts are shown to people."""

from wellheard.workspace.commands import WorkspaceError


class AnalysisError(WorkspaceError):
    """What was found out about a lost deal cannot be kept so; `field` names what is missing."""
