"""Who left and whom we did not win: the reasons, the money, and to whom."""

from wellheard.learn.reports.sections.within import Built, Within


def build(within: Within) -> Built:  # noqa: ARG001 - until they are counted
    """Return nothing while departures and deals are not kept."""
    return Built({"is_kept": False})
