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

from tests.makers import make_feedback, make_staff
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


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", [("/api/v1/feedback", "POST"), ("/api/v1/feedback/{feedback_id}", "GET")])
def test_every_answer_is_one_the_description_names(
    path: tuple[str, str], mode: GenerationMode, settings: LazySettings
) -> None:
    settings.API_PER_MINUTE = 10**9
    _token, plain = make_token(name="Schemathesis", by=make_staff())
    make_feedback()
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = description[path[0]][path[1]]

    @given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.headers["Authorization"] = f"Bearer {plain}"
        case.call_and_validate(checks=CHECKS)

    ask()
