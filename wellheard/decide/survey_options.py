"""Ideas as what surveys let people choose between."""

from wellheard.decide.models import Idea
from wellheard.listen.surveys.options import register


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register("idea", _titles)


def _titles(numbers: list[int]) -> dict[int, str]:
    """Return what each idea is called. Whoever puts an idea into a survey wants it read, also before it is public."""
    return dict(Idea.objects.unmerged().filter(pk__in=numbers).values_list("pk", "title"))
