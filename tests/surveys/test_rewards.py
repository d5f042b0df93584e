"""What people get for answering."""

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_survey
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands import (
    add_codes,
    answer_survey,
    draw_winners,
    end_survey,
    personal_link,
    set_incentive,
)
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.commands.rewards import drawn_from, give_code
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import Incentive, Response, Reward, Survey
from wellheard.listen.surveys.thanking import honoured

pytestmark = pytest.mark.django_db


def said(survey: Survey, *, key: str, contact_id: int | None = None) -> Response:
    who = Asked(contact_id=contact_id or make_contact(company=make_company()).pk)
    answers = [Answered("nps", number=9)]
    return answer_survey(survey_id=survey.pk, who=who, submission=Submission(key), answers=answers, is_final=True)


def offer(kind: str) -> tuple[Survey, Incentive]:
    survey = make_survey(channels=["link", "in_app"])
    return survey, set_incentive(survey_id=survey.pk, kind=kind, texts={"en": {"text": "A month for free"}}, winners=2)


def test_each_person_gets_one_code_while_there_are_some() -> None:
    survey, incentive = offer("code")
    assert add_codes(incentive_id=incentive.pk, codes=["A-1", " A-1 ", "", "B-2"]) == 2
    first = said(survey, key="1")
    given = [give_code(response_id=first.pk) for _ in range(2)]
    assert (str(given[0]), given[1]) == ("A-1", None)
    assert give_code(response_id=said(survey, key="2", contact_id=first.contact_id).pk) is None
    assert str(give_code(response_id=said(survey, key="3").pk)) == "B-2"
    assert give_code(response_id=said(survey, key="4").pk) is None


def test_a_draw_has_its_winners_once_and_can_be_drawn_again_from_its_seed() -> None:
    survey, incentive = offer("draw")
    people = sorted(said(survey, key=str(number)).contact_id or 0 for number in range(5))
    with pytest.raises(SurveyError):
        draw_winners(incentive_id=incentive.pk)
    end_survey(survey_id=survey.pk)
    for _ in range(2):
        drawn = draw_winners(incentive_id=incentive.pk)
    assert drawn.seed is not None
    won = list(Reward.objects.order_by("pk").values_list("contact_id", flat=True))
    assert won == drawn_from(people, winners=2, seed=drawn.seed)
    assert drawn.drawn_among == 5


def test_names_stand_in_the_thanks_only_of_those_who_agreed(client: Client) -> None:
    survey, _ = offer("honour")
    for name, thank in (("Anna Berg", "named"), ("Secret Person", "unnamed"), ("Nobody", "")):
        link = personal_link(survey_id=survey.pk, contact_id=make_contact(name=name).pk)
        client.post(f"/s/{link.token}/", {"question": "nps", "number": "9"})
        client.post(f"/s/{link.token}/", {"question": "why", "words": ""})
        if thank:
            client.post(f"/s/{link.token}/thanks/", {"thank": thank, "name": name})
    thanks = honoured(survey)
    assert (thanks.names, thanks.unnamed) == (["Anna Berg"], 1)
    assert "Thank me by name" in client.get(f"/s/{link.token}/").content.decode()
