"""What we sell."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import InUseError, NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Product
from wellheard.workspace.queries import uses_of

ADDED = names.declare("product.added", "A product was added.")
RENAMED = names.declare("product.renamed", "A product was renamed.")
REMOVED = names.declare("product.removed", "A product to which nothing belonged was removed.")


@transaction.atomic
def add_product(*, name: str) -> Product:
    """Add something we sell. Raises NameTakenError when there is one of that name."""
    lock_workspace()
    product = Product(name=name_of(name))
    _require_free(product)
    product.save(force_insert=True)
    ledger.record(ADDED, product)
    return product


@transaction.atomic
def rename_product(*, product_id: int, version: int, name: str) -> Product:
    """Rename a product. Raises NameTakenError, or StaleError after another's edit."""
    lock_workspace()
    product = Product.objects.select_for_update(no_key=True).get(pk=product_id)
    require_version(product, version)
    product.name = name_of(name)
    _require_free(product)
    product.save(update_fields=["name", "version"])
    ledger.record(RENAMED, product)
    return product


@transaction.atomic
def remove_product(*, product_id: int) -> None:
    """Remove a product nothing belongs to. Raises InUseError while areas, subscriptions or releases name it."""
    lock_workspace()
    product = Product.objects.select_for_update(no_key=True).get(pk=product_id)
    if uses_of(product):
        raise InUseError(
            _("Areas, subscriptions or releases still belong to “%(name)s”, so it stays. You can rename it instead.")
            % {"name": product.name}
        )
    ledger.record(REMOVED, product)
    product.delete()


def _require_free(product: Product) -> None:
    if Product.objects.filter(name__iexact=product.name).exclude(pk=product.pk).exists():
        raise NameTakenError(product.name)
