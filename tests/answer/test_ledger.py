"""The ledger of answers: narrowed down with numbers that agree with the list, and many answers at once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.answer.stories import Run, asks, decide, go_out, high_touch_customer, ship
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.answer.choosing import look_at
from wellheard.answer.commands import keep_chosen, send_chosen
from wellheard.answer.models import Answer
from wellheard.answer.narrowing import VIEWS, Narrowing
from wellheard.deliver.commands import draft_release
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def agent(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


@pytest.fixture
def owed(run_jobs: Run) -> list[Answer]:
    """Three people of two companies are owed an answer: two in German, of which one has an owner who speaks first."""
    owner = make_staff(name="Joel")
    _key, theirs = high_touch_customer(owner)
    other = make_company(name="Nordwind")
    offline, labels = make_idea("Work offline"), make_idea("Labels")
    asks(make_contact(name="Anneke", company=other, language="de"), offline)
    asks(make_contact(name="Mei", company=other), offline, labels)
    theirs.language = "de"
    theirs.save(update_fields=["language"])
    asks(theirs, offline)
    run_jobs()
    ship(offline)
    decide(labels)
    run_jobs()
    return list(Answer.objects.exclude(occasion="acknowledged").order_by("pk"))


def test_every_number_of_every_filter_agrees_with_its_list(agent: Client, owed: list[Answer]) -> None:
    for view in VIEWS:
        for facet in Narrowing(view).facets():
            for choice in facet.choices:
                asked = {"view": view, facet.key: choice.value}
                page = agent.get(reverse("answers"), asked)
                assert len(page.context["page"].items) == choice.count == page.context["counts"][view], asked


def test_the_tabs_and_the_title_count_the_company_that_is_shown(agent: Client, owed: list[Answer]) -> None:
    company = owed[0].contact.memberships.get().company
    page = agent.get(reverse("answers"), {"company": company.pk})
    expected = Answer.objects.outstanding().filter(contact__memberships__company=company)
    assert page.context["counts"]["waiting"] == expected.count()
    assert page.context["people"] == expected.values("contact").distinct().count()


def test_the_filters_are_asked_for_with_how_many_answers_each_choice_leaves(agent: Client, owed: list[Answer]) -> None:
    page = agent.get(reverse("answers_filters"), {"language": "de", "after": "anything"}).content.decode()
    assert '<option value="de" selected>German (2)</option>' in page
    assert '<option value="en">English (2)</option>' in page
    assert 'href="/answers/?language=de"' in page


def test_the_list_says_in_words_what_it_is_narrowed_down_to(agent: Client, owed: list[Answer]) -> None:
    asked = {"language": "de", "occasion": "shipped", "fallback": "yes", "tier": "4711"}
    page = agent.get(reverse("answers"), asked).content.decode()
    for words in ("Language: German", "What they hear: It is live", "Reason and notes: Not in their language"):
        assert words in page
    assert "Tier:" not in page


def test_where_nothing_is_owed_there_is_nothing_to_choose_from(agent: Client) -> None:
    assert reverse("answers_filters") not in agent.get(reverse("answers")).content.decode()
    assert "nothing to choose from" in agent.get(reverse("answers_filters")).content.decode()


def test_the_filters_of_no_list_are_not_found(agent: Client) -> None:
    assert agent.get(reverse("answers_filters"), {"view": "nonsense"}).status_code == 404
    assert agent.post(reverse("answers_filters")).status_code == 405


def test_filters_are_for_staff_only(client: Client) -> None:
    assert client.get(reverse("answers_filters")).status_code == 302


def test_two_filters_together_keep_what_both_keep(owed: list[Answer]) -> None:
    narrowed = Narrowing.read({"language": "de", "occasion": "shipped"})
    assert {one.language for one in narrowed.rows()} == {"de"}
    assert narrowed.rows().count() == 2


@pytest.mark.parametrize("asked", [{"occasion": "nonsense"}, {"tier": "'; --"}, {"overdue": "no"}, {"idea": "9" * 40}])
def test_what_nobody_can_have_chosen_is_left_out(agent: Client, owed: list[Answer], asked: dict[str, str]) -> None:
    page = agent.get(reverse("answers"), asked)
    assert page.status_code == 200
    assert page.context["counts"]["waiting"] == Answer.objects.outstanding().count()


def test_an_idea_that_is_gone_is_not_found(agent: Client) -> None:
    assert agent.get(reverse("answers"), {"idea": 4711}).status_code == 404


def test_the_page_before_sending_names_each_language_and_who_speaks_first(agent: Client, owed: list[Answer]) -> None:
    page = agent.get(reverse("answers_several"), {"all": "yes"}).content.decode()
    assert "1 mail in German" in page
    assert "1 mail in English" in page
    assert "1 person hears it from Joel first" in page
    assert "Tell 2 people" in page


def test_sending_all_leaves_the_owners_theirs_and_writes_one_mail_to_each(
    agent: Client, owed: list[Answer], run_jobs: Run
) -> None:
    before = OutgoingMail.objects.count()
    for _click in range(2):
        agent.post(reverse("answers_several_doing"), {"all": "yes", "do": "send"})
        run_jobs()
    assert OutgoingMail.objects.count() == before + 2
    assert Answer.objects.outstanding().count() == 1


def test_chosen_answers_are_sent_and_no_others(agent: Client, owed: list[Answer], run_jobs: Run) -> None:
    chosen = next(one for one in owed if one.contact.name == "Anneke")
    agent.post(reverse("answers_several_doing"), {"ids": [chosen.pk], "do": "send"})
    run_jobs()
    chosen.refresh_from_db()
    assert chosen.state == Answer.State.SENT
    assert Answer.objects.outstanding().count() == len(owed) - 1


def test_kept_back_answers_do_not_go_out_by_themselves(agent: Client, owed: list[Answer], run_jobs: Run) -> None:
    agent.post(reverse("answers_several_doing"), {"all": "yes", "do": "keep"})
    go_out(run_jobs)
    assert Answer.objects.outstanding().count() == len(owed)


def test_several_can_be_told_by_a_person(agent: Client, owed: list[Answer]) -> None:
    agent.post(reverse("answers_several_doing"), {"all": "yes", "do": "tell", "how": "at the fair"})
    assert not Answer.objects.outstanding().exists()
    assert set(Answer.objects.filter(pk__in=[one.pk for one in owed]).values_list("told_how", flat=True)) == {
        "at the fair"
    }


def test_telling_several_without_saying_how_is_refused_and_keeps_the_choice(agent: Client, owed: list[Answer]) -> None:
    page = agent.post(reverse("answers_several_doing"), {"ids": [owed[0].pk], "do": "tell", "how": " "})
    assert page.status_code == 422
    assert f'name="ids" value="{owed[0].pk}"' in page.content.decode()


def test_what_left_meanwhile_stays_as_it_is(owed: list[Answer], run_jobs: Run) -> None:
    send_chosen(answers=Answer.objects.filter(contact__name="Anneke"))
    run_jobs()
    assert keep_chosen(answer_ids=[one.pk for one in owed]) == len(owed) - 1
    assert look_at(Answer.objects.filter(contact__name="Anneke", state__in=["owed", "held"])).mails == 0


def test_nobody_without_the_right_sends_several(signed_in: SignIn, owed: list[Answer]) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get(reverse("answers_several")).status_code == 403
    assert viewer.post(reverse("answers_several_doing"), {"all": "yes", "do": "send"}).status_code == 403
    assert viewer.get(reverse("answers_several_doing")).status_code in {403, 405}


def test_before_a_release_goes_out_its_readers_are_counted_by_language(
    signed_in: SignIn, owed: list[Answer], run_jobs: Run
) -> None:
    labels = Answer.objects.get(occasion="decided").idea
    assert labels
    draft = draft_release(title="Labels", notes="Here.", idea_ids=[labels.pk], by=None)
    page = signed_in(make_staff(role=Role.PRODUCT)).get(reverse("release_publishing", args=[draft.pk]))
    assert "1 mail in English" in page.content.decode()
