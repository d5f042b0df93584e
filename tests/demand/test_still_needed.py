"""Do you still need it? One mail, one link, one button for each idea; a GET changes nothing, a reversal stays readable."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import IdeaOptOut
from wellheard.customers.commands import suppress
from wellheard.customers.models import Contact, Suppression
from wellheard.decide.commands import link_feedback, merge_ideas
from wellheard.decide.demand.commands import AskingError, answer_still_needed, begin_round, send_round
from wellheard.decide.demand.models import Asked, Round, StillNeeded
from wellheard.decide.models import Evidence, EvidenceTurn, Idea
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Run = Callable[[], None]


def asker(idea: Idea, *, email: str = "", company: Any = None, **fields: Any) -> Contact:
    """Make a contact who asked for an idea."""
    contact = make_contact(company=company or make_company(mrr=10), **({"email": email} if email else {}), **fields)
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    return contact


def asked(contact: Contact) -> Asked:
    return Asked.objects.get(contact=contact)


def question(contact: Contact, idea: Idea) -> StillNeeded:
    return StillNeeded.objects.get(asked__contact=contact, idea=idea)


def test_who_asked_for_several_gets_one_mail_with_one_link_in_their_language(run_jobs: Run) -> None:
    saml, export = make_idea(title="SAML"), make_idea(title="Excel export")
    ada = asker(saml, email="ada@northwind.example", language="de")
    link_feedback(feedback_id=make_feedback(contact=ada).pk, idea_id=export.pk, by=None)
    asker(saml, email="bo@contoso.example")

    begun = begin_round(idea_ids=[saml.pk, export.pk], by=None)
    run_jobs()
    send_round(round_id=begun.pk)

    mails = OutgoingMail.objects.filter(key__startswith="still-needed:")
    assert mails.count() == 2
    mail = mails.get(to_address="ada@northwind.example")
    assert mail.subject == "Brauchen Sie das noch?"
    assert "SAML" in mail.body
    assert "Excel export" in mail.body
    assert mail.body.count(f"/portal/still-needed/{asked(ada).token}/") == 1


def test_who_is_not_to_be_written_to_or_was_asked_lately_is_left_out(run_jobs: Run) -> None:
    idea = make_idea()
    left_alone, opted_out = asker(idea, email="no@northwind.example"), asker(idea, email="out@northwind.example")
    suppress(email="no@northwind.example", reason=Suppression.Reason.ASKED)
    IdeaOptOut.objects.create(contact=opted_out, idea=idea, since=clock.now())

    begin_round(idea_ids=[idea.pk], by=None)
    run_jobs()

    assert not OutgoingMail.objects.filter(key__startswith="still-needed:").exists()
    assert list(Asked.objects.values_list("contact", flat=True)) == [left_alone.pk]
    with pytest.raises(AskingError):
        begin_round(idea_ids=[idea.pk], by=None)
    with clock.at(clock.now() + timedelta(days=31)):
        begin_round(idea_ids=[idea.pk], by=None)


def test_opening_the_link_changes_nothing_and_each_button_says_one_thing() -> None:
    idea = make_idea(title="SAML")
    ada = asker(idea, email="ada@northwind.example")
    begin_round(idea_ids=[idea.pk], by=None)
    address, browser = f"/portal/still-needed/{asked(ada).token}/", Client()

    assert "SAML" in browser.get(address).content.decode()
    assert question(ada, idea).answer == ""
    assert Evidence.objects.get().reaffirmed_at is None

    told = browser.post(address, {"question": question(ada, idea).pk, "answer": "no"})
    assert told.status_code == 302
    assert Evidence.objects.get().withdrawn_at
    idea.refresh_from_db()
    assert (idea.company_count, idea.mrr_minor) == (0, 0)

    browser.post(address, {"question": question(ada, idea).pk, "answer": "still"})
    row = Evidence.objects.get()
    assert row.reaffirmed_at
    assert row.withdrawn_at is None
    said = EvidenceTurn.objects.order_by("pk").values_list("kind", "said_by")
    assert list(said) == [("withdrawn", "customer"), ("reaffirmed", "customer")]


def test_why_not_any_more_is_kept_in_their_words() -> None:
    idea = make_idea()
    ada = asker(idea)
    begin_round(idea_ids=[idea.pk], by=None)
    address = f"/portal/still-needed/{asked(ada).token}/"
    for _click in range(2):
        Client().post(address, {"question": question(ada, idea).pk, "answer": "no", "reason": "We moved to Okta."})

    assert Evidence.objects.get().withdrawn_reason == "We moved to Okta."
    assert EvidenceTurn.objects.count() == 1


def test_one_of_a_company_who_still_needs_it_is_enough() -> None:
    idea, company = make_idea(), make_company(mrr=10)
    ada, bo = asker(idea, company=company), asker(idea, company=company)
    begin_round(idea_ids=[idea.pk], by=None)

    answer_still_needed(question_id=question(ada, idea).pk, answer="still")
    answer_still_needed(question_id=question(bo, idea).pk, answer="no")
    assert Evidence.objects.get().withdrawn_at is None

    answer_still_needed(question_id=question(ada, idea).pk, answer="no")
    assert Evidence.objects.get().withdrawn_at


def test_an_answer_counts_where_the_idea_went_meanwhile() -> None:
    idea, other = make_idea(), make_idea()
    ada = asker(idea)
    begin_round(idea_ids=[idea.pk], by=None)
    merge_ideas(source_id=idea.pk, target_id=other.pk, by=None)

    answer_still_needed(question_id=question(ada, idea).pk, answer="no")

    other.refresh_from_db()
    assert other.company_count == 0


@pytest.mark.parametrize(
    "said", [{}, {"answer": "perhaps"}, {"question": "x", "answer": "no"}, {"question": "9999999", "answer": "no"}]
)
def test_what_is_no_answer_is_said_and_changes_nothing(said: dict[str, str]) -> None:
    idea = make_idea()
    ada = asker(idea)
    begin_round(idea_ids=[idea.pk], by=None)
    address = f"/portal/still-needed/{asked(ada).token}/"

    assert Client().post(address, {"question": question(ada, idea).pk, **said}).status_code == 422
    assert question(ada, idea).answer == ""


def test_a_link_that_is_not_ours_or_too_old_says_so() -> None:
    idea = make_idea()
    ada = asker(idea)
    begin_round(idea_ids=[idea.pk], by=None)

    assert Client().get("/portal/still-needed/nonsense/").status_code == 410
    with clock.at(clock.now() + timedelta(days=61)):
        assert Client().get(f"/portal/still-needed/{asked(ada).token}/").status_code == 410


def test_staff_see_whom_it_reaches_before_they_ask(signed_in: SignIn) -> None:
    idea = make_idea(title="SAML")
    asker(idea)
    client = signed_in(make_staff(role=Role.PRODUCT))

    shown = client.get(f"/ideas/still-needed/?idea={idea.pk}&idea=x").content.decode()
    assert "1 person can be asked" in shown
    assert not Round.objects.exists()

    told = client.post("/ideas/still-needed/", {"idea": idea.pk, "ask": "yes"}, follow=True).content.decode()
    assert "1 person is asked" in told
    assert (
        "Nobody is left to ask"
        in client.post("/ideas/still-needed/", {"idea": idea.pk, "ask": "yes"}, follow=True).content.decode()
    )
    assert Round.objects.count() == 1


def test_who_may_not_ask_customers_is_turned_away(signed_in: SignIn) -> None:
    assert signed_in(make_staff(role=Role.VIEWER)).get("/ideas/still-needed/").status_code == 403


def test_rounds_ask_as_many_questions_of_the_database_however_many_there_are(
    signed_in: SignIn, queries_of: Callable[[Client, str], int]
) -> None:
    client = signed_in(make_staff(role=Role.PRODUCT))
    begun = Round.objects.create(begun_at=clock.now())
    begun.ideas.add(make_idea())
    one = queries_of(client, "/ideas/still-needed/")
    for _round in range(19):
        Round.objects.create(begun_at=clock.now()).ideas.add(make_idea())

    assert queries_of(client, "/ideas/still-needed/") == one
