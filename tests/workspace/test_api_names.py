"""The description of the API names a shape by its class: two classes of one name are found before any client is told wrong."""

from enum import Enum

import pytest
from pydantic import BaseModel, create_model

from wellheard.web.api import DescribedAPI, api
from wellheard.workspace.api.naming import SameNameError, classes_by_name, require_names_apart


class Told(BaseModel):
    """What an operation tells."""

    id: int


def answer(request: object) -> None:
    """Answer nothing: only the description is looked at."""


def test_the_shapes_of_our_api_have_names_of_their_own() -> None:
    require_names_apart(api)


def test_every_shape_of_the_description_is_looked_at() -> None:
    assert set(api.get_openapi_schema()["components"]["schemas"]) <= set(classes_by_name(api))


def test_two_shapes_of_one_name_are_refused_and_both_are_named() -> None:
    here = DescribedAPI(title="Test", urls_namespace="clash-shapes")
    other = create_model("Told", __module__="tests.elsewhere", words=(str, ...))
    listed = create_model("Listed", items=(list[other], ...))  # type: ignore[valid-type]
    here.get("/one", response=Told)(answer)
    here.get("/many", response=listed)(answer)
    with pytest.raises(SameNameError, match=r"Told: tests\.elsewhere\.Told, tests\.workspace\.test_api_names\.Told"):
        here.get_openapi_schema()


def test_two_choices_of_one_name_are_refused_where_the_address_takes_them() -> None:
    here = DescribedAPI(title="Test", urls_namespace="clash-choices")
    for path, values in (("one", {"OPEN": "open"}), ("two", {"HELD": "held"})):
        state = Enum("State", values, module=f"tests.{path}")  # type: ignore[misc]

        def listing(request: object, state: object) -> None: ...

        listing.__annotations__["state"] = state
        here.get(f"/{path}", response=Told)(listing)
    with pytest.raises(SameNameError, match=r"State: tests\.one\.State, tests\.two\.State"):
        require_names_apart(here)


def test_one_shape_that_many_operations_tell_is_no_clash() -> None:
    here = DescribedAPI(title="Test", urls_namespace="no-clash")
    for path in ("/one", "/two"):
        here.get(path, response={200: Told, 404: list[Told]})(answer)
    require_names_apart(here)
