"""Questions about our side."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, UniqueConstraint
from django.db.models.fields.related import ForeignKey
from django.db.models.fields.reverse_related import ForeignObjectRel

from wellheard.foundation import clock
from wellheard.workspace.keys import hash_of
from wellheard.workspace.models import Area, Invitation, Product, Vendor


@dataclass
class Branch:
    """An area with its parts, as the tree shows them."""

    area: Area
    depth: int
    parts: list["Branch"] = field(default_factory=list)


def is_set_up_link(key: str) -> bool:
    """Tell whether this is the one set-up link that still works."""
    return Vendor.objects.filter(set_up_at=None, set_up_sha256=hash_of(key), set_up_until__gt=clock.now()).exists()


def invitation_for_key(key: str) -> Invitation | None:
    """Return the invitation this link opens, while it does."""
    return Invitation.objects.open().filter(token_sha256=hash_of(key)).first()


def invitation_for_address(address: str) -> Invitation | None:
    """Return the invitation of this address, while it is open."""
    return Invitation.objects.open().filter(email=address).first()


def domain_may_join(address: str) -> bool:
    """Tell whether the owner lets everybody of this mail domain join by single sign-on."""
    domain = address.rpartition("@")[2]
    return bool(domain) and domain in {known.lower().removeprefix("@") for known in settings.OIDC_DOMAINS}


def within(area: Area) -> set[int]:
    """Return the keys of an area and all its parts, however deep."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Area.objects.filter(product=area.product_id).values_list("pk", "parent"):
        children[parent].append(pk)
    found, waiting = set[int](), [area.pk]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children[pk]
    return found


def area_tree() -> list[tuple[Product, list[Branch]]]:
    """Return every product with its areas in the order of the tree, in two queries."""
    children: dict[tuple[int, int | None], list[Area]] = defaultdict(list)
    for area in Area.objects.by_name().select_related("team"):
        children[area.product_id, area.parent_id].append(area)

    def branches(product: int, parent: int | None, depth: int) -> list[Branch]:
        return [Branch(area, depth, branches(product, area.pk, depth + 1)) for area in children[product, parent]]

    return [(product, branches(product.pk, None, 0)) for product in Product.objects.by_name()]


def uses_of(row: Model) -> int:
    """Return how many rows of any stage name this one, so that nothing is filed under what is gone.

    Later stages are not imported here; Django knows every foreign key that points at the row.
    """
    return sum(
        relation.related_model._default_manager.filter(**{relation.field.name: row}).count()  # noqa: SLF001 - Django's API
        for relation in _keys_to(row)
    )


def move_uses(row: Model, to: Model) -> None:
    """Let every row of any stage that names this one name another instead; what would be there twice goes."""
    for relation in _keys_to(row):
        manager, column = relation.related_model._default_manager, relation.field.name  # noqa: SLF001 - as above
        manager.filter(_twins(relation.related_model, column, to), **{column: row}).delete()
        manager.filter(**{column: row}).update(**{column: to})


def _twins(model: type[Model], column: str, to: Model) -> Q:
    """Return the condition for rows that are there already under the other one, by any rule of uniqueness."""
    twins = Q(pk__in=[])
    for rule in model._meta.constraints:  # noqa: SLF001 - documented
        if isinstance(rule, UniqueConstraint) and column in rule.fields:
            others = {name: OuterRef(name) for name in rule.fields if name != column}
            theirs = model._default_manager.filter(rule.condition or Q(), **{column: to}, **others)  # noqa: SLF001
            twins |= Q(Exists(theirs)) & (rule.condition or Q())
    return twins


def _keys_to(row: Model) -> Iterator[ForeignObjectRel]:
    for relation in row._meta.get_fields(include_hidden=True):  # noqa: SLF001 - documented, in spite of its name
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.field, ForeignKey):
            yield relation
