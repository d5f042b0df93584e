"""What triage does with feedback besides filing it: each a step that can be taken back, and never half done."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_area, make_category, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.decide.commands import LinkError, edit_idea, link_feedback
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import FeedbackError, publish_feedback
from wellheard.listen.models import Feedback, TriageBatch, TriageStep
from wellheard.web.feedback import commands
from wellheard.web.feedback.commands import Filing, Order, UndoError
from wellheard.web.feedback.passages import parts_of
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
RunJobs = Callable[[], None]


@pytest.fixture
def priya() -> Staff:
    """Make somebody who files."""
    return make_staff(role=Role.AGENT, name="Priya Nandan")


@pytest.fixture
def browser(signed_in: SignedIn, priya: Staff) -> Client:
    """Return their browser."""
    return signed_in(priya)


def row_of(feedback: Feedback) -> dict[str, object]:
    return {**Feedback.objects.filter(pk=feedback.pk).values().get()}


def test_what_is_set_aside_leaves_the_queue_counts_nowhere_and_comes_back_as_it_was(
    priya: Staff, run_jobs: RunJobs
) -> None:
    company = make_company(mrr=100)
    feedback, idea = make_feedback(contact=make_contact(company=company)), make_idea()
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=make_staff())
    before, item = row_of(feedback), EvidenceItem.objects.values("idea", "linked_by", "linked_at").get()

    step = commands.set_aside(feedback_id=feedback.pk, reason="unclear", note="What map?", by=priya)
    run_jobs()
    idea.refresh_from_db()
    assert not Feedback.objects.unfiled().exists()
    assert (idea.company_count, idea.feedback_count) == (0, 0)
    thanks = Answer.objects.get()
    assert "reply to this mail and tell us more" in thanks.words
    assert thanks.state == Answer.State.HELD
    with pytest.raises(LinkError, match="bring it back before you link it"):
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=priya)

    assert step is not None
    commands.take_back(step_id=step.pk, by=priya)
    run_jobs()
    idea.refresh_from_db()
    thanks.refresh_from_db()
    assert row_of(feedback) == before
    assert EvidenceItem.objects.values("idea", "linked_by", "linked_at").get() == item
    assert (idea.company_count, idea.feedback_count, thanks.state) == (1, 1, Answer.State.DROPPED)


def test_advertising_is_not_thanked_and_a_repeated_click_does_nothing_more(priya: Staff, run_jobs: RunJobs) -> None:
    feedback = make_feedback(contact=make_contact())
    for _ in range(2):
        commands.set_aside(feedback_id=feedback.pk, reason="spam", note="", by=priya)
    run_jobs()
    assert not Answer.objects.exists()
    assert TriageStep.objects.count() == 1
    assert Fact.objects.filter(name="feedback.set_aside").count() == 1


def test_a_split_makes_quotes_that_count_and_is_taken_back_whole(priya: Staff, run_jobs: RunJobs) -> None:
    feedback = make_feedback("The map is slow. I love it.", contact=make_contact(company=make_company()))
    idea, before = make_idea(), row_of(feedback)
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=priya)
    first, second = parts_of(feedback.words)
    passages = [[(first.begin, first.end)], [(second.begin, second.end)]]
    quotes, step = commands.split(feedback_id=feedback.pk, passages=passages, by=priya)
    again, no_step = commands.split(feedback_id=feedback.pk, passages=passages, by=priya)
    run_jobs()
    assert [quote.words for quote in quotes] == ["The map is slow.", "I love it."]
    assert ([quote.pk for quote in again], no_step) == ([quote.pk for quote in quotes], None)
    assert {(quote.contact_id, quote.company_id, quote.heard_at) for quote in quotes} == {
        (feedback.contact_id, feedback.company_id, feedback.heard_at)
    }
    assert set(Feedback.objects.counted()) == set(quotes)
    assert not EvidenceItem.objects.exists()
    assert step is not None
    commands.take_back(step_id=step.pk, by=priya)
    run_jobs()
    assert row_of(feedback) == before
    assert Feedback.objects.get() == feedback
    assert EvidenceItem.objects.get().idea == idea


def test_a_split_stays_once_a_quote_of_it_was_filed(priya: Staff) -> None:
    feedback = make_feedback("The map is slow. I love it.")
    quotes, step = commands.split(feedback_id=feedback.pk, passages=[[(0, 16)], [(17, 27)]], by=priya)
    area = make_area()
    commands.file_and_link(feedback_id=quotes[0].pk, filing=Filing(area.pk, None), seen="", by=make_staff())
    assert step is not None
    with pytest.raises(FeedbackError, match="take that back first"):
        commands.take_back(step_id=step.pk, by=priya)
    assert Feedback.objects.count() == 3


@pytest.mark.parametrize("passages", [[], [[]], [[(0, 999)]], [[(5, 2)]], [[(-1, 4)]], [[(0, 16)]], [[(0, 1)]] * 13])
def test_what_is_no_split_is_refused(priya: Staff, passages: list[list[tuple[int, int]]]) -> None:
    feedback = make_feedback("The map is slow.")
    with pytest.raises(FeedbackError):
        commands.split(feedback_id=feedback.pk, passages=passages, by=priya)
    assert Feedback.objects.get().waits


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("地图很慢。发票不对！谢谢", ["地图很慢。", "发票不对！", "谢谢"]),
        ("No end", ["No end"]),
        ("A line\n\nanother", ["A line", "another"]),
        ("Version 2.5 is slow. Why?", ["Version 2.5 is slow.", "Why?"]),
    ],
)
def test_sentences_are_told_apart_in_any_script(words: str, parts: list[str]) -> None:
    assert [part.words for part in parts_of(words)] == parts


def test_whoever_said_it_is_told_how_and_not_when_it_is_taken_back(priya: Staff) -> None:
    feedback = make_feedback(contact=make_contact(name="Anneke Visser"))
    for _ in range(2):  # a double click
        commands.say_it_is_there(
            feedback_id=feedback.pk, how="Open Settings.", area_id=None, category_id=None, by=priya
        )
    answer, step = Answer.objects.get(), TriageStep.objects.get()
    assert (answer.occasion, answer.state, answer.feedback_id) == ("already_possible", "held", feedback.pk)
    assert "Open Settings." in answer.words
    assert "> I lose my work when the signal goes." in answer.words
    commands.take_back(step_id=step.pk, by=priya)
    answer.refresh_from_db()
    assert answer.state == Answer.State.DROPPED
    assert Feedback.objects.get().waits


def test_an_answer_that_has_gone_out_cannot_be_taken_back(priya: Staff) -> None:
    feedback = make_feedback(contact=make_contact())
    commands.say_it_is_there(feedback_id=feedback.pk, how="Open Settings.", area_id=None, category_id=None, by=priya)
    Answer.objects.update(state=Answer.State.SENT)
    with pytest.raises(UndoError, match="gone out already"):
        commands.take_back(step_id=TriageStep.objects.get().pk, by=priya)
    assert Feedback.objects.get().is_filed


def test_an_idea_written_in_a_step_goes_with_it_unless_somebody_worked_on_it(priya: Staff, run_jobs: RunJobs) -> None:
    feedback, area = make_feedback(contact=make_contact()), make_area()
    filing = Filing(area.pk, None, new_title="Work offline")
    first = commands.file_and_link(feedback_id=feedback.pk, filing=filing, seen="", by=priya)
    assert first.step is not None
    commands.take_back(step_id=first.step.pk, by=priya)
    run_jobs()
    assert not Idea.objects.exists()

    second = commands.file_and_link(feedback_id=feedback.pk, filing=filing, seen="", by=priya)
    idea = Idea.objects.get()
    edit_idea(idea_id=idea.pk, version=1, title="Work in basements", area=None, owner=None)
    assert second.step is not None
    with pytest.raises(Exception, match="worked with this idea since"):
        commands.take_back(step_id=second.step.pk, by=priya)
    assert EvidenceItem.objects.get().idea == idea
    assert Feedback.objects.get().is_filed


def test_nobody_takes_back_what_a_colleague_did_or_changed_since(priya: Staff) -> None:
    feedback, ines = make_feedback(), make_staff(name="Ines")
    step = commands.assign(feedback_id=feedback.pk, to=ines, note="Look", by=priya)
    assert step is not None
    with pytest.raises(UndoError, match="nothing to take back"):
        commands.take_back(step_id=step.pk, by=ines)
    commands.assign(feedback_id=feedback.pk, to=priya, note="", by=ines)
    with pytest.raises(UndoError, match="Somebody has changed this since"):
        commands.take_back(step_id=step.pk, by=priya)
    assert Feedback.objects.get().assignee == priya


def test_two_at_the_same_piece_do_not_overwrite_each_other(priya: Staff) -> None:
    feedback, ines, area = make_feedback(), make_staff(name="Ines"), make_area()
    commands.file_and_link(feedback_id=feedback.pk, filing=Filing(area.pk, None), seen="", by=ines)
    with pytest.raises(FeedbackError, match="Ines filed this while you had it open"):
        commands.set_aside(feedback_id=feedback.pk, reason="spam", note="", by=priya)
    other = make_feedback()
    commands.set_aside(feedback_id=other.pk, reason="spam", note="", by=ines)
    with pytest.raises(commands.FiledMeanwhileError, match="Ines set this aside while you had it open"):
        commands.file_and_link(feedback_id=other.pk, filing=Filing(area.pk, None), seen="", by=priya)


def test_what_somebody_said_twice_counts_once(browser: Client, priya: Staff) -> None:
    contact = make_contact(company=make_company())
    first, second = (
        make_feedback("The map is slow.", contact=contact),
        make_feedback("the map is slow.", contact=contact),
    )
    idea = make_idea()
    link_feedback(feedback_id=second.pk, idea_id=idea.pk, by=priya)
    page = browser.get(f"/filing/{second.pk}/")
    assert page.context["repeats"] == [first]
    browser.post(f"/filing/{second.pk}/repeats/", {"same_as": first.pk})
    assert EvidenceItem.objects.get().feedback == first
    assert list(Feedback.objects.unfiled()) == [first]
    browser.post("/filing/undoing/")
    assert EvidenceItem.objects.get().feedback == second
    assert Feedback.objects.unfiled().count() == 2
    stranger = make_feedback("The map is slow.", contact=make_contact())
    browser.post(f"/filing/{stranger.pk}/repeats/", {"same_as": first.pk})
    assert Feedback.objects.get(pk=stranger.pk).waits


def test_what_may_no_longer_be_quoted_leaves_the_portal(browser: Client) -> None:
    feedback = make_feedback(quotable="named")
    publish_feedback(feedback_id=feedback.pk)
    browser.post(f"/filing/{feedback.pk}/quoting/", {"quotable": "no"})
    assert Feedback.objects.get().published_at is None
    browser.post("/filing/undoing/")
    feedback.refresh_from_db()
    assert (feedback.quotable, feedback.published_at is not None) == ("named", True)


def test_quotes_are_chosen_freely_across_and_within_sentences(browser: Client) -> None:
    feedback = make_feedback("The map is slow, and so is\nthe list. I love the colours. The map is slow, and sad.")
    url = f"/filing/{feedback.pk}/splitting/"

    wrong = browser.post(url, {"own": "The map is fast"})
    assert (wrong.status_code, "does not stand so in what they said" in wrong.text) == (422, True)
    assert "The map is fast" in wrong.text
    own = "The map is slow\r\n\r\nso is the list. I love the\r\n\r\nThe map is slow"
    assert browser.post(url, {"own": own}).status_code == 302

    quotes = Feedback.objects.filter(split_from=feedback).order_by("pk")
    assert [quote.words for quote in quotes] == ["The map is slow", "so is\nthe list. I love the", "The map is slow"]
    assert len({quote.origin_key for quote in quotes}) == 3


@pytest.mark.parametrize("name", ["aside", "there", "splitting", "assignment", "author"])
def test_each_question_has_a_page_and_says_what_is_wrong(browser: Client, name: str) -> None:
    feedback = make_feedback("One. Two.")
    url = f"/filing/{feedback.pk}/{name}/"
    assert browser.get(url).status_code == 200
    bad = {"reason": "x", "how": "", "part0": "99", "to": "999999", "contact": ""}
    response = browser.post(url, bad)
    assert response.status_code == 422
    assert browser.put(url).status_code == 405
    assert browser.get(f"/filing/999999/{name}/").status_code == 404
    assert Feedback.objects.get().waits


def test_who_may_only_read_may_not_triage(signed_in: SignedIn) -> None:
    feedback, viewer = make_feedback(), signed_in(make_staff(role=Role.VIEWER))
    for name in ("aside", "there", "splitting", "assignment", "author", "quoting", "repeats", "return", "thread"):
        url = f"/filing/{feedback.pk}/{name}/"
        assert {viewer.get(url).status_code, viewer.post(url).status_code} <= {403, 405}
    assert viewer.post("/filing/several/").status_code == 403
    assert Feedback.objects.get().waits


def test_nobody_known_cannot_be_told_how(browser: Client) -> None:
    feedback = make_feedback()
    response = browser.post(f"/filing/{feedback.pk}/there/", {"how": "Open Settings."})
    assert response.status_code == 422
    assert "We do not know who said this" in response.content.decode()
    assert "Open Settings." in response.content.decode()
    assert Feedback.objects.get().waits


def test_filters_stand_in_the_address_and_stay(browser: Client, priya: Staff) -> None:
    rich = make_feedback("Rich", contact=make_contact(company=make_company(mrr=900)), source="email", language="nl")
    mine = make_feedback("Mine", contact=make_contact(company=make_company(mrr=1)), assignee=priya)

    def shown(**query: str) -> list[Feedback]:
        return list(browser.get("/filing/", query).context["page"].items)

    assert shown(order="paying") == [rich, mine]
    assert shown(who="me") == [mine]
    assert shown(who="nobody") == [rich]
    assert shown(source="email") == shown(language="nl") == [rich]
    assert len(shown(source="nonsense", language="x\x00", area="999999", segment="x")) == 2
    response = browser.post(f"/filing/{rich.pk}/aside/?source=email", {"reason": "thanks"})
    assert response["Location"] == "/filing/?source=email"
    assert shown(view="aside") == [rich]


def test_several_are_done_at_once_and_taken_back_together(browser: Client, priya: Staff) -> None:
    category, pieces = make_category(), [make_feedback() for _ in range(3)]
    commands.file_and_link(
        feedback_id=pieces[0].pk, filing=Filing(None, make_category().pk), seen="", by=make_staff(name="Ines")
    )
    query = "&".join(f"ids={piece.pk}" for piece in pieces)
    response = browser.post(f"/filing/several/?{query}", {"do": "file", "category": category.pk}, follow=True)
    assert "Done with all 2. One was left: somebody else was there first." in response.content.decode()
    assert not Feedback.objects.unfiled().exists()
    browser.post("/filing/undoing/")
    assert Feedback.objects.unfiled().count() == 2
    for bad in ({"do": "file"}, {"do": "link"}, {"do": "aside"}, {"do": "aside", "reason": "x"}, {"do": "burn"}):
        assert browser.post(f"/filing/several/?{query}", bad).status_code == 422
    assert browser.post("/filing/several/", {"do": "file", "category": category.pk}).status_code == 422


def test_everything_that_fits_is_done_in_parts_that_can_be_repeated(priya: Staff, run_jobs: RunJobs) -> None:
    for _ in range(205):
        make_feedback(source="email")
    other = make_feedback(source="portal")
    batch = commands.do_with_all(
        order=Order("assign", assignee_id=priya.pk), note="Look", narrowed={"source": "email"}, by=priya
    )
    later = make_feedback(source="email", heard_at=clock.now())
    run_jobs()
    commands.go_on_with(batch_id=batch.pk)  # a repeated job
    batch.refresh_from_db()
    assert (batch.total, batch.done_count, batch.refused_count) == (205, 205, 0)
    assert set(Feedback.objects.filter(assignee=None)) == {other, later}
    commands.take_back_all(batch_id=batch.pk, by=priya)
    run_jobs()
    assert not Feedback.objects.exclude(assignee=None).exists()
    assert TriageBatch.objects.get().undone_at


def test_the_queue_asks_as_many_questions_for_one_as_for_many(browser: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get("/filing/").status_code == 200
        return len(asked)

    contact = make_contact(company=make_company())
    for _ in range(2):
        make_feedback(contact=contact)
    browser.get("/filing/")
    for_few = questions()
    for _ in range(40):
        make_feedback("Something else entirely", contact=make_contact(company=make_company()))
    assert questions() <= for_few


def test_feedback_is_counted_by_area_category_and_way_in(browser: Client) -> None:
    area = make_area(name="Mobile app")
    for _ in range(3):
        make_feedback(area=area, source="email")
    make_feedback()
    page = browser.get("/feedback/counts/", {"source": "email"})
    assert page.context["counted"]["area"] == [(area.pk, "Mobile app", 3)]
    assert "Most is about Mobile app: 3 things" in page.content.decode()
    assert browser.get("/feedback/counts/", {"source": "x", "area": "\x00"}).status_code == 200
    assert browser.post("/feedback/counts/").status_code == 405
