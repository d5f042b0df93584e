"""The API does what its own description says, for requests nobody thought of."""

from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import link_feedback, vote
from wellheard.deliver.commands import draft_release
from wellheard.web.api import api
from wellheard.web.wsgi import application
from wellheard.workspace.commands import make_token

# Each request is one of its own: the application closes its connection after it, as in life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.all]


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def operations() -> list[tuple[str, str]]:
    """Return every operation the description names."""
    return [
        (path, method.upper())
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    ]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("operation", operations(), ids=" ".join)
def test_every_answer_is_one_the_description_names(
    operation: tuple[str, str], mode: GenerationMode, settings: LazySettings
) -> None:
    settings.API_PER_MINUTE = 0
    _token, plain = make_token(name="Schemathesis", by=make_staff(), scopes=["admin"])
    a_little_of_everything()
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    path, method = operation

    @given(case=description[path][method].as_strategy(generation_mode=mode))
    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.headers["Authorization"] = f"Bearer {plain}"
        case.call_and_validate(checks=CHECKS)

    ask()


def a_little_of_everything() -> None:
    """Make rows with low numbers, which are tried first."""
    company = make_company(mrr=100)
    contact = make_contact(company=company)
    idea = make_idea()
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    vote(idea_id=idea.pk, contact=contact)
    draft_release(title="Offline", notes="It works.", idea_ids=[idea.pk], by=None)
