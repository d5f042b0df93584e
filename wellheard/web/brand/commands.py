"""Change how the portal looks: the new logo is kept before the row names it, the old one goes after."""

from typing import Any

from django.db import transaction

from wellheard.foundation.files import drop_file, keep_file
from wellheard.foundation.pictures import Picture
from wellheard.workspace.commands import change_installation
from wellheard.workspace.models import Vendor

FOLDER = "brand"


@transaction.atomic
def change_portal(*, version: int, wanted: dict[str, Any], logo: Picture | None = None) -> Vendor:
    """Change the portal's settings, and its logo where there is a new one. Raises StaleError and WorkspaceError."""
    if logo is None:
        return change_installation(version=version, **wanted)
    old = Vendor.objects.values_list("logo", flat=True).first() or ""
    name = keep_file(logo.data, folder=FOLDER, ending=logo.ending)
    try:
        vendor = change_installation(version=version, logo=name, **wanted)
    except Exception:
        drop_file(name)
        raise
    transaction.on_commit(lambda: drop_file(old))
    return vendor


@transaction.atomic
def take_logo_off(*, version: int, wanted: dict[str, Any]) -> Vendor:
    """Change the portal's settings and show the name alone."""
    old = Vendor.objects.values_list("logo", flat=True).first() or ""
    vendor = change_installation(version=version, logo="", **wanted)
    transaction.on_commit(lambda: drop_file(old))
    return vendor
