"""The vendor: set up once, through a one-time link or by the operator's own command, then renamed at will."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.categories import add_standard_categories
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.commands.products import add_product
from wellheard.workspace.commands.reasons import add_standard_reasons
from wellheard.workspace.commands.staff import add_staff
from wellheard.workspace.installation import forget_after_change
from wellheard.workspace.keys import hash_of, make_key
from wellheard.workspace.models import Product, Staff, Vendor
from wellheard.workspace.permissions import Role
from wellheard.workspace.queries import is_set_up_link

SET_UP = names.declare("vendor.set_up", "The installation was set up: vendor, first product and first admin.")
RENAMED = names.declare("vendor.renamed", "The vendor's name changed.")

LINK_LASTS = timedelta(days=3)


class SetUpError(WorkspaceError):
    """The installation is set up already, or the link does not open it."""


@transaction.atomic
def make_set_up_link() -> str:
    """Return the one address under which the first admin sets Wellheard up. It lasts three days and ends an earlier one.

    Raises SetUpError when that has happened.
    """
    vendor = lock_workspace()
    _require_fresh(vendor)
    key = make_key()
    vendor.set_up_sha256 = hash_of(key)
    vendor.set_up_until = clock.now() + LINK_LASTS
    vendor.save(update_fields=["set_up_sha256", "set_up_until"])
    return settings.BASE_URL.rstrip("/") + reverse("set_up", args=[key])


@transaction.atomic
def use_set_up_link(
    *, key: str, vendor_name: str, product_name: str, admin_email: str, admin_name: str, password: str
) -> Staff:
    """Set Wellheard up through its one-time link and return the first admin. Raises SetUpError for a used or old link."""
    lock_workspace()
    if not is_set_up_link(key):
        raise SetUpError(_("This link has been used or has ended. Ask whoever runs Wellheard for a new one."))
    return set_up_vendor(
        vendor_name=vendor_name,
        product_name=product_name,
        admin_email=admin_email,
        admin_name=admin_name,
        password=password,
    )


@transaction.atomic
def set_up_vendor(*, vendor_name: str, product_name: str, admin_email: str, admin_name: str, password: str) -> Staff:
    """Name the vendor and its first product, add the standard categories and the first admin, who is returned.

    Raises SetUpError when Wellheard is set up already.
    """
    vendor = lock_workspace()
    _require_fresh(vendor)
    vendor.name = name_of(vendor_name, field="vendor_name")
    vendor.set_up_at = clock.now()
    vendor.set_up_sha256, vendor.set_up_until = "", None
    vendor.save(update_fields=["name", "set_up_at", "set_up_sha256", "set_up_until"])
    forget_after_change()
    # An import may have brought the product already.
    if not Product.objects.filter(name__iexact=name_of(product_name, field="product_name")).exists():
        add_product(name=product_name)
    add_standard_categories()
    add_standard_reasons()
    admin = make_first_admin(email=admin_email, name=admin_name, password=password)
    ledger.record(SET_UP, vendor)
    return admin


@transaction.atomic
def make_first_admin(*, email: str, name: str, password: str) -> Staff:
    """Add an admin while there is none. Raises SetUpError when somebody already manages staff here."""
    lock_workspace()
    if Staff.objects.at_work().filter(role=Role.ADMIN).exists():
        raise SetUpError(_("There is an admin already. Ask them for an invitation."))
    return add_staff(email=email, name=name, role=Role.ADMIN, password=password)


@transaction.atomic
def rename_vendor(*, version: int, name: str) -> Vendor:
    """Change the name customers read on the portal and in mails. Raises StaleError when somebody else did meanwhile."""
    vendor = lock_workspace()
    require_version(vendor, version)
    vendor.name = name_of(name)
    vendor.save(update_fields=["name", "version"])
    forget_after_change()
    ledger.record(RENAMED, vendor)
    return vendor


def _require_fresh(vendor: Vendor) -> None:
    if vendor.set_up_at or Staff.objects.exists():
        raise SetUpError(_("Wellheard is set up already. Sign in, or ask an admin for an invitation."))
