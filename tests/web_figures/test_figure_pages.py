"""The pages of figures: findings for titles, cases behind numbers, targets, and nothing for whom it is not meant."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import (
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_survey,
    make_survey_answer,
)
from wellheard.answer.models import Answer
from wellheard.customers.models import Segment, SegmentMember
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Decision
from wellheard.foundation import clock
from wellheard.learn.commands import set_targets
from wellheard.learn.figures import FIGURES
from wellheard.learn.models import Target
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def heard(number: int = 1) -> list[Feedback]:
    """Let people ask for one idea that was decided yesterday, and tell the first of them today."""
    idea, moment = make_idea("Work offline"), clock.now()
    said = [
        make_feedback(contact=make_contact(company=make_company()), heard_at=moment - timedelta(days=3))
        for _ in range(number)
    ]
    for one in said:
        link_feedback(feedback_id=one.pk, idea_id=idea.pk, by=None)
    Decision.objects.create(
        idea=idea, outcome="yes", reason="r", public_reason="p", decided_at=moment - timedelta(days=1)
    )
    Answer.objects.create(
        contact_id=said[0].contact_id or 0,
        idea=idea,
        occasion="decided",
        state="sent",
        waiting_since=said[0].heard_at,
        owed_at=moment,
        told_at=moment,
        solved="yes",
        solved_at=moment,
        quote=said[0],
    )
    return said


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


def titles(page: bytes) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.decode(), re.DOTALL)
    return found.group(1) if found else ""


def test_all_figures_stand_on_one_page_each_leading_to_its_own(admin: Client) -> None:
    heard(2)
    page = admin.get("/figures/?period=year")
    for key, figure in FIGURES.items():
        assert f'href="/figures/{key}/?period=year"' in page.content.decode()
        assert str(figure.name) in page.content.decode()
    assert "1 of 1" in page.content.decode()


@pytest.mark.parametrize("key", FIGURES)
def test_the_number_of_a_figure_is_the_length_of_the_list_below_it(admin: Client, key: str) -> None:
    heard(3)
    page = admin.get(f"/figures/{key}/?period=year").content.decode()
    counted = re.search(r"All cases <span class=\"count\">(\d+)</span>", page)
    assert counted
    listed = page[page.index('aria-label="Which cases"') :]
    assert int(counted.group(1)) == listed.count("<tr>") - listed.count("<thead><tr>")


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_without_cases_says_so(admin: Client, key: str) -> None:
    page = admin.get(f"/figures/{key}/")
    assert "No case belongs to this" in page.content.decode()
    assert "None" not in titles(page.content)


def test_nothing_to_count_is_a_finding_too(admin: Client) -> None:
    assert titles(admin.get("/figures/").content) == "There is nothing to count yet"


def test_the_title_is_a_finding(admin: Client) -> None:
    heard()
    assert titles(admin.get("/figures/loop-closure/?period=year").content) == (
        "100% of those who asked were told the outcome within 7 days"
    )
    assert titles(admin.get("/figures/decision/?period=year").content) == (
        "Half of those who asked had their decision within 2 days"
    )


def test_a_missed_target_is_said_first(admin: Client) -> None:
    heard()
    set_targets(version=0, targets={"decision": 1, "solved": 50})
    page = admin.get("/figures/?period=year").content.decode()
    assert titles(page.encode()) == "One figure misses its target"
    assert "misses the target" in page
    assert "keeps the target" in page
    assert 'class="tick" x="50.0%"' in page


def test_figures_can_be_asked_of_a_segment_and_of_chosen_days(admin: Client) -> None:
    first, _second = heard(2)
    segment = Segment.objects.create(name="Northern", rule={})
    SegmentMember.objects.create(segment=segment, company_id=first.company_id or 0)
    page = admin.get(f"/figures/importance-known/?period=year&segment={segment.pk}").content.decode()
    assert "Northern" in page
    assert '<span class="count">1</span>' in page
    long_ago = admin.get("/figures/fulfilment/?period=custom&begin=2020-01-01&end=2020-02-01").content.decode()
    assert "Nobody asked for anything in this period" in long_ago


@pytest.mark.parametrize(
    "query", ["segment=999", "segment=x", "period=custom&begin=x", "period=custom&begin=2026-02-02&end=2026-01-01"]
)
def test_what_cannot_be_read_is_said_and_the_page_stays(admin: Client, query: str) -> None:
    page = admin.get(f"/figures/?{query}")
    assert page.status_code == 200
    assert "to put right" in page.content.decode()


@pytest.mark.parametrize("url", ["/figures/nonsense/", "/figures/solved/?show=nonsense"])
def test_there_is_no_such_figure_or_list(admin: Client, url: str) -> None:
    assert admin.get(url).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "2026-01-01~1", "~", "9999-12-31T00:00:00+00:00~%00"])
def test_a_cursor_somebody_typed_does_no_harm(admin: Client, cursor: str) -> None:
    assert admin.get("/figures/solved/", {"after": cursor}).status_code == 200


@pytest.mark.parametrize("url", ["/figures/?period=year", "/figures/fulfilment/?period=year"])
def test_as_many_queries_for_twenty_cases_as_for_one(
    admin: Client, queries_of: Callable[[Client, str], int], url: str
) -> None:
    heard(1)
    few = queries_of(admin, url)
    heard(20)
    assert queries_of(admin, url) == few


def test_a_viewer_reads_but_neither_sets_targets_nor_exports(signed_in: SignIn) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    page = viewer.get("/figures/solved/").content.decode()
    assert "/exports/" not in page
    assert "/figures/targets/" not in viewer.get("/figures/").content.decode()
    assert viewer.get("/figures/targets/").status_code == 403


def test_pages_only_read(admin: Client) -> None:
    assert admin.post("/figures/").status_code == 405
    assert admin.post("/figures/solved/").status_code == 405


def test_the_owner_sets_targets(admin: Client) -> None:
    sent = admin.post("/figures/targets/", {"version": 0, "solved": "80", "decision": "30"})
    assert sent.status_code == 302
    assert {one.figure: one.value for one in Target.objects.all()} == {"solved": 80.0, "decision": 30.0}
    assert 'value="80' in admin.get("/figures/targets/").content.decode()


def test_a_number_nobody_can_aim_at_is_refused_and_what_was_typed_stays(admin: Client) -> None:
    page = admin.post("/figures/targets/", {"version": 0, "solved": "101", "decision": "30"})
    assert page.status_code == 422
    assert 'value="101"' in page.content.decode()
    assert not Target.objects.exists()


def test_two_editors_of_targets_lose_nothing(admin: Client) -> None:
    set_targets(version=0, targets={"solved": 80})
    page = admin.post("/figures/targets/", {"version": 0, "solved": "70"})
    assert page.status_code == 422
    assert "What stands now" in page.content.decode()
    assert admin.post("/figures/targets/", {"version": 1, "solved": "70"}).status_code == 302
    assert Target.objects.get(figure="solved").value == 70


def test_home_and_the_rail_lead_to_the_figures(admin: Client) -> None:
    heard()
    assert admin.get("/").content.decode().count('href="/figures/"') >= 2


def test_the_score_of_surveys_is_a_figure_with_its_trend_target_and_lists(admin: Client) -> None:
    survey = make_survey("nps", name="Would you?")
    for score in (10, 9, 8, 3):
        make_survey_answer(survey, score, contact=make_contact(company=make_company()))
    set_targets(version=0, targets={"nps": 40})
    page = admin.get("/figures/nps/?period=year").content.decode()
    assert titles(page.encode()) == "NPS is 25, between −44 and 73: too few answers to say more"
    assert "misses the target, 40" in page
    assert 'class="line third"' in page
    assert f'href="/surveys/{survey.pk}/results/?begin=' in page
    assert "Passive: 7 and 8" in page
    narrowed = admin.get(f"/figures/nps/?period=year&part={survey.pk}&show=missed").content.decode()
    assert '<b class="number">3</b>' in narrowed
    assert '<b class="number">10</b>' not in narrowed[narrowed.index('aria-label="Which cases"') :]
    glance = admin.get("/figures/?period=year").content.decode()
    assert "One figure misses its target" in glance
    assert "4 people, each with their last answer" in glance


def test_the_list_of_one_way_in_leaves_as_a_file_as_it_stands(admin: Client) -> None:
    for source in ("widget", "email", "email"):
        make_feedback(source=source, heard_at=clock.now())
    page = admin.get("/figures/ways-in/?part=email").content.decode()
    assert "33% of what customers told us they said inside the product" in page
    listed = page[page.index('aria-label="Which cases"') :]
    assert listed.count("<tr>") - listed.count("<thead><tr>") == 2
    sent = admin.post("/exports/figure/?of=ways-in&part=email")
    lines = b"".join(sent.streaming_content).decode().strip().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
