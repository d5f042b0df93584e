"""The API does what its own description says, for requests nobody thought of.

WELLHEARD_API_EXAMPLES=500 asks each operation more often than the few times that fit into every run.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from schemathesis import Case, CheckContext, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from tests.one_connection import kept_connection
from wellheard.customers.models import Segment
from wellheard.decide.commands import link_feedback, vote
from wellheard.deliver.commands import draft_release
from wellheard.web.api import api
from wellheard.web.wsgi import application
from wellheard.workspace.commands import make_token

# Without the first mark no database is made; each test is a savepoint in the transaction that holds the rows.
pytestmark = [pytest.mark.django_db, pytest.mark.all]

EXAMPLES = int(os.environ.get("WELLHEARD_API_EXAMPLES", "12"))
# The few of every run are always the same ones: a commit is either good or not.
SAME_EACH_TIME = "WELLHEARD_API_EXAMPLES" not in os.environ
ROW_BY_ROW = {"/api/v1/deals/batch"}


def refuses_what_breaks_the_description(ctx: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """Hold that what breaks the description is refused: as a whole, or, where rows are read one by one, in its own row."""
    if response.status_code == HTTPStatus.OK and case.path in ROW_BY_ROW and refused_rows(response):
        return None
    return negative_data_rejection(ctx, response, case)


def refused_rows(response: Response) -> list[dict[str, Any]]:
    """Return the rows of a batch that were refused and say why."""
    return [row for row in response.json()["items"] if row["news"] == "refused" and row["problem"]]


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    refuses_what_breaks_the_description,
]


def operations() -> list[tuple[str, str]]:
    """Return every operation the description names."""
    return [
        (path, method.upper())
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    ]


@lru_cache(maxsize=1)
def description() -> OpenApiSchema:
    """Return the description as it is served."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(scope="module")
def plain_token(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make a token and a little of everything, once: every request finds the same, and what it changes is taken back."""
    with kept_connection(), django_db_blocker.unblock(), transaction.atomic():
        _token, plain = make_token(name="Schemathesis", by=make_staff(), scopes=["admin"])
        a_little_of_everything()
        yield plain
        transaction.set_rollback(True)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("operation", operations(), ids=" ".join)
def test_every_answer_is_one_the_description_names(
    operation: tuple[str, str], mode: GenerationMode, plain_token: str, settings: LazySettings
) -> None:
    settings.API_PER_MINUTE = 0
    path, method = operation

    @given(case=description()[path][method].as_strategy(generation_mode=mode))
    @hypothesis_settings(
        max_examples=EXAMPLES, derandomize=SAME_EACH_TIME, deadline=None, suppress_health_check=list(HealthCheck)
    )
    def ask(case: Any) -> None:
        case.headers["Authorization"] = f"Bearer {plain_token}"
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS)
            transaction.set_rollback(True)

    ask()


def a_little_of_everything() -> None:
    """Make rows with low numbers, which are tried first."""
    company = make_company(mrr=100)
    contact = make_contact(company=company)
    idea = make_idea()
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    vote(idea_id=idea.pk, contact=contact)
    draft_release(title="Offline", notes="It works.", idea_ids=[idea.pk], by=None)
    Segment.objects.create(name="Everybody", rule={})
