"""How we ask GitHub: with a token or as an App, patiently, and never where GitHub did not send us."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.github.conftest import Connected
from tests.github.stand_in import StandIn
from tests.makers import make_idea
from wellheard.connect.github import commands, once, reactions
from wellheard.connect.github.client import AbsentError, CredentialsError, GitHubError, PaceError
from wellheard.connect.github.commands import Access
from wellheard.connect.github.credentials import github_of, login_of
from wellheard.connect.github.models import Connection
from wellheard.connect.github.spots import spot_of
from wellheard.deliver.work_items.commands import WorkItemError, link_idea
from wellheard.deliver.work_items.models import WorkItem
from wellheard.foundation.facts.ledger import react
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def test_an_app_gets_a_token_for_its_installation_keeps_it_and_renews_it(stand_in: StandIn) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    stand_in.app_key = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    connection, _secret = commands.connect(url=stand_in.url, access=Access("app", private, "77", "991"), by=None)

    assert login_of(connection) == "wellheard[bot]"
    github = github_of(connection)
    assert github.read_repository("northwind/app")["full_name"] == "northwind/app"
    github.read_repository("northwind/app")
    assert stand_in.asked.count("POST /api/v3/app/installations/991/access_tokens") == 1
    # GitHub ends the token before its time: it is renewed once, and the call goes through.
    stand_in.tokens.clear()
    github.read_repository("northwind/app")
    assert stand_in.asked.count("POST /api/v3/app/installations/991/access_tokens") == 2


def test_a_key_that_is_none_is_said_in_a_sentence(stand_in: StandIn) -> None:
    connection, _secret = commands.connect(url=stand_in.url, access=Access("app", "no key", "77", "991"), by=None)

    with pytest.raises(CredentialsError, match="private key"):
        github_of(connection).read_repository("northwind/app")


def test_a_token_that_is_refused_is_told_on_the_connection(github: Connected) -> None:
    github.there.tokens.clear()
    with pytest.raises(CredentialsError):
        github_of(github.connection).whoami()
    link_idea(idea_id=make_idea().pk, address=github.address(1), by=None)
    once.read_once(WorkItem.objects.get().pk)

    assert "does not accept the token" in Connection.objects.get().problem


@pytest.mark.parametrize("status", [500, 502, 503, 0])
def test_what_only_reads_is_tried_again_and_what_writes_is_not(github: Connected, status: int) -> None:
    asked = github_of(github.connection)
    github.there.fail(status, times=2)
    assert asked.read_repository("northwind/app")["full_name"] == "northwind/app"

    github.there.fail(status)
    with pytest.raises(GitHubError):
        asked.create_issue("northwind/app", "Work offline", "")
    assert not github.there.issues


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "90"}, 90),
        (403, {"Retry-After": "120"}, 120),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"}, 86_400),
        (429, {}, 60),
    ],
)
def test_when_github_has_us_wait_the_work_comes_back_later(
    github: Connected, run_jobs: Callable[[], None], status: int, headers: dict[str, str], seconds: int
) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    link_idea(idea_id=make_idea().pk, address=github.address(1), by=None)
    item = WorkItem.objects.get()
    ProcrastinateJob.objects.all()._raw_delete("default")
    github.there.fail(status, headers)
    with pytest.raises(PaceError) as waits:
        github_of(github.connection).read_repository("northwind/app")
    assert waits.value.seconds == seconds

    github.there.fail(status, headers)
    react(reactions.read_new, Fact.objects.get(name="workitem.added"))
    job = ProcrastinateJob.objects.get(task_name="connect.github.read_later")
    assert job.scheduled_at
    run_jobs()
    item.refresh_from_db()
    assert item.title == "Work offline"


def test_a_short_pause_is_waited_for(github: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    github.there.fail(429, {"Retry-After": "2"})

    assert github_of(github.connection).whoami() == "wellheard-robot"
    assert waited == [2]


def test_a_repository_nobody_shows_us_is_absent(github: Connected) -> None:
    with pytest.raises(AbsentError, match="does not show it"):
        github_of(github.connection).read_repository("northwind/secret")


def test_githubs_next_page_elsewhere_is_not_asked(github: Connected) -> None:
    github.there.fail(301, {"Location": "http://127.0.0.1:1/api/v3/repos/a/b"})

    with pytest.raises(GitHubError, match="own address"):
        github_of(github.connection).read_repository("northwind/app")


def test_an_answer_that_is_no_json_is_said_in_a_sentence(github: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.github.stand_in.json.dumps", lambda _said: "<html>")

    with pytest.raises(GitHubError, match="address of a GitHub"):
        github_of(github.connection).whoami()


def test_addresses_of_issues_are_known_however_they_are_pasted(github: Connected) -> None:
    url = github.there.url
    for pasted in ("/Northwind/App/issues/12", "/northwind/app/pull/12", "/northwind/app/issues/12?x=1#issuecomment-3"):
        found = spot_of(f"{url}{pasted}")
        assert found
        assert (found.repository, found.number) == ("northwind/app", 12)
    for pasted in ("/northwind/app", "/northwind/app/issues/x", "/northwind/app/issues/", "/a/b/c/issues/1"):
        assert spot_of(f"{url}{pasted}") is None
    assert spot_of("https://elsewhere.example/northwind/app/issues/12") is None
    assert spot_of("no address") is None
    assert spot_of("http://[::1/northwind/app/issues/12") is None


def test_only_issues_of_connected_repositories_can_be_linked(github: Connected) -> None:
    with pytest.raises(WorkItemError, match="not connected"):
        link_idea(idea_id=make_idea().pk, address=github.address(1, "northwind/other"), by=None)
    with pytest.raises(WorkItemError, match="Paste the address"):
        link_idea(idea_id=make_idea().pk, address="https://elsewhere.example/1", by=None)


def test_an_issue_that_is_not_there_is_shown_as_lost(github: Connected, run_jobs: Callable[[], None]) -> None:
    link_idea(idea_id=make_idea().pk, address=github.address(404), by=None)
    run_jobs()

    assert WorkItem.objects.get().broken_reason == "hidden"


@pytest.mark.parametrize(("merged", "outcome"), [("2026-03-01T12:00:00Z", "shipped"), (None, "declined")])
def test_a_pull_request_counts_as_done_when_it_was_merged(
    github: Connected, run_jobs: Callable[[], None], merged: str | None, outcome: str
) -> None:
    issue = github.there.open_issue("northwind/app", "Work offline")
    issue |= {"state": "closed", "pull_request": {"merged_at": merged}}
    link_idea(idea_id=make_idea().pk, address=github.address(1).replace("issues", "pull"), by=None)
    run_jobs()

    assert WorkItem.objects.get().outcome == outcome
