"""What can be wrong with a change to a report."""

from django.utils.translation import gettext as _

from wellheard.workspace.commands.errors import WorkspaceError


class ReportError(WorkspaceError):
    """A report cannot be made or changed so; the text says why."""


class PublishedError(ReportError):
    """A report that was published is never changed."""

    def __init__(self) -> None:
        super().__init__(
            _("This report was published and stays as it is. Make a correction: a new report of the same days.")
        )
