"""Why something cannot be done with a review meeting."""

from django.utils.translation import gettext as _

from wellheard.workspace.models import Staff


class ReviewError(ValueError):
    """It cannot be done so; the text says why, and what to do instead."""


class StaleReviewError(ReviewError):
    """Somebody else changed it meanwhile."""


class LeavesOutError(ReviewError):
    """Some departments would answer no question any more; whoever means it says so by name."""

    def __init__(self, departments: list[str]) -> None:
        self.departments = departments
        names = ", ".join(str(Staff.Department(code).label) for code in departments)
        super().__init__(
            _(
                "%(names)s: no question would be left for them, and they would rate nothing. If that is meant, say so below."
            )
            % {"names": names}
        )
