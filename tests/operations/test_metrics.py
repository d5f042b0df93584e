"""What a monitor reads: numbers only, for the monitor alone."""

from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from tests.makers import make_feedback
from tests.prepared import put_installation
from tests.serving.installation import Installation
from wellheard.foundation.mail.commands import Letter, queue_mail

TOKEN = "a-long-token-of-the-monitor"


def read(text: str) -> dict[str, float]:
    """Return every sample by its name and labels."""
    return {
        sample.name + "".join(f"|{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def ask(client: Client, token: str = TOKEN) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return read(answer.content.decode())


@pytest.mark.django_db
def test_without_a_token_of_its_own_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}x", "Bearer tökèn"])
def test_nobody_else_reads_it(client: Client, settings: Settings, said: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": said}).status_code == 401
    assert client.post("/metrics").status_code in {403, 405}


@pytest.mark.django_db
def test_it_says_what_waits(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    make_feedback()
    make_feedback()
    queue_mail(Letter(key="a", to_address="ada@example.com", to_name="Ada", subject="s", body="b"))
    found = ask(client)
    assert found["wellheard_feedback_unfiled"] == 2
    assert found["wellheard_mails|queued"] == 1
    assert found["wellheard_jobs|todo"] >= 1
    assert found["wellheard_worker_up"] == 0
    assert found["wellheard_database_bytes"] > 1_000_000
    assert found["wellheard_disk_free_bytes"] > 0


@pytest.mark.django_db
def test_it_costs_the_same_however_much_waits(
    client: Client, settings: Settings, django_assert_num_queries: object
) -> None:
    settings.METRICS_TOKEN = TOKEN
    for _number in range(20):
        make_feedback()
    with django_assert_num_queries(7):  # type: ignore[operator]
        ask(client)


@pytest.mark.django_db
def test_it_holds_nothing_of_customers(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    make_feedback(words="Unmistakable words")
    client.get("/portal/?q=unmistakable")
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert "nmistakable" not in text
    assert 'page="portal"' in text


def test_all_processes_count_together(scratch: Path) -> None:
    scratch.chmod(0o755)
    running = Installation(scratch / "data", WELLHEARD_METRICS_TOKEN=TOKEN)
    put_installation(running.data)
    try:
        running.start("--pages", "2")
        for _number in range(20):
            assert running.get("/portal/").status == 200
        found = [read(running.get("/metrics", Authorization=f"Bearer {TOKEN}").text) for _number in range(6)]
        assert {answer["wellheard_request_seconds_count|portal|2xx"] for answer in found} == {20}
        assert found[-1]["wellheard_worker_up"] == 1
    finally:
        running.end()
