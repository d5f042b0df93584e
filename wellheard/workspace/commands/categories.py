"""What kinds of things customers tell us."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import InUseError, NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import STANDARD_CATEGORIES, Category
from wellheard.workspace.queries import move_uses, uses_of

ADDED = names.declare("category.added", "A category was added.")
EDITED = names.declare("category.edited", "A category was renamed or moved in the list.")
REMOVED = names.declare("category.removed", "A category was removed; `into` is the one that took over its feedback.")


@transaction.atomic
def add_standard_categories() -> None:
    """Add the categories every vendor starts with: confusion, did not know it exists, bug, … Those there already stay."""
    lock_workspace()
    known = set(Category.objects.values_list("key", flat=True))
    for position, (key, name) in enumerate(STANDARD_CATEGORIES.items()):
        if key not in known:
            ledger.record(ADDED, Category.objects.create(key=key, name=name, position=position), key=key)


@transaction.atomic
def add_category(*, name: str) -> Category:
    """Add a category at the end of the list. Raises NameTakenError when there is one of that name."""
    lock_workspace()
    category = Category(name=name_of(name), position=_next_position())
    _require_free(category)
    category.key = _free_key(category.name)
    category.save(force_insert=True)
    ledger.record(ADDED, category, key=category.key)
    return category


@transaction.atomic
def edit_category(*, category_id: int, version: int, name: str, position: int) -> Category:
    """Rename a category or move it in the list; its key stays, so imports and the API still find it.

    Raises NameTakenError, or StaleError after another's edit.
    """
    lock_workspace()
    category = Category.objects.select_for_update(no_key=True).get(pk=category_id)
    require_version(category, version)
    if name_of(name) != category.label:
        category.name = name_of(name)
        _require_free(category)
    category.position = position
    category.save(update_fields=["name", "position", "version"])
    ledger.record(EDITED, category)
    return category


@transaction.atomic
def remove_category(*, category_id: int, into: Category | None = None) -> None:
    """Remove a category; its feedback moves to `into`. Raises InUseError when it has some and `into` is missing or itself."""
    lock_workspace()
    category = Category.objects.select_for_update(no_key=True).get(pk=category_id)
    if into is not None and into.pk != category.pk:
        move_uses(category, into)
    elif uses_of(category) or into is not None:
        raise InUseError(
            _("Feedback is filed as “%(name)s”. Choose the category that takes it over.") % {"name": category.label},
            field="into",
        )
    ledger.record(REMOVED, category, key=category.key, into=into.pk if into else None)
    category.delete()


def _require_free(category: Category) -> None:
    others = Category.objects.exclude(pk=category.pk)
    if any(category.name.casefold() in {other.name.casefold(), other.label.casefold()} for other in others):
        raise NameTakenError(category.name)


def _next_position() -> int:
    return (Category.objects.aggregate(last=Max("position"))["last"] or 0) + 1


def _free_key(name: str) -> str:
    """Return a key of the name's letters; a name without any, such as Chinese, is numbered."""
    stem = slugify(name)[:30].strip("-") or "category"
    taken = set(Category.objects.filter(key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key
