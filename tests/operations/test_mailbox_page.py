"""The mailbox: every mail Wellheard wrote, its words as they are read, and another try for one that failed."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.makers import make_staff
from wellheard.foundation.mail.commands import Letter, note_undelivered, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

PAGE = "/operations/mailbox/"


def make_mail(number: int = 1, *, body: str = "Hello") -> OutgoingMail:
    """Queue a mail."""
    return queue_mail(
        Letter(
            key=f"test:{number}",
            to_address=f"ada{number}@customer.example",
            to_name="Ada",
            subject=f"We heard you, number {number}",
            body=body,
        )
    )


def make_failed_mail() -> OutgoingMail:
    """Queue a mail that the mail server refused."""
    mail = make_mail()
    note_undelivered(mail=mail, error="550 nobody of that name", is_final=True)
    return mail


@pytest.fixture
def operator(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.ADMIN))


def test_mails_stand_newest_first_with_their_state(operator: Client) -> None:
    make_mail(1)
    make_mail(2)
    page = operator.get(PAGE).content.decode()
    assert page.index("number 2") < page.index("number 1")
    assert "Waiting" in page


def test_an_empty_mailbox_explains_itself(operator: Client) -> None:
    assert "No mail has been written yet" in operator.get(PAGE).content.decode()
    assert "No mail has failed" in operator.get(f"{PAGE}?view=failed").content.decode()
    assert "No mail waits" in operator.get(f"{PAGE}?view=waiting").content.decode()


def test_failed_mails_stand_apart_with_the_reason(operator: Client) -> None:
    make_failed_mail()
    make_mail(2)
    page = operator.get(f"{PAGE}?view=failed").content.decode()
    assert "550 nobody of that name" in page
    assert "number 2" not in page


def test_a_mail_is_shown_as_it_is_read(operator: Client) -> None:
    mail = make_mail(
        body="Hello Ada,\n\nyou wrote:\n\n> Exports are\n> too slow\n\nNow they are not: https://vendor.example/a?b=1&c=2"
    )
    page = operator.get(f"{PAGE}{mail.pk}/").content.decode()
    assert "Hello Ada," in page
    assert "“Exports are\ntoo slow”" in page
    assert 'href="https://vendor.example/a?b=1&amp;c=2"' in page


def test_markup_in_a_mail_stays_text(operator: Client) -> None:
    mail = make_mail(body="<img src=x onerror=alert(1)>\n\n> <b>bold</b>")
    page = operator.get(f"{PAGE}{mail.pk}/").content.decode()
    assert "<img src=x" not in page
    assert "<b>bold</b>" not in page


def test_a_failed_mail_is_tried_again(operator: Client, run_jobs: Callable[[], None]) -> None:
    mail = make_failed_mail()
    answer = operator.post(f"{PAGE}{mail.pk}/rerun/", follow=True)
    assert "tried again" in answer.content.decode()
    run_jobs()
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.KEPT


def test_a_mail_that_is_out_is_not_sent_twice(operator: Client, run_jobs: Callable[[], None]) -> None:
    mail = make_mail()
    run_jobs()
    answer = operator.post(f"{PAGE}{mail.pk}/rerun/", follow=True)
    assert "nothing to run again" in answer.content.decode()
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (OutgoingMail.State.KEPT, 0)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_others_do_not_read_mail(signed_in: SignIn, role: Role) -> None:
    mail = make_failed_mail()
    other = signed_in(make_staff(role=role))
    assert other.get(PAGE).status_code == 403
    assert other.get(f"{PAGE}{mail.pk}/").status_code == 403
    assert other.post(f"{PAGE}{mail.pk}/rerun/").status_code == 403


def test_strangers_sign_in_first(client: Client) -> None:
    mail = make_mail()
    assert client.get(PAGE).status_code == 302
    assert client.get(f"{PAGE}{mail.pk}/").status_code == 302


def test_wrong_methods_and_addresses_are_refused(operator: Client) -> None:
    mail = make_mail()
    assert operator.post(PAGE).status_code == 405
    assert operator.post(f"{PAGE}{mail.pk}/").status_code == 405
    assert operator.get(f"{PAGE}{mail.pk}/rerun/").status_code == 405
    assert operator.get(f"{PAGE}987654321/").status_code == 404
    assert operator.post(f"{PAGE}987654321/rerun/").status_code == 404
    assert operator.get(f"{PAGE}?view=secret").status_code == 404


def test_twenty_mails_cost_no_more_questions_than_one(
    operator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_mail(0)
    operator.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        operator.get(PAGE)
    for number in range(1, 20):
        make_mail(number)
    with django_assert_num_queries(len(few)):
        operator.get(PAGE)


def test_a_long_list_goes_on_where_it_stopped(operator: Client) -> None:
    made = [make_mail(number).pk for number in range(53)]
    first = operator.get(PAGE)
    second = operator.get(f"{PAGE}?after={first.context['page'].next}")
    shown = [mail.pk for mail in (*first.context["page"].items, *second.context["page"].items)]
    assert shown == made[::-1]
