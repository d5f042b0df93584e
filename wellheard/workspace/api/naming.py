"""The description of the API names a shape by its class: two classes of one name would silently become one of them."""

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

from ninja import NinjaAPI
from pydantic import BaseModel

Classes = dict[str, set[type]]


class SameNameError(RuntimeError):
    """Two classes of the API have one name. The text names both: rename one of them."""


def require_names_apart(api: NinjaAPI) -> None:
    """Raise SameNameError when the description would put one shape in the place of another, and clients would be told wrong."""
    clashes = [
        f"{name}: {', '.join(sorted(f'{one.__module__}.{one.__qualname__}' for one in classes))}"
        for name, classes in sorted(classes_by_name(api).items())
        if len(classes) > 1
    ]
    if clashes:
        raise SameNameError("One name for several classes of the API; rename all but one. " + "; ".join(clashes))


def classes_by_name(api: NinjaAPI) -> Classes:
    """Return every class that the operations of an API say or take, and those these name in turn, by its name."""
    found: Classes = defaultdict(set)
    for model in _models(api):
        for field in model.model_fields.values():
            _gather(field.annotation, found)
    return found


def _models(api: NinjaAPI) -> Iterator[type[BaseModel]]:
    for router in api._get_bound_routers():  # noqa: SLF001 - as the description itself goes through them
        for view in router.path_operations.values():
            for operation in view.operations:
                yield from operation.models
                yield from (one for one in operation.response_models.values() if _is_shape(one))


def _gather(annotation: Any, found: Classes) -> None:
    if _is_shape(annotation) or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        if annotation in found[annotation.__name__]:
            return
        found[annotation.__name__].add(annotation)
        for field in getattr(annotation, "model_fields", {}).values():
            _gather(field.annotation, found)
    for part in get_args(annotation):
        _gather(part, found)


def _is_shape(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)
