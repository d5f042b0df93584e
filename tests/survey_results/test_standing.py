"""Scores of surveys among the figures: of the same period and segment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_staff, make_survey, make_survey_answer
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db


def test_the_figures_show_the_score_of_their_period_and_segment(signed_in: Callable[[Staff], Client]) -> None:
    client, survey, company = signed_in(make_staff()), make_survey("nps", name="Would you"), make_company()
    assert "Nobody has answered yet" in client.get("/figures/").content.decode()
    segment = Segment.objects.create(name="Paying", rule={"all": []})
    SegmentMember.objects.create(segment=segment, company=company)
    make_survey_answer(survey, 10, contact=make_contact(company=company))
    make_survey_answer(survey, 1, contact=make_contact(company=make_company()))
    make_survey_answer(survey, 1, contact=make_contact(company=company), at=clock.now() - timedelta(days=800))
    assert "NPS is 0, between" in client.get("/figures/").content.decode()
    assert "NPS is 100, between" in client.get(f"/figures/?segment={segment.pk}").content.decode()
