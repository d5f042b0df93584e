"""Where ideas stood before they came here."""

from wellheard.decide.models import Idea, ImportedIdea


def imported_at(path: str) -> int | None:
    """Return the public idea whose page on an earlier board had this path; the one it was merged into leads on from there."""
    path = ImportedIdea.path_of(path)
    if not path:
        return None
    there = ImportedIdea.objects.filter(path=path).order_by("-pk").values_list("idea_id", flat=True)
    return Idea.objects.filter(pk__in=there[:1], is_public=True).values_list("pk", flat=True).first()
