"""Every number of the results leads to a list that holds just as many: of the same days, segment and channel."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_staff, make_survey, make_survey_answer
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Display, PairVote, Survey
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
# A number that is a link itself, one behind a name in a row of tabs, and one beside a bar.
NUMBERS = (
    r'<td class="number"><a href="(?P<to>[^"]+)">(?P<many>\d+)</a>',
    r'<a href="(?P<to>[^"]+)">[^<]+<span class="count">(?P<many>\d+)</span>',
    r'<a dir="auto" href="(?P<to>[^"]+)">[^<]*</a>\s*(?:<svg.*?</svg>)?\s*<span class="number">(?P<many>\d+) ·',
    r'<a class="small push" href="(?P<to>[^"]+)">(?P<many>\d+) people',
)


@pytest.fixture
def admin(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff())


def numbers(page: str) -> Iterator[tuple[str, int]]:
    for pattern in NUMBERS:
        for found in re.finditer(pattern, page, re.DOTALL):
            if "/results/answers/" in found["to"]:
                yield unescape(found["to"]), int(found["many"])


def listed(client: Client, address: str) -> int:
    page = client.get(address).content.decode()
    return page.count("<tr>") - page.count("<thead><tr>")


def seen(survey: Survey, channel: str, state: str, number: int) -> None:
    Display.objects.create(
        survey=survey,
        contact=make_contact(company=make_company()),
        channel=channel,
        state=state,
        key=f"{channel}{number}",
        shown_at=clock.now(),
    )


@pytest.fixture
def survey() -> Survey:
    """Let nine people answer in three channels, two of them twice, and others see it and close it."""
    asked, months = make_survey("nps", channels=["in_app", "tab", "link"]), timedelta(days=40)
    for number, score in enumerate((10, 9, 8, 3, 10, 2, 7, 9, 6)):
        contact = make_contact(company=make_company(plan=("Free", "Large")[number % 2], mrr=100 + number))
        channel = ("in_app", "tab", "link")[number % 3]
        if number < 2:
            make_survey_answer(asked, 1, contact=contact, channel=channel, at=clock.now() - months)
        make_survey_answer(asked, score, contact=contact, channel=channel)
    for number, state in enumerate(("shown", "dismissed", "dismissed", "abandoned")):
        seen(asked, ("in_app", "link")[number % 2], state, number)
    return asked


@pytest.mark.parametrize("query", ["", "?channel=tab", "?begin=2020-01-01", "?step=quarter"])
@pytest.mark.parametrize("rest", ["", "heard/"])
def test_every_number_has_a_list_as_long_as_it_says(admin: Client, survey: Survey, rest: str, query: str) -> None:
    found = list(numbers(admin.get(f"/surveys/{survey.pk}/results/{rest}{query}").content.decode()))
    assert len(found) >= (3 if rest else 18)
    wrong = [(address, many, listed(admin, address)) for address, many in found if listed(admin, address) != many]
    assert wrong == []


def test_each_person_once_says_so_and_leads_to_all_answers(admin: Client, survey: Survey) -> None:
    address = f"/surveys/{survey.pk}/results/answers/?side=scored"
    page = admin.get(f"{address}&each=last").content.decode()
    assert "Each person counts once here" in page
    assert (listed(admin, f"{address}&each=last"), listed(admin, address)) == (9, 11)


def test_a_file_has_the_rows_of_its_list(admin: Client, survey: Survey) -> None:
    for rest in ("side=scored&each=last", "side=detractors&each=last", "trait=plan&value=Free&side=scored&each=last"):
        sent = admin.post(f"/exports/survey-answers/?of={survey.pk}&{rest}")
        rows = b"".join(sent.streaming_content).decode().strip().splitlines()  # type: ignore[attr-defined]
        assert len(rows) - 1 == listed(admin, f"/surveys/{survey.pk}/results/answers/?{rest}"), rest


def test_behind_an_option_of_a_pair_stand_the_choices_in_which_it_was_shown(admin: Client) -> None:
    survey = make_survey("pair")
    for number in range(4):
        response = make_survey_answer(survey, None, contact=make_contact(company=make_company()))
        for left, right in (("a", "b"), ("b", "option:c"))[: 1 + number % 2]:
            PairVote.objects.create(
                response=response, survey=survey, left=left, right=right, chosen="left", voted_at=clock.now()
            )
    page = admin.get(f"/surveys/{survey.pk}/results/").content.decode()
    shown = {address: many for address, many in numbers(page) if "pair=" in address}
    assert sorted(shown.values()) == [2, 4, 6]
    for address, many in shown.items():
        assert admin.get(address).content.decode().count("” over “") == many


def test_choices_of_one_question_are_named_as_people_read_them(admin: Client) -> None:
    survey = make_survey("choice")
    options = survey.questions.get(key="choice").options
    make_survey_answer(survey, None, options=[options[0]["key"]])
    page = admin.get(f"/surveys/{survey.pk}/results/answers/").content.decode()
    assert '<p class="small" dir="auto">a</p>' in page
