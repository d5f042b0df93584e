"""The page on which a lost deal is looked into, and the task that leads there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.deals.makers import heard
from tests.makers import make_idea, make_staff
from wellheard.decide.analyses.commands import edit_loss_rule
from wellheard.decide.analyses.models import Analysis
from wellheard.decide.models import Evidence
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Staff], Client]


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(name="Milda", role=Role.PRODUCT))


@pytest.fixture
def analysis(browser: Client, run_jobs: Callable[[], None]) -> Analysis:
    edit_loss_rule(version=1, industries=["Farming"], working_days=5, lost_within_days=60)
    heard(title="Greenfield", outcome="lost", industry="Farming", missing=("Works offline",))
    run_jobs()
    return Analysis.objects.get()


def test_ticking_the_task_off_leads_to_the_page_on_which_it_ends(browser: Client, analysis: Analysis) -> None:
    task = Task.objects.get()
    assert "Greenfield" in browser.get(reverse("tasks")).content.decode()
    answer = browser.post(reverse("task_doing", args=[task.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("analysis", args=[analysis.pk])
    assert "a finding or with a reason" in answer.content.decode()
    assert Task.objects.open().exists()


def test_it_ends_with_a_finding_for_an_idea(browser: Client, analysis: Analysis) -> None:
    idea, address = make_idea("Work offline"), reverse("analysis", args=[analysis.pk])
    browser.post(reverse("analysis_step", args=[analysis.pk]), {"step": "call", "note": "They told me"})
    assert "They told me" in browser.get(address).content.decode()
    missing = analysis.deal.missing.get()
    half = browser.post(address, {"end": "found", "finding": "No signal."})
    assert (half.status_code, "Choose the idea" in half.content.decode()) == (422, True)
    typed = {"end": "found", "finding": "No signal.", "missing": missing.pk, "idea": idea.pk}
    for _click in range(2):
        assert browser.post(address, typed).status_code == 302
    assert Evidence.objects.get().grade == "A"
    page = browser.get(address).content.decode()
    assert "No signal." in page
    assert "Work offline" in page
    assert "End without a finding" not in page


def test_it_ends_with_why_there_is_no_finding(browser: Client, analysis: Analysis) -> None:
    address = reverse("analysis", args=[analysis.pk])
    assert browser.post(address, {"end": "nothing", "why_not": " "}).status_code == 422
    assert browser.post(address, {"end": "nothing", "why_not": "They closed down."}).status_code == 302
    assert "They closed down." in browser.get(address).content.decode()
    assert not Task.objects.open().exists()


def test_steps_can_be_taken_back_and_nonsense_is_refused(browser: Client, analysis: Analysis) -> None:
    address = reverse("analysis_step", args=[analysis.pk])
    browser.post(address, {"step": "idea"})
    browser.post(address, {"step": "idea", "undo": "yes"})
    assert not analysis.steps.exists()
    assert "no such step" in browser.post(address, {"step": "dance"}, follow=True).content.decode()


def test_who_may_not_file_feedback_is_told_so(signed_in: SignedIn, analysis: Analysis) -> None:
    sales = signed_in(make_staff(role=Role.SALES))
    assert sales.get(reverse("analysis", args=[analysis.pk])).status_code == 403
    assert sales.post(reverse("analysis_step", args=[analysis.pk])).status_code == 403
    # They see on the deal that it is looked into.
    assert "Why was it lost?" in sales.get(reverse("deal", args=[analysis.deal_id])).content.decode()
