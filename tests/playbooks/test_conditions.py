"""A playbook begins only where what its fact holds is as somebody said, and says back in a sentence what that was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.departures.makers_departures import leave, reason
from tests.makers import make_company, make_contact, make_staff, make_survey
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.learn.playbooks.commands import (
    PlaybookDraft,
    StepDraft,
    add_playbook,
    edit_playbook,
    switch_playbook_off,
    switch_playbook_on,
)
from wellheard.learn.playbooks.conditions import AT_LEAST, AT_MOST, IS, Condition
from wellheard.learn.playbooks.errors import PlaybookError
from wellheard.learn.playbooks.models import Playbook, PlaybookRun
from wellheard.learn.playbooks.queries import forget_names
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands.answering import Submission, answer_survey
from wellheard.workspace.models import Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
LOW = Condition("response.completed", "score", AT_MOST, 6)


def on(begins_on: str, *conditions: Condition, name: str = "Call them") -> Playbook:
    draft = PlaybookDraft(name, begins_on, (StepDraft("Call"),), conditions=conditions)
    playbook = add_playbook(draft=draft, by=None)
    switch_playbook_on(playbook_id=playbook.pk)
    forget_names()
    return playbook


def began() -> set[str]:
    return set(PlaybookRun.objects.values_list("company__name", flat=True))


def answer(company: Company, score: int, *, kind: str = "nps") -> None:
    survey = make_survey(kind)
    answer_survey(
        survey_id=survey.pk,
        who=Asked(contact_id=make_contact(company=company).pk),
        submission=Submission(f"{survey.pk}-{score}"),
        answers=[Answered(kind, number=score)],
        is_final=True,
    )


def test_a_score_of_six_or_less_begins_it_and_seven_does_not(run_jobs: Run) -> None:
    on("response.completed", LOW)
    for score in (0, 6, 7, 10):
        answer(make_company(name=f"Gave {score}"), score)
    run_jobs()
    assert began() == {"Gave 0", "Gave 6"}


def test_of_which_kind_of_survey_the_score_is_can_be_said(run_jobs: Run) -> None:
    on("response.completed", LOW, Condition("response.completed", "kind", IS, "nps"))
    answer(make_company(name="Stars"), 2, kind="rating")
    answer(make_company(name="Would not recommend"), 2)
    run_jobs()
    assert began() == {"Would not recommend"}


def test_why_they_left_and_with_how_much_money(run_jobs: Run) -> None:
    on(
        "departure.recorded",
        Condition("departure.recorded", "reason", IS, "price"),
        Condition("departure.recorded", "mrr_minor", AT_LEAST, 40_000),
    )
    day = clock.today() - timedelta(days=2)
    leave(make_company(name="Large"), day, reason=reason("price"), mrr_minor=40_000)
    leave(make_company(name="Small"), day, reason=reason("price"), mrr_minor=39_999)
    leave(make_company(name="Other"), day, reason=reason("support"), mrr_minor=90_000)
    leave(make_company(name="Unknown"), day, reason=reason("price"))
    run_jobs()
    assert began() == {"Large"}


def test_a_reason_of_the_first_level_means_those_below_it_and_not_the_other_way_round(run_jobs: Run) -> None:
    on("departure.recorded", Condition("departure.recorded", "reason", IS, "price"))
    day = clock.today() - timedelta(days=2)
    leave(make_company(name="Price"), day, reason=reason("price"))
    leave(make_company(name="Budget"), day, reason=reason("budget"))
    leave(make_company(name="Never began"), day, reason=reason("no-time"))
    run_jobs()
    assert began() == {"Price", "Budget"}
    for playbook in Playbook.objects.all():
        switch_playbook_off(playbook_id=playbook.pk)
    on("departure.recorded", Condition("departure.recorded", "reason", IS, "budget"), name="Of one")
    leave(make_company(name="Price again"), day, reason=reason("price"))
    leave(make_company(name="Budget again"), day, reason=reason("budget"))
    run_jobs()
    assert began() == {"Price", "Budget", "Budget again"}


def test_what_the_company_pays_can_be_asked_of_any_beginning(run_jobs: Run) -> None:
    on("response.completed", Condition("company", "mrr", AT_LEAST, 10_000))
    answer(make_company(name="Pays 100", mrr=100), 9)
    answer(make_company(name="Pays 99", mrr=99), 9)
    run_jobs()
    assert began() == {"Pays 100"}


def test_a_condition_on_another_fact_is_refused_as_it_would_never_hold() -> None:
    with pytest.raises(PlaybookError, match="is not said by what begins"):
        on("interview.held", LOW)
    playbook = on("response.completed", LOW)
    draft = PlaybookDraft("Call them", "interview.held", (StepDraft("Call"),), conditions=[LOW])
    with pytest.raises(PlaybookError):
        edit_playbook(playbook_id=playbook.pk, version=playbook.version, draft=draft)


def test_switched_off_stops_starting_and_not_running(run_jobs: Run) -> None:
    playbook = on("response.completed", LOW)
    answer(make_company(name="Before"), 3)
    run_jobs()
    switch_playbook_off(playbook_id=playbook.pk)
    forget_names()
    answer(make_company(name="After"), 3)
    run_jobs()
    assert began() == {"Before"}
    assert PlaybookRun.objects.running().count() == 1
    assert Task.objects.open().filter(kind="playbook_step").count() == 1


def typed(**more: str) -> dict[str, str]:
    return {
        "name": "Call them", "begins_on": "response.completed", "tier": "", "segment": "",
        "steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0", "steps-0-title": "Call", "steps-0-after_days": "0",
        "steps-0-who": "owner", "conditions-TOTAL_FORMS": "1", "conditions-INITIAL_FORMS": "0",
        "conditions-0-chosen": "", "conditions-0-compared": "at_most", "conditions-0-value": "",
    } | more  # fmt: skip


def test_the_page_reads_back_in_a_sentence_what_was_chosen(client: Client) -> None:
    client.force_login(make_staff(role=Role.SUCCESS))
    new = reverse("playbook_new")
    assert "the score" in client.get(new).text
    score = {"conditions-0-chosen": "response.completed:score"}
    refused = client.post(new, typed(**score))
    assert refused.status_code == 422
    assert "Write the number to compare with." in refused.text
    assert client.post(new, typed(**score) | {"conditions-0-value": "6"}).status_code == 302
    playbook = Playbook.objects.get()
    sentence = "Begins when: Somebody answers a survey, and the score is 6 or less."
    assert sentence in client.get(reverse("playbook", args=[playbook.pk])).text
    assert sentence in client.get(reverse("playbooks")).text
    assert 'value="6"' in client.get(reverse("playbook_editing", args=[playbook.pk])).text


def test_a_playbook_without_conditions_is_kept_from_the_page_as_it_opens(client: Client) -> None:
    client.force_login(make_staff(role=Role.SUCCESS))
    assert client.post(reverse("playbook_new"), typed()).status_code == 302
    playbook = Playbook.objects.get()
    assert playbook.conditions == []
    again = typed(name="Call them soon", version=str(playbook.version)) | {"steps-INITIAL_FORMS": "1"}
    assert client.post(reverse("playbook_editing", args=[playbook.pk]), again).status_code == 302
    playbook.refresh_from_db()
    assert playbook.name == "Call them soon"


def test_an_amount_is_typed_in_money_and_a_condition_of_another_fact_is_said_to_be_wrong(client: Client) -> None:
    client.force_login(make_staff(role=Role.SUCCESS))
    new = reverse("playbook_new")
    pays = {"conditions-0-chosen": "company:mrr", "conditions-0-compared": "at_least", "conditions-0-value": "400"}
    assert client.post(new, typed(**pays)).status_code == 302
    playbook = Playbook.objects.get()
    assert playbook.conditions == [{"fact": "company", "detail": "mrr", "compared": "at_least", "value": 40_000}]
    assert "what they pay a month is $400 or more" in client.get(reverse("playbook", args=[playbook.pk])).text
    wrong = typed(name="Other", begins_on="interview.held") | {"conditions-0-chosen": "response.completed:kind:nps"}
    assert "is not said by what begins this playbook" in client.post(new, wrong).text
    for nonsense in ("company:name", "x", "response.completed:score:"):
        assert client.post(new, typed(name="Other") | {"conditions-0-chosen": nonsense}).status_code == 422
    assert Playbook.objects.count() == 1


def test_editing_asks_as_much_for_four_conditions_as_for_one(
    client: Client, queries_of: Callable[[Client, str], int]
) -> None:
    client.force_login(make_staff(role=Role.SUCCESS))
    pages = [
        reverse("playbook_editing", args=[on("response.completed", *[LOW] * many, name=f"Of {many}").pk])
        for many in (1, 4)
    ]
    assert queries_of(client, pages[0]) == queries_of(client, pages[1])


def test_the_list_asks_as_much_for_twenty_playbooks_as_for_one(
    client: Client, queries_of: Callable[[Client, str], int]
) -> None:
    client.force_login(make_staff(role=Role.SUCCESS))
    wanted = (LOW, Condition("response.completed", "kind", IS, "nps"))
    counts = []
    for names in (["One"], [f"Number {number}" for number in range(19)]):
        for name in names:
            draft = PlaybookDraft(name, "response.completed", (StepDraft("Call"),), conditions=wanted)
            add_playbook(draft=draft, by=None)
        counts.append(queries_of(client, reverse("playbooks")))
    assert counts[0] == counts[1]
    assert "what it measures: " in client.get(reverse("playbooks")).text
