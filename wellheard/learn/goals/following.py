"""How the ideas that are to move a key result follow one that turns out to be another."""

from wellheard.decide import merging
from wellheard.learn.goals.models import KeyResultIdea


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    merging.register_rows("goals.key_result_ideas", KeyResultIdea, once_per=("key_result",))
