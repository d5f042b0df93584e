"""When GitHub does not accept our token or key any more: told once, nothing asked, and all of it caught up with another."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from tests.github.conftest import Connected
from tests.github.stand_in import StandIn
from tests.makers import make_conversation, make_idea, make_staff
from wellheard.connect.github import commands, once
from wellheard.connect.github.catching_up import catch_up
from wellheard.connect.github.client import CredentialsError
from wellheard.connect.github.commands import Access
from wellheard.connect.github.credentials import github_of
from wellheard.connect.github.models import Connection
from wellheard.deliver.work_items.commands import Wish, ask_for_item, link_conversation, link_idea
from wellheard.deliver.work_items.models import WantedItem, WorkItem
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.models import Notification, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
SignIn = Callable[[Staff], Client]


def _revoke(github: Connected) -> None:
    github.there.tokens.clear()


def _accept(github: Connected, token: str) -> None:
    github.there.tokens[token] = datetime.max.replace(tzinfo=UTC)


def test_it_is_told_to_admins_once_and_stands_where_one_looks(
    github: Connected, signed_in: SignIn, run_jobs: Run
) -> None:
    admin, agent = make_staff(), make_staff(role=Role.AGENT)
    _revoke(github)
    idea = make_idea("Work offline")
    for number in (1, 2):
        link_idea(idea_id=idea.pk, address=github.address(number), by=None)
    run_jobs()

    assert Fact.objects.filter(name="github.refused").count() == 1
    assert [told.staff for told in Notification.objects.filter(kind="connect")] == [admin]
    browser = signed_in(admin)
    assert "GitHub does not accept our token or key any more" in browser.get("/notifications/").text
    assert "GitHub does not accept our token or key any more" in browser.get("/settings/").text
    for page in (f"/ideas/{idea.pk}/", f"/work-items/{WorkItem.objects.all()[0].pk}/"):
        assert "does not accept our token or key since" in browser.get(page).text
    assert "does not accept" not in signed_in(agent).get("/settings/").text


def test_nothing_is_asked_meanwhile_and_everything_is_done_with_a_new_token(github: Connected, run_jobs: Run) -> None:
    for title in ("Work offline", "Work at night"):
        github.there.open_issue("northwind/app", title)
    ada, conversation = make_staff(), make_conversation("Please let it work offline.")
    link_conversation(conversation_id=conversation.pk, address=github.address(1), by=ada)
    run_jobs()
    _revoke(github)
    # One message comes in while it is refused, of another we hear nothing.
    github.there.close("northwind/app", 1)
    wish = Wish("k", "github", str(github.repository.pk), "Keep drafts", "Now.")
    ask_for_item(wish=wish, by=ada, idea=make_idea())
    link_idea(idea_id=make_idea().pk, address=github.address(2), by=ada)
    run_jobs()
    asked = len(github.there.asked)
    run_jobs()
    assert len(github.there.asked) == asked
    assert WantedItem.objects.get().state == "waiting"

    _accept(github, "another-token")
    commands.edit_connection(connection_id=github.connection.pk, access=Access("token", "another-token"), notes="none")
    run_jobs()
    assert Conversation.objects.get(pk=conversation.pk).news_outcome == "shipped"
    assert WantedItem.objects.get().state == "made"
    assert [item.title for item in WorkItem.objects.order_by("number")] == [
        "Work offline",
        "Work at night",
        "Keep drafts",
    ]
    assert Connection.objects.get().problem == ""
    # Revoked once more, it is told once more.
    _revoke(github)
    once.read_once(WorkItem.objects.all()[0].pk)
    assert Fact.objects.filter(name="github.refused").count() == 2


def test_what_was_refused_is_tried_once_a_night_and_goes_on_when_it_is_let_in_again(
    github: Connected, run_jobs: Run
) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    _revoke(github)
    link_idea(idea_id=make_idea().pk, address=github.address(1), by=None)
    run_jobs()
    asked = len(github.there.asked)
    catch_up()
    assert len(github.there.asked) == asked + 2
    _accept(github, "token-of-a-person")
    catch_up()
    run_jobs()
    assert WorkItem.objects.get().title == "Work offline"
    assert Connection.objects.get().refused_at is None


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (403, "Resource protected by organization SAML enforcement. You must grant your token access."),
        (403, "This installation has been suspended"),
        (401, "Bad credentials"),
    ],
)
def test_answers_that_shut_us_out_altogether_refuse_the_token(github: Connected, status: int, message: str) -> None:
    github.there.fail(status, body={"message": message}, times=2)
    with pytest.raises(CredentialsError):
        github_of(github.connection).read_repository("northwind/app")


def test_what_a_token_may_not_do_is_said_and_not_tried_again_and_the_rest_goes_on(github: Connected) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    link_idea(idea_id=make_idea().pk, address=github.address(1), by=None)
    github.there.fail(403, body={"message": "Resource not accessible by personal access token"})
    item = WorkItem.objects.get()
    once.read_once(item.pk)
    connection = Connection.objects.get()
    assert "not accessible" in connection.problem
    assert connection.refused_at is None
    once.read_once(item.pk)
    assert WorkItem.objects.get().title == "Work offline"


def test_an_app_that_was_uninstalled_loses_no_link(stand_in: StandIn, github: Connected) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    stand_in.app_key = key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    stand_in.open_issue("northwind/app", "Work offline")
    access = Access("app", private, "77", "991")
    commands.edit_connection(connection_id=github.connection.pk, access=access, notes="none")
    link_idea(idea_id=make_idea().pk, address=github.address(1), by=None)
    item = WorkItem.objects.get()
    once.read_once(item.pk)
    stand_in.uninstalled.add("991")
    stand_in.tokens.clear()
    once.read_once(item.pk)
    item.refresh_from_db()
    assert (item.title, item.broken_at) == ("Work offline", None)
    assert "not installed there any more" in Connection.objects.get().problem
