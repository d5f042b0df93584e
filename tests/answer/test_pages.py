"""The pages of answering: right person, wrong person, wrong method, bad input, long lists."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.drafts import SOLVED_SALT
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Run = Callable[[], None]


@pytest.fixture
def owed(run_jobs: Run) -> Callable[[int], list[Answer]]:
    """Owe so many people that one idea is live."""

    def owe(people: int) -> list[Answer]:
        idea = make_idea("Keep working without a signal")
        for _ in range(people):
            contact = make_contact(company=make_company(mrr=100))
            link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
        release = draft_release(title="Offline", notes="It is here.", idea_ids=[idea.pk], by=None)
        publish_release(release_id=release.pk)
        run_jobs()
        return list(Answer.objects.order_by("pk"))

    return owe


@pytest.fixture
def agent(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def test_the_list_says_how_many_wait_and_quotes_them(agent: Client, owed: Callable[[int], list[Answer]]) -> None:
    owed(2)
    page = agent.get(reverse("answers")).content.decode()
    assert "2 customers are waiting to hear from us" in page
    assert "I lose my work when the signal goes." in page


@pytest.mark.parametrize("view", ["waiting", "held", "person", "failed", "told"])
def test_an_empty_list_explains_itself(agent: Client, view: str) -> None:
    page = agent.get(reverse("answers"), {"view": view}).content.decode()
    assert "Nobody is waiting to hear from us" in page
    assert 'class="empty"' in page


def test_an_unknown_list_is_not_found(agent: Client) -> None:
    assert agent.get(reverse("answers"), {"view": "nonsense"}).status_code == 404


def test_a_cursor_somebody_typed_is_the_first_page(agent: Client, owed: Callable[[int], list[Answer]]) -> None:
    owed(1)
    assert agent.get(reverse("answers"), {"after": "'; DROP TABLE"}).status_code == 200


@pytest.mark.parametrize("address", ["answers", "home"])
def test_a_long_list_takes_no_more_queries_than_a_short_one(
    agent: Client,
    owed: Callable[[int], list[Answer]],
    address: str,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    owed(1)
    agent.get(reverse(address))
    with django_assert_max_num_queries(40) as counted:
        agent.get(reverse(address))
    owed(20)
    with django_assert_num_queries(len(counted)):
        agent.get(reverse(address))


def test_who_may_only_read_sees_no_buttons_and_changes_nothing(
    viewer: Client, owed: Callable[[int], list[Answer]]
) -> None:
    (answer,) = owed(1)
    assert 'class="button" href' not in viewer.get(reverse("answers")).content.decode()
    for name in ("answer", "answer_sending", "answer_keeping", "answer_telling"):
        assert viewer.post(reverse(name, args=[answer.pk])).status_code == 403
    answer.refresh_from_db()
    assert answer.state == Answer.State.HELD


@pytest.mark.parametrize("name", ["answer_sending", "answer_keeping", "answer_telling"])
def test_opening_an_address_that_changes_something_changes_nothing(
    agent: Client, owed: Callable[[int], list[Answer]], name: str
) -> None:
    (answer,) = owed(1)
    assert agent.get(reverse(name, args=[answer.pk])).status_code == 405


def test_a_visitor_signs_in_first(client: Client) -> None:
    response = client.get(reverse("answers"))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_the_wording_is_kept_and_sent(agent: Client, owed: Callable[[int], list[Answer]], run_jobs: Run) -> None:
    (answer,) = owed(1)
    agent.post(
        reverse("answer", args=[answer.pk]), {"version": 1, "subject_line": "It is here", "words": "Switch it on."}
    )
    agent.post(reverse("answer_sending", args=[answer.pk]))
    agent.post(reverse("answer_sending", args=[answer.pk]))
    run_jobs()
    assert [(mail.subject, mail.body) for mail in OutgoingMail.objects.all()] == [("It is here", "Switch it on.")]


def test_the_second_of_two_editors_sees_both_texts(agent: Client, owed: Callable[[int], list[Answer]]) -> None:
    (answer,) = owed(1)
    address = reverse("answer", args=[answer.pk])
    agent.post(address, {"version": 1, "subject_line": "First", "words": "The first wording"})
    response = agent.post(address, {"version": 1, "subject_line": "Second", "words": "The second wording"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The first wording" in page
    assert "The second wording" in page
    again = agent.post(address, {"version": 2, "subject_line": "Second", "words": "The second wording"})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"version": 1, "subject_line": "", "words": "x"}, "Write a subject."),
        ({"version": 1, "subject_line": "x", "words": ""}, "Write the answer."),
        ({"version": 1, "subject_line": "x", "words": "w" * 20_001}, "longer than 20,000"),
        ({"version": 1, "subject_line": "\u200b", "words": "x"}, "Write a subject"),
        ({"version": "many", "subject_line": "x", "words": "x"}, "whole number"),
    ],
)
def test_bad_wording_is_refused_with_a_sentence(
    agent: Client, owed: Callable[[int], list[Answer]], fields: dict[str, object], sentence: str
) -> None:
    (answer,) = owed(1)
    response = agent.post(reverse("answer", args=[answer.pk]), fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nul_bytes_and_markup_in_an_answer_stay_harmless(agent: Client, owed: Callable[[int], list[Answer]]) -> None:
    (answer,) = owed(1)
    address = reverse("answer", args=[answer.pk])
    agent.post(address, {"version": 1, "subject_line": "Hi\r\nBcc: all@x.example", "words": "<script>x</script>\x00"})
    answer.refresh_from_db()
    assert answer.subject_line == "Hi Bcc: all@x.example"
    assert "<script>x" not in agent.get(address).content.decode()


def test_telling_someone_another_way_needs_how(agent: Client, owed: Callable[[int], list[Answer]]) -> None:
    (answer,) = owed(1)
    assert agent.post(reverse("answer_telling", args=[answer.pk]), {"how": " "}).status_code == 422
    assert agent.post(reverse("answer_telling", args=[answer.pk]), {"how": "by phone"}).status_code == 302
    answer.refresh_from_db()
    assert answer.state == Answer.State.TOLD


def test_answering_all_asks_first_and_then_sends_once_each(
    agent: Client, owed: Callable[[int], list[Answer]], run_jobs: Run
) -> None:
    answers = owed(3)
    address = reverse("answers_sending", args=[answers[0].idea_id])
    assert "Tell 3 people" in agent.get(address).content.decode()
    assert not OutgoingMail.objects.exists()
    agent.post(address)
    agent.post(address)
    run_jobs()
    assert OutgoingMail.objects.count() == 3


def solved_address(answer: Answer) -> str:
    return reverse("solved", args=[signing.dumps(answer.pk, salt=SOLVED_SALT)])


def test_a_mail_scanner_that_opens_the_link_answers_nothing(
    client: Client, owed: Callable[[int], list[Answer]]
) -> None:
    (answer,) = owed(1)
    response = client.get(solved_address(answer))
    answer.refresh_from_db()
    assert response.status_code == 200
    assert answer.solved == ""


def test_one_button_says_it_is_solved_and_a_line_more_becomes_feedback(
    client: Client, owed: Callable[[int], list[Answer]]
) -> None:
    (answer,) = owed(1)
    client.post(solved_address(answer), {"solved": "yes"})
    client.post(solved_address(answer), {"solved": "yes", "comment": "Storm Monday took eleven minutes."})
    client.post(solved_address(answer), {"solved": "yes", "comment": "Storm Monday took eleven minutes."})
    answer.refresh_from_db()
    assert answer.solved == Answer.Solved.YES
    assert Feedback.objects.filter(words="Storm Monday took eleven minutes.").count() == 1


def test_they_may_change_their_mind(client: Client, owed: Callable[[int], list[Answer]]) -> None:
    (answer,) = owed(1)
    client.post(solved_address(answer), {"solved": "yes"})
    client.post(solved_address(answer), {"solved": "no"})
    answer.refresh_from_db()
    assert answer.solved == Answer.Solved.NO


def test_a_forged_link_is_refused_with_what_to_do(client: Client, owed: Callable[[int], list[Answer]]) -> None:
    (answer,) = owed(1)
    forged = reverse("solved", args=[signing.dumps(answer.pk, salt="another")])
    response = client.post(forged, {"solved": "yes"})
    assert response.status_code == 410
    assert "Open it from the mail again" in response.content.decode()


def test_an_old_link_says_so(client: Client, owed: Callable[[int], list[Answer]], time_machine: Any) -> None:
    (answer,) = owed(1)
    address = solved_address(answer)
    time_machine.move_to(clock.now() + timedelta(days=181))
    assert "older than half a year" in client.get(address).content.decode()


def test_an_answer_nobody_offered_is_refused(client: Client, owed: Callable[[int], list[Answer]]) -> None:
    (answer,) = owed(1)
    response = client.post(solved_address(answer), {"solved": "maybe"})
    assert response.status_code == 422
    assert "Choose yes, partly or no." in response.content.decode()
