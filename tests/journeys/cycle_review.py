"""The third part of a cycle: four departments rate alone, decide together, and who asked hears it."""

from datetime import timedelta

from playwright.sync_api import Locator, expect

from tests.journeys.cycle import LAYOUT, OFFLINE, SAML, TRAVEL, WISHES, Cycle, mails_to, settle
from tests.journeys.look import DESK, PHONE
from tests.reviews.tables import Department
from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.decide.reviews.models import Rating, Review
from wellheard.foundation import clock
from wellheard.workspace.models import Task

REASON = "Most of you work where there is no signal."
NOT_NOW = "Not before the summer: single sign-on and the cellars come first."
# What each department gives these ideas, and how many weeks engineering thinks they take.
WORTH = {OFFLINE: (5, 2, 5, 5), LAYOUT: (2, 2, 4, 1), SAML: (3, 4, 3, 5), TRAVEL: (3, 3, 4, 2)}
WEEKS = {OFFLINE: (3, 4, 6), LAYOUT: (1, 2, 3), SAML: (4, 5, 9), TRAVEL: (0.6, 0.8, 1)}


def a_meeting_is_planned(cycle: Cycle) -> None:
    """Plan it, find on its table what was heard, and freeze it."""
    page = cycle.open("/reviews/")
    page.get_by_role("link", name="Plan a meeting").click()
    for person in cycle.people.values():
        page.get_by_label(person.name).check()
    page.get_by_label("Room, in weeks of work").fill("8")
    page.get_by_label("Of that, taken already").fill("3")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name="Review meeting 1")).to_be_visible()
    for title in WISHES:
        expect(page.get_by_role("link", name=title)).to_be_visible()
    cycle.show(page, "cycle-review-table")
    page.get_by_role("button", name="Freeze and let everybody rate").click()
    page.get_by_role("dialog").get_by_role("button", name="Freeze and let everybody rate").click()
    expect(page.get_by_text("4 people are asked to rate")).to_be_visible()


def everybody_rates_alone(cycle: Cycle) -> None:
    """Each sees only their own questions, and nobody's ratings before the last one is in."""
    for place, (department, person) in enumerate(cycle.people.items()):
        cycle.sign_in(person)
        page = cycle.open(f"/reviews/{Review.objects.get().pk}/")
        for other in set(cycle.people.values()) - {person}:
            assert not Rating.objects.filter(attendee__staff=other, attendee__handed_in_at=None).exists()
        expect(page.get_by_text("mean")).to_have_count(0)
        cycle.open("/reviews/").get_by_role("link", name="Rate", exact=True).click()
        for title in WISHES:
            card = page.locator("li.rating").filter(has_text=title)
            card.get_by_label(str(WORTH[title][place]), exact=True).check()
            _weigh(card, title, rates_effort=department == Department.ENGINEERING)
        if department in {Department.SUPPORT, Department.ENGINEERING}:
            cycle.show(page, f"cycle-rating-{department}")
        page.get_by_role("button", name="Hand in").click()
        page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
        expect(page.get_by_text("Handed in. The ratings open")).to_be_visible()


def they_decide(cycle: Cycle) -> None:
    """One yes with what is expected of it, one later, one “not now”, one question first."""
    cycle.sign_in(cycle.ines)
    page = cycle.open(f"/reviews/{Review.objects.get().pk}/")
    for person in cycle.people.values():
        page.locator("#who li", has_text=person.name).get_by_role("button").first.click()
        expect(page.get_by_role("button", name=f"{person.name} is not there")).to_be_visible()
    expect(page.get_by_text("Enough are there to decide")).to_be_visible()
    assert page.get_by_text("If yes, this does not fit any more").count() > 0
    cycle.show(page, "cycle-review-live")
    _read_it_on_a_phone(cycle)
    _say_yes(cycle)
    _answer(cycle, SAML, "Later", {"Back on the table on": _day(40), "Why, for us": "Five weeks do not fit beside it."})
    _answer(cycle, LAYOUT, "Not now", {
        "The reason, in words a customer may read": NOT_NOW, "Why, for us": "Nobody left for it.",
    })  # fmt: skip
    _answer(cycle, TRAVEL, "Ask customers first", {
        "What has to be known first": "Do they plan days or weeks ahead?", "Why, for us": "One company is not enough.",
    }, finds_out="Jana Adler")  # fmt: skip
    expect(page.get_by_text("Everything on the table is decided.")).to_be_visible()
    page.get_by_role("button", name="End the meeting").click()
    expect(page.get_by_text("4 decided, by")).to_be_visible()
    expect(page.get_by_text("Do they plan days or weeks ahead?")).to_be_visible()
    cycle.show(page, "cycle-minutes")


