"""Filing: one thing after the other, with its area, its category and the idea behind it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_product,
    make_staff,
)
from wellheard.decide.commands import IdeaError
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Feedback, TriageStep
from wellheard.understand import similar
from wellheard.understand.commands import file_feedback
from wellheard.web.feedback.commands import Filing, file_and_link
from wellheard.workspace.models import Area, Category, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def agent() -> Staff:
    """Make somebody who files."""
    return make_staff(role=Role.AGENT, name="Priya Nandan")


@pytest.fixture
def browser(signed_in: SignedIn, agent: Staff) -> Client:
    """Return their browser."""
    return signed_in(agent)


@pytest.fixture
def area() -> Area:
    """Make the area most things are about."""
    return make_area(name="Mobile app", product=make_product(name="FieldWork"))


@pytest.fixture
def category() -> Category:
    """Make the kind most things are."""
    return make_category(name="Bug")


def url_of(feedback: Feedback) -> str:
    return reverse("filing_of", args=[feedback.pk])


def sent(area: Area | None, category: Category, **fields: object) -> dict[str, object]:
    """Return a form as a browser sends it."""
    plain: dict[str, object] = {
        "area": area.pk if area else "none",
        "category": category.pk,
        "idea": [],
        "new_title": "",
        "new_problem": "",
    }
    return plain | {"seen": ""} | fields


def test_what_has_waited_longest_comes_first_until_nothing_waits(
    browser: Client, area: Area, category: Category
) -> None:
    waiting = [make_feedback(f"Thing {n}", heard_at=clock.now() - timedelta(days=n)) for n in (2, 9, 5)]
    seen = []
    for left in (3, 2, 1):
        response = browser.get("/filing/")
        seen.append(response.context["feedback"].words)
        assert (response.context["progress"].left, response.context["progress"].today) == (left, 3)
        assert browser.post(url_of(response.context["feedback"]), sent(area, category)).status_code == 302
    assert seen == ["Thing 9", "Thing 5", "Thing 2"]
    page = browser.get("/filing/").content.decode()
    assert "Everything is filed" in page
    assert "0 not yet filed" in page
    for feedback in waiting:
        feedback.refresh_from_db()
        assert (feedback.area, feedback.category, feedback.is_filed) == (area, category, True)


def test_the_page_says_who_spoke_what_they_pay_and_what_they_said_before(browser: Client, area: Area) -> None:
    company = make_company(name="Harbour Lift", mrr=2480, owner=make_staff(name="Joel Amberg"))
    contact = make_contact(name="Anneke", company=company)
    make_feedback("Said long before.", contact=contact, filed_at=clock.now())
    make_feedback("The signal goes.", contact=contact)
    page = browser.get("/filing/").content.decode()
    for words in ("1 left of 2 today", "“The signal goes.”", "Anneke", "$2,480 a month", "Joel Amberg",
                  "Said long before.", "Waiting longest first", "2 things", "Mobile app"):  # fmt: skip
        assert words in page


def test_skipping_goes_on_and_comes_back(browser: Client, area: Area, category: Category) -> None:
    first, second, third = (make_feedback(f"Thing {n}", heard_at=clock.now() - timedelta(days=n)) for n in (3, 2, 1))
    assert browser.get("/filing/").context["next"] == second.pk
    page = browser.get(url_of(second))
    assert (page.context["previous"], page.context["next"]) == (first.pk, third.pk)
    # Filing goes on behind what was skipped, and then with what was skipped.
    assert browser.post(url_of(second), sent(area, category))["Location"] == url_of(third)
    assert browser.post(url_of(third), sent(area, category))["Location"] == url_of(first)
    assert browser.post(url_of(first), sent(area, category))["Location"] == "/filing/"
    assert "Everything is filed" in browser.get("/filing/").content.decode()


def test_it_files_and_links_in_one_step(browser: Client, agent: Staff, area: Area, category: Category) -> None:
    company = make_company(mrr=2480)
    feedback, idea = make_feedback(contact=make_contact(company=company)), make_idea("Work offline")
    response = browser.post(url_of(feedback), sent(area, category, idea=idea.pk), follow=True)
    assert "Filed: Mobile app · Bug, as evidence for “Work offline”." in response.content.decode()
    idea.refresh_from_db()
    assert (idea.company_count, idea.mrr_minor) == (1, 248_000)
    assert EvidenceItem.objects.get().linked_by == agent
    assert Feedback.objects.get().filed_by == agent


def test_a_new_idea_is_written_with_it(browser: Client, area: Area, category: Category) -> None:
    feedback = make_feedback(language="nl")
    form = sent(area, category, new_title="  Work   offline ", new_problem="The signal\x00 goes.")
    for _ in range(2):  # a double click
        assert browser.post(url_of(feedback), form).status_code == 302
    idea = Idea.objects.get()
    assert (idea.title, idea.problem, idea.area, idea.language) == ("Work offline", "The signal goes.", area, "nl")
    assert EvidenceItem.objects.get().idea == idea


def test_it_is_undone_in_one_step(browser: Client, area: Area, category: Category) -> None:
    feedback, idea = make_feedback(), make_idea()
    page = browser.post(url_of(feedback), sent(area, category, idea=idea.pk), follow=True).content.decode()
    assert "Undo" in page
    url = f"/filing/undoing/?step={TriageStep.objects.get().pk}"
    assert url in page
    assert browser.get(url).status_code == 405
    response = browser.post(url, follow=True)
    assert "Taken back. It stands as it stood before." in response.content.decode()
    feedback.refresh_from_db()
    assert (feedback.is_filed, feedback.area) == (False, None)
    assert not EvidenceItem.objects.exists()
    # Pressing it again changes nothing.
    assert browser.post(url, follow=True).status_code == 200


def test_undoing_leaves_what_somebody_filed_since(browser: Client, area: Area, category: Category) -> None:
    feedback, idea = make_feedback(), make_idea()
    browser.post(url_of(feedback), sent(area, category, idea=idea.pk))
    other = make_category()
    file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=other.pk, by=make_staff())
    response = browser.post("/filing/undoing/", follow=True)
    assert "Somebody has changed this since. Nothing was taken back" in response.content.decode()
    feedback.refresh_from_db()
    assert feedback.category == other
    assert EvidenceItem.objects.exists()


def test_whoever_comes_second_is_told_and_loses_nothing(browser: Client, area: Area, category: Category) -> None:
    feedback, theirs, idea = make_feedback(), make_category(name="Praise"), make_idea()
    browser.get(url_of(feedback))
    colleague = make_staff(name="Mette Lund")
    file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=theirs.pk, by=colleague)

    form = sent(area, category, new_title="My new idea", new_problem="Long thoughts")
    response = browser.post(url_of(feedback), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mette Lund filed this while you had it open: Mobile app · Praise." in page
    assert "My new idea" in page
    assert "Long thoughts" in page
    feedback.refresh_from_db()
    assert (feedback.category, feedback.filed_by) == (theirs, colleague)
    assert Idea.objects.get() == idea

    browser.post(url_of(feedback), form | {"seen": response.context["form"]["seen"].value()})
    feedback.refresh_from_db()
    assert feedback.category == category
    assert Idea.objects.filter(title="My new idea").exists()


def test_two_who_file_it_alike_agree(browser: Client, area: Area, category: Category) -> None:
    feedback, idea = make_feedback(), make_idea()
    file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=make_staff())
    assert browser.post(url_of(feedback), sent(area, category, idea=idea.pk)).status_code == 302
    assert EvidenceItem.objects.get().idea == idea


def test_what_was_filed_can_be_filed_again(browser: Client, area: Area, category: Category) -> None:
    feedback = make_feedback()
    browser.post(url_of(feedback), sent(area, category))
    response = browser.get(url_of(feedback))
    assert "Priya Nandan filed this one." in response.content.decode()
    assert [option.label for option in response.context["categories"] if option.is_chosen] == ["Bug"]
    other = make_category()
    browser.post(url_of(feedback), sent(None, other, seen=response.context["form"]["seen"].value()))
    feedback.refresh_from_db()
    assert (feedback.area, feedback.category) == (None, other)


def test_ideas_that_say_the_same_are_offered_and_others_are_found(browser: Client, area: Area) -> None:
    near, far = make_idea("Keep working without a signal"), make_idea("Sheets in Dutch")
    for idea in (near, far):
        similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    feedback = make_feedback("When the signal goes my work is lost.")
    offered = browser.get(url_of(feedback)).context["ideas"]
    assert [(idea, key) for idea, key in offered] == [(near, "a")]
    url = reverse("filing_ideas", args=[feedback.pk])
    fragment = browser.get(url, {"q": "dut", "idea": str(near.pk)}).content.decode()
    assert "Sheets in Dutch" in fragment
    # What is chosen stays chosen while one searches.
    assert f'value="{near.pk}" data-key="a" aria-keyshortcuts="a" checked' in fragment
    assert "<html" not in fragment
    whole = browser.get(url_of(feedback), {"q": "Sheets"}).content.decode()
    assert "Sheets in Dutch" in whole
    for nonsense in ("\x00", "' OR 1=1", "<b>", "%", "a" * 5000):
        response = browser.get(url, {"q": nonsense, "idea": nonsense})
        assert response.status_code == 200
        assert "<b>" not in response.content.decode()


def test_each_choice_has_a_key_of_its_own(browser: Client) -> None:
    product = make_product()
    for number in range(25):
        make_area(product=product, name=f"Area {number:02}")
        make_category(name=f"Kind {number:02}", position=number)
    for number in range(3):
        idea = make_idea(f"Slow map {number}")
        similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    make_feedback("The map is slow.")
    page = browser.get("/filing/").content.decode()
    keys = [piece.split('"')[0] for piece in page.split('data-key="')[1:]]
    assert len(keys) == len(set(keys))
    assert {"1", "q", "a", "0", "n", "/", "enter", "h", "b", "c", "m", "v", "x", "?"} <= set(keys)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"area": ""}, "Choose what it is about."),
        ({"area": "999999"}, "This area does not exist any more"),
        ({"area": "x\x00"}, "This area does not exist any more"),
        ({"category": ""}, "Choose what kind of thing it is."),
        ({"category": "999999"}, "This category does not exist any more"),
        ({"idea": "999999"}, "This idea does not exist any more"),
        ({"idea": "x"}, "This idea does not exist any more"),
        ({"new_problem": "Only a problem"}, "Give the new idea a title"),
        ({"new_title": "a" * 201}, "Use at most 200 characters"),
    ],
)
def test_what_cannot_be_filed_is_said_and_nothing_is_half_filed(
    browser: Client, area: Area, category: Category, fields: dict[str, str], sentence: str
) -> None:
    feedback = make_feedback()
    response = browser.post(url_of(feedback), sent(area, category) | fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Feedback.objects.get().is_filed
    assert not Fact.objects.exists()


def test_it_speaks_for_several_ideas_there_and_new(browser: Client, area: Area, category: Category) -> None:
    feedback, one, other = make_feedback(), make_idea("One"), make_idea("Other")
    browser.post(url_of(feedback), sent(area, category, idea=[one.pk, other.pk], new_title="A third"))
    assert sorted(EvidenceItem.objects.values_list("idea__title", flat=True)) == ["A third", "One", "Other"]


def test_looking_for_an_idea_without_scripts_keeps_what_was_chosen(
    browser: Client, area: Area, category: Category
) -> None:
    feedback, idea = make_feedback(), make_idea("Sheets in Dutch")
    form = sent(area, category, new_title="Half a title") | {"look": "ideas", "q": "Dutch"}
    response = browser.post(url_of(feedback), form)
    page = response.content.decode()
    assert [option.label for option in response.context["areas"] if option.is_chosen] == ["Mobile app"]
    assert [option.label for option in response.context["categories"] if option.is_chosen] == ["Bug"]
    assert [found for found, _key in response.context["ideas"]] == [idea]
    assert "Half a title" in page
    assert not Feedback.objects.get().is_filed


def test_an_idea_that_went_meanwhile_files_nothing(agent: Staff, area: Area, category: Category) -> None:
    feedback, idea = make_feedback(), make_idea()
    filing = Filing(area_id=area.pk, category_id=category.pk, idea_ids=(idea.pk,))
    idea.delete()
    with pytest.raises(IdeaError, match="does not exist any more"):
        file_and_link(feedback_id=feedback.pk, filing=filing, seen="", by=agent)
    assert not Feedback.objects.get().is_filed


def test_before_anybody_named_categories_it_files_without(browser: Client) -> None:
    Category.objects.all().delete()
    feedback = make_feedback()
    response = browser.post(url_of(feedback), {"area": "none", "seen": ""})
    assert response.status_code == 302
    assert Feedback.objects.get().is_filed


def test_who_may_only_read_may_not_file(signed_in: SignedIn, area: Area, category: Category) -> None:
    feedback = make_feedback()
    for role in (Role.VIEWER, Role.SALES):
        browser = signed_in(make_staff(role=role))
        assert browser.get("/filing/").status_code == 403
        assert browser.post(url_of(feedback), sent(area, category)).status_code == 403
        assert browser.post("/filing/undoing/").status_code == 403
    assert not Feedback.objects.get().is_filed


def test_other_methods_and_things_that_are_not_there_are_refused(browser: Client) -> None:
    assert browser.post("/filing/").status_code == 405
    assert browser.put(url_of(make_feedback())).status_code == 405
    for url in ("/filing/999999/", "/filing/999999/ideas/"):
        assert browser.get(url).status_code == 404
    assert browser.post("/filing/undoing/?step=999999", follow=True).status_code == 200
    for cursor in ("x", "W10", "\x00", "a" * 3000):
        assert browser.get("/filing/", {"after": cursor}).status_code == 200


def test_it_asks_as_many_questions_however_much_waits(browser: Client, area: Area, category: Category) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/filing/")
        return len(asked)

    company = make_company(owner=make_staff())
    contact = make_contact(company=company)
    for _ in range(4):
        make_feedback(contact=contact)
    browser.get("/filing/")
    for_few = questions()
    for number in range(20):
        make_feedback(contact=contact)
        make_area(product=area.product)
        make_category()
        idea = make_idea(f"I lose my work, part {number}")
        similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    assert questions() <= for_few + 1  # the ideas that say the same are read once there are any


def file_alike(words: list[str], area: Area, category: Category) -> None:
    for said in words:
        file_feedback(feedback_id=make_feedback(said).pk, area_id=area.pk, category_id=category.pk, by=None)


def test_how_similar_things_were_filed_is_suggested_and_said_to_be_a_suggestion(
    browser: Client, area: Area, category: Category, run_jobs: Callable[[], None]
) -> None:
    file_alike(["My card has not arrived yet", "When will my card arrive?"], area, category)
    run_jobs()
    make_category(name="Praise")
    make_feedback("The card never arrived")
    response = browser.get("/filing/")
    chosen = [option for option in response.context["areas"] + response.context["categories"] if option.is_chosen]
    assert [option.label for option in chosen] == ["Mobile app", "Bug"]
    assert all(option.is_suggested for option in chosen)
    assert response.content.decode().count("suggested") == 2


def test_an_area_it_came_with_is_chosen_before_any_suggestion(
    browser: Client, area: Area, category: Category, run_jobs: Callable[[], None]
) -> None:
    file_alike(["The card never came", "My card did not come"], make_area(), category)
    run_jobs()
    make_feedback("The card never arrived", area=area)
    response = browser.get("/filing/")
    areas = [option.label for option in response.context["areas"] if option.is_chosen]
    assert areas == [f"{area.product.name}: Mobile app"]
    assert [option.label for option in response.context["categories"] if option.is_chosen] == ["Bug"]
