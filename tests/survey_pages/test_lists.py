"""Lists about surveys ask the database as often for twenty rows as for one."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_idea, make_staff, make_survey
from wellheard.foundation import clock
from wellheard.listen.surveys.commands import set_incentive
from wellheard.listen.surveys.commands.quiet import keep_quiet
from wellheard.listen.surveys.models import Incentive, Invitation, Reward, Survey, Wave
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def make_quiet(_survey: Survey, number: int) -> None:
    who = make_contact(company=make_company())
    if number % 2:
        keep_quiet(contact_id=who.pk, by=Staff.objects.first())
    else:
        keep_quiet(company_id=who.memberships.get().company_id)


def make_reward(survey: Survey, number: int) -> None:
    there = Incentive.objects.filter(survey=survey).first()
    incentive = there or set_incentive(survey_id=survey.pk, kind="code", texts={"en": {"text": "A month for free"}})
    now = clock.now()
    Reward.objects.create(incentive=incentive, code=f"C-{number}", contact=make_contact(), made_at=now, given_at=now)


def make_wave(survey: Survey, number: int) -> None:
    now = clock.now()
    base = {f"Group {number}": {"base": 9, "drawn": 6, "even": 2}}
    wave = Wave.objects.create(
        survey=survey, number=number + 1, seed=number, size=1, begins_at=now, drawn_at=now, base=base
    )
    who, group = make_contact(company=make_company()), f"Group {number}"
    Invitation.objects.create(
        survey=survey, wave=wave, contact=who, stratum=group, token=f"t{number}", made_at=now, state="sent", sent_at=now
    )


def make_another(_survey: Survey, _number: int) -> None:
    make_survey()


def make_honour(_survey: Survey, _number: int) -> None:
    asked = make_survey()
    incentive = set_incentive(survey_id=asked.pk, kind="honour", texts={"en": {"text": "Thanks"}})
    Reward.objects.create(incentive=incentive, name="Anna Berg", made_at=clock.now(), given_at=clock.now())


@pytest.mark.parametrize(
    ("url", "make"),
    [
        ("/surveys/quiet/", make_quiet),
        ("/surveys/{survey}/rewards/", make_reward),
        ("/surveys/{survey}/sending/", make_wave),
        ("/surveys/", make_another),
        ("/surveys/{survey}/audience/", make_another),
        ("/releases/new/", make_honour),
    ],
)
def test_a_list_asks_as_often_for_twenty_rows_as_for_one(
    signed_in: Callable[[Staff], Client],
    queries_of: Callable[[Client, str], int],
    url: str,
    make: Callable[[Survey, int], None],
) -> None:
    browser, survey = signed_in(make_staff(role=Role.ADMIN)), make_survey(channels=["email", "link", "in_app"])
    make_idea("Offline work")
    address, counted = url.format(survey=survey.pk), []
    for rows in (range(1), range(1, 20)):
        for number in rows:
            make(survey, number)
        counted.append(queries_of(browser, address))
    assert counted[0] == counted[1]