def who_asked_hears_it(cycle: Cycle) -> None:
    """Yes and “not now” are both told, each person once; of what was deferred nobody hears."""
    settle()
    settle()
    for name in ("Anneke Visser", "Colm Darcy", "Tomas Lind"):
        told = mails_to(name)[-1]
        assert told.subject == f"Planned: {OFFLINE}"
        assert REASON in told.body
    for name in ("Nora Quay", "Edie Marsh"):
        (told,) = mails_to(name)
        assert LAYOUT in told.subject
        assert NOT_NOW in told.body
    assert [mails_to(name) for name in ("Piet Vos", "Ada Fen")] == [[], []]
    assert Answer.objects.get(contact__name="Ruta Berg").state == Answer.State.OWED
    assert mails_to("Ruta Berg") == []
    assert Task.objects.open().get(kind="find_evidence").assignee == cycle.people[Department.SUPPORT]
    statuses = dict(Idea.objects.values_list("title", "status"))
    assert (statuses[OFFLINE], statuses[LAYOUT]) == (Idea.Status.PLANNED, Idea.Status.NOT_NOW)
    page = cycle.open("/answers/?view=told")
    expect(page.locator("main")).to_contain_text("Nora Quay")
    cycle.show(page, "cycle-answers")


def _weigh(card: Locator, title: str, *, rates_effort: bool) -> None:
    """Write the weeks where they are asked for, which is of engineering alone."""
    if not rates_effort:
        expect(card.get_by_label("likely", exact=True)).to_have_count(0)
        return
    for label, weeks in zip(("at least", "likely", "at most"), WEEKS[title], strict=True):
        card.get_by_label(label, exact=True).fill(str(weeks))


def _read_it_on_a_phone(cycle: Cycle) -> None:
    """See that a title stands in words, not in a column of letters beside what is said of it."""
    cycle.page.set_viewport_size(PHONE)
    box = cycle.page.get_by_role("heading", name=SAML).bounding_box()
    assert box is not None
    assert box["width"] > box["height"]
    cycle.page.set_viewport_size(DESK)


def _say_yes(cycle: Cycle) -> None:
    page = cycle.page
    line = _take_up(cycle, OFFLINE)
    line.get_by_label("The reason, in words a customer may read").fill(REASON)
    line.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_label("The reason, in words a customer may read")).to_have_value(REASON)
    page.get_by_label("Why, for us").fill("One left for it, one deal was lost for it, five ask.")
    page.get_by_label("What we expect", exact=True).select_option(label="Who asked says it is solved, in percent")
    page.get_by_label("How much of it").fill("60")
    page.get_by_label("Until", exact=True).fill(_day(120))
    cycle.show(page, "cycle-verdict")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text(f"“{OFFLINE}”: Yes.")).to_be_visible()


def _answer(cycle: Cycle, title: str, button: str, words: dict[str, str], *, finds_out: str = "") -> None:
    page = cycle.page
    _take_up(cycle, title).get_by_role("button", name=button).click()
    for label, text in words.items():
        page.get_by_label(label).fill(text)
    if finds_out:
        page.get_by_label("Who finds it out").select_option(label=finds_out)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text(f"“{title}”: ")).to_be_visible()


def _take_up(cycle: Cycle, title: str) -> Locator:
    """Talk about an idea, which puts it first."""
    line = cycle.page.locator("li.agenda").filter(has=cycle.page.get_by_role("heading", name=title))
    line.get_by_role("button", name="Talk about it for five minutes").click()
    expect(line.get_by_role("timer")).to_be_visible()
    return line


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()
