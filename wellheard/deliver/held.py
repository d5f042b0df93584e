"""What a colleague prepares: releases that are not live yet."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.deliver.models import Release
from wellheard.workspace.handing_on import passes


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "drafts",
        lambda n: ngettext("%(n)d release in preparation", "%(n)d releases in preparation", n) % {"n": n},
        Release,
        "made_by",
        only=Q(published_at=None),
    )
