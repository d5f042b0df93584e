"""Why a survey or an answer was refused, in a sentence for whoever made it."""

from wellheard.workspace.commands import WorkspaceError


class SurveyError(WorkspaceError):
    """A survey cannot be made, changed or started so; the text says what to do."""


class UnknownSurveyError(SurveyError):
    """There is no such survey."""


class AnswerError(WorkspaceError):
    """An answer cannot be kept so; `field` is the key of the question."""
