"""What GitHub says, in our words: states and outcomes of issues and pull requests."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from wellheard.connect.github.client import GitHubError
from wellheard.deliver.work_items.commands import Reading
from wellheard.deliver.work_items.models import WorkItem

State, Outcome = WorkItem.State, WorkItem.Outcome

# `state_reason` of an issue. What stands in no line of this table is never told to anybody as done.
_OUTCOMES = {
    "completed": Outcome.SHIPPED,
    "not_planned": Outcome.DECLINED,
    "duplicate": Outcome.DUPLICATE,
}


def reading_of(said: Any, *, is_private: bool) -> Reading:
    """Return how an issue stands, from its REST description. Raises GitHubError for what is no issue."""
    try:
        is_closed = said["state"] == "closed"
        return Reading(
            url=str(said["html_url"]),
            title=str(said["title"]),
            state=State.CLOSED if is_closed else State.OPEN,
            outcome=_outcome(said) if is_closed else "",
            changed_at=moment_of(said["updated_at"]),
            is_private=is_private,
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise GitHubError(_("GitHub described an issue in a way we cannot read.")) from problem


def moment_of(said: object) -> datetime:
    """Return a moment as GitHub writes it. Raises ValueError for anything else."""
    found = datetime.fromisoformat(str(said))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _outcome(said: Any) -> str:
    pull = said.get("pull_request")
    if isinstance(pull, dict):
        return Outcome.SHIPPED if pull.get("merged_at") else Outcome.DECLINED
    return _OUTCOMES.get(str(said.get("state_reason")), Outcome.UNKNOWN)
