"""The pages of review meetings: for the right person, and never a rating before its time."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_staff
from tests.reviews.tables import Department, Table, agreed_table, decide, plan, table, wanted_idea, yes
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Rating, Review, Verdict
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.web.exports.lists import TABLES
from wellheard.web.reviews.minutes import plain
from wellheard.workspace.models import Notification, Staff
from wellheard.workspace.permissions import Permission, Role, is_granted

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


def test_a_meeting_is_planned_with_what_deserves_to_be_looked_at(signed_in: SignIn) -> None:
    lead, sales = make_staff(role=Role.PRODUCT), make_staff(role=Role.SALES, department="sales")
    wanted_idea("Photos")
    client = signed_in(lead)
    page = client.get("/reviews/new/").text
    given = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page))
    fields = ("meets_at", "minutes", "rate_until", "quorum", "capacity_weeks", "taken_weeks", "capacity_until")
    answer = client.post(
        "/reviews/new/", {name: given[name] for name in fields} | {"attendees": [lead.pk, sales.pk]}, follow=True
    )
    assert "Photos" in answer.text
    assert "New voices" in answer.text
    assert Review.objects.get().attendees.count() == 2


def test_a_meeting_whose_day_is_over_says_so_until_it_is_moved_or_called_off(admin: Client) -> None:
    made = table(1, frozen=False)
    assert "Review meeting 1 is on" in admin.get("/reviews/").text
    Review.objects.filter(pk=made.review.pk).update(meets_at=clock.now() - timedelta(days=2))
    assert "Review meeting 1 was to be on" in admin.get("/reviews/").text


@pytest.mark.parametrize("data", [{}, {"meets_at": "never", "minutes": "-1"}, {"meets_at": "2020-01-01T10:00"}])
def test_a_meeting_that_cannot_be_is_refused_in_a_sentence(admin: Client, data: dict[str, str]) -> None:
    answer = admin.post("/reviews/new/", data)
    assert answer.status_code == 422
    assert "error" in answer.text
    assert not Review.objects.exists()


def test_the_table_is_gathered_frozen_rated_opened_decided_and_written_down(signed_in: SignIn) -> None:
    made = table(1, frozen=False)
    lead = signed_in(made.lead)
    address = f"/reviews/{made.review.pk}/"
    other = wanted_idea("Photos", mrr=900)
    assert "Photos" in lead.get(address).text
    lead.post(f"{address}ideas/", {"idea": other.pk})
    item = made.review.items.get(idea=other)
    assert item.why == ["new_evidence"]
    lead.post(f"{address}ideas/{item.pk}/removal/")
    lead.post(f"{address}freezing/")
    assert made.again().state == Review.State.RATING
    for department, person in made.people.items():
        rate_on_page(signed_in(person), made, "4", weeks=department == Department.ENGINEERING)
    assert made.again().state == Review.State.REVEALED
    lead = signed_in(made.lead)
    for attendee in made.review.attendees.all():
        lead.post(f"{address}there/{attendee.pk}/")
    assert "Room" in lead.get(address).text
    one = made.items()[0]
    form = lead.post(f"{address}ideas/{one.pk}/verdict/", {"outcome": "not_now", "public_reason": "Not this year."})
    assert "Not this year." in form.text
    version = re.search(r'name="version" value="(\d+)"', form.text)
    lead.post(
        f"{address}ideas/{one.pk}/verdict/",
        {
            "version": version[1] if version else "",
            "outcome": "not_now",
            "public_reason": "Not this year.",
            "reason": "Too dear.",
            "override_reason": "The budget is gone.",
        },
    )
    assert Verdict.objects.get().is_override
    lead.post(f"{address}ending/", {"notes": "We met."})
    minutes = lead.get(f"{address}minutes/").text
    assert "Against the ratings" in minutes
    assert "The budget is gone." in minutes
    text = lead.get(f"{address}minutes.md").content.decode()
    assert "## Idea 1: Not now" in text
    assert "We met." in text


def rate_on_page(client: Client, made: Table, worth: str, *, weeks: bool) -> None:
    item = made.items()[0]
    data = {f"rating-{item.pk}-worth": worth, "hand-in": "1"}
    if weeks:
        data |= {f"rating-{item.pk}-effort-{part}": value for part, value in (("low", "1"), ("likely", "2,5"))}
        data |= {f"rating-{item.pk}-effort-high": "4"}
    client.post(f"/reviews/{made.review.pk}/rating/", data)


def test_what_is_written_is_kept_and_handing_in_without_all_of_it_is_refused(signed_in: SignIn) -> None:
    made = table(2)
    client, address = signed_in(made.people[Department.SALES]), f"/reviews/{made.review.pk}/rating/"
    item = made.items()[0]
    client.post(address, {f"rating-{item.pk}-worth": "5"})
    assert re.search(rf'name="rating-{item.pk}-worth" value="5" checked', client.get(address).text)
    answer = client.post(address, {f"rating-{item.pk}-worth": "5", "hand-in": "1"})
    assert answer.status_code == 422
    assert "1 answer is still missing" in answer.text


@pytest.mark.parametrize("written", ["six", "9", "<script>", "NaN"])
def test_a_rating_nobody_can_read_is_refused_and_stays_on_the_page(signed_in: SignIn, written: str) -> None:
    made = table(1)
    client, address = signed_in(made.people[Department.ENGINEERING]), f"/reviews/{made.review.pk}/rating/"
    item = made.items()[0]
    data = {f"rating-{item.pk}-effort-{part}": written for part in ("low", "likely")}
    answer = client.post(address, data | {f"rating-{item.pk}-effort-high": "1"})
    assert answer.status_code == 422
    assert not Rating.objects.exists()


def test_who_does_not_come_is_not_shown_the_ratings_form(signed_in: SignIn) -> None:
    made = table(1)
    answer = signed_in(make_staff()).get(f"/reviews/{made.review.pk}/rating/", follow=True)
    assert "Only who comes to this meeting rates" in answer.text
    assert 'type="radio"' not in answer.text


SECRET_WEEKS = "437.5"
# Every page and file on which a meeting, its ideas, its people or its facts are shown.
PAGES = (
    "/", "/reviews/", "/reviews/{review}/", "/reviews/{review}/rating/", "/reviews/{review}/news/",
    "/reviews/{review}/minutes/", "/reviews/{review}/minutes.md", "/reviews/{review}/minutes.pdf", "/reviews/{review}/change/",
    "/reviews/{review}/ideas/{item}/verdict/", "/reviews/rules/", "/ideas/", "/ideas/{idea}/", "/tasks/?view=all",
    "/notifications/", "/find/?q=Idea", "/operations/reactions/", "/settings/staff/",
)  # fmt: skip
# Files of one thing that is no idea, and has to be named.
OF_ONE = {"figure", "import-rows", "survey-answers"}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PRODUCT, Role.SALES, Role.VIEWER])
def test_no_page_and_no_file_shows_a_rating_before_its_time(signed_in: SignIn, role: Role) -> None:
    made = table(1)
    item, engineer = made.items()[0], made.people[Department.ENGINEERING]
    rate = {f"rating-{item.pk}-effort-{part}": SECRET_WEEKS for part in ("low", "likely", "high")}
    rate |= {f"rating-{item.pk}-worth": "1", "hand-in": "1"}
    hers = signed_in(engineer)
    hers.post(f"/reviews/{made.review.pk}/rating/", rate)
    address = f"/reviews/{made.review.pk}/rating/"
    # The word is there where it may be read: the test would see it.
    assert SECRET_WEEKS in hers.get(address).text
    reader = make_staff(role=role)
    commands_invite(made, reader)
    client = signed_in(reader)
    for page in PAGES:
        address = page.format(review=made.review.pk, item=item.pk, idea=made.ideas[0].pk)
        shown = client.get(address, follow=True)
        # Sales have a list of their own tasks, and none of everybody's.
        assert shown.status_code in ({200, 403, 404} if role == Role.SALES else {200, 403}), address
        text = shown.content.decode(errors="replace")
        assert SECRET_WEEKS not in text, address
        assert "usual" not in re.findall(r'class="(usual)"', text), address
    for name in set(TABLES) - OF_ONE:
        answer = client.post(f"/exports/{name}/" + (f"?of={made.ideas[0].pk}" if name == "evidence" else ""))
        if not is_granted(role, Permission.EXPORT):
            assert answer.status_code == 403, name
            continue
        assert answer.headers["Content-Type"].startswith("text/csv"), name
        assert SECRET_WEEKS.encode() not in b"".join(answer.streaming_content), name  # type: ignore[attr-defined]


def commands_invite(made: Table, reader: Staff) -> None:
    """Seat somebody who has not handed in, as if they had been asked in time."""
    made.review.attendees.create(staff=reader, department=reader.department)


def test_once_they_are_open_everybody_reads_them(signed_in: SignIn) -> None:
    made = table(1)
    made.rate_all({name: [1 if place else 5] for place, name in enumerate(made.people)}, [2])
    text = signed_in(make_staff(role=Role.VIEWER)).get(f"/reviews/{made.review.pk}/").text
    assert "Opinions far apart" in text
    assert 'class="usual"' in text
    assert "Yes</button>" not in text


def test_the_page_names_what_a_yes_pushes_out_and_whose_money_hangs_on_it_until_it_is_decided(
    signed_in: SignIn,
) -> None:
    made = agreed_table(2, weeks=6)
    client, address = signed_in(made.lead), f"/reviews/{made.review.pk}/"
    first, second = made.items()
    card = f'id="item-{second.pk}"'
    before = client.get(address).text.split(card)[1].split("</li>\n")[0]
    assert "If yes, this does not fit any more:" in before
    assert "<b>Idea 1</b>: 1 company, $100 a month, of that at risk" in before
    assert str(first.idea.evidence.get().company) in before
    form = client.get(f"{address}ideas/{second.pk}/verdict/?outcome=accept").text
    assert "<b>Idea 1</b>: 1 company, $100 a month" in form
    assert "If yes" not in client.get(f"{address}ideas/{second.pk}/verdict/?outcome=not_now").text
    decide(made, first, yes())
    assert "If yes, this does not fit any more:" not in client.get(address).text


STEPS = ("freezing/", "opening/", "ending/", "calling-off/", "ideas/", "ideas/proposed/", "attendees/")


@pytest.mark.parametrize("step", STEPS)
def test_only_who_leads_meetings_changes_them(signed_in: SignIn, step: str) -> None:
    made = table(1, frozen=False)
    client = signed_in(make_staff(role=Role.SUCCESS))
    assert client.post(f"/reviews/{made.review.pk}/{step}").status_code == 403
    assert signed_in(made.lead).get(f"/reviews/{made.review.pk}/{step}").status_code == 405


def test_a_step_that_makes_no_sense_says_so(signed_in: SignIn) -> None:
    made = table(1, frozen=False)
    client, address = signed_in(made.lead), f"/reviews/{made.review.pk}/"
    for step, data, refusal in (
        ("ideas/", {"idea": "x"}, "There is no such idea any more. Choose another one."),
        ("attendees/", {"staff": "0"}, "Choose somebody who works here."),
        ("opening/", {}, "The shortlist is still being gathered. Freeze it first."),
        ("ending/", {}, "The shortlist is still being gathered. Freeze it first."),
    ):
        answer = client.post(address + step, data, follow=True)
        assert refusal in answer.text, step
        # It is said once, and stands nowhere else on the page.
        assert refusal not in client.get(address).text, step
    assert client.get("/reviews/999999/").status_code == 404
    assert client.get("/reviews/checks/999999/").status_code == 404


def test_what_is_too_long_for_the_minutes_is_said_and_nothing_of_it_is_lost(signed_in: SignIn) -> None:
    made = agreed_table(1)
    client, address = signed_in(made.lead), f"/reviews/{made.review.pk}/"
    long = "We spoke of the kitchen. " * 300
    for step, name, button in (
        (f"ideas/{made.items()[0].pk}/remark/", "words", "Keep for the minutes"),
        ("ending/", "notes", "End the meeting"),
    ):
        answer = client.post(address + step, {name: long})
        assert answer.status_code == 422
        assert "Use at most 5000 characters" in answer.text
        assert long.strip() in answer.text
        assert button in answer.text
    made.again()
    assert made.review.state == "revealed"
    client.post(address + "ending/", {"notes": long[:4000]})
    made.again()
    assert (made.review.state, made.review.notes) == ("held", long[:4000].strip())


def test_one_says_that_one_is_there_oneself_and_of_others_only_who_leads(signed_in: SignIn) -> None:
    made = agreed_table(1)
    made.review.attendees.update(came_at=None)
    seats = {one.department: one for one in made.review.attendees.all()}
    client = signed_in(made.people[Department.SALES])
    client.post(f"/reviews/{made.review.pk}/there/{seats[Department.SALES].pk}/")
    client.post(f"/reviews/{made.review.pk}/there/{seats[Department.SUPPORT].pk}/")
    there = made.review.attendees.exclude(came_at=None)
    assert [one.department for one in there] == [Department.SALES]


def test_the_mark_of_a_meeting_changes_with_what_is_decided_and_tells_nothing(signed_in: SignIn) -> None:
    made = agreed_table(1)
    client, address = signed_in(made.lead), f"/reviews/{made.review.pk}/news/"
    before = client.get(address).json()
    assert client.get(address).json() == before
    decide(made, made.items()[0], yes())
    assert client.get(address).json() != before
    assert re.fullmatch(r"[0-9a-f]{16}", before["stamp"])


def test_the_rail_counts_what_i_have_to_rate_and_no_more(signed_in: SignIn) -> None:
    made = table(2)
    sales = signed_in(made.people[Department.SALES])
    assert counted(sales) == "2"
    assert counted(signed_in(make_staff())) == ""
    made.rate(Department.SALES, [3, 3])
    made.hand_in(Department.SALES)
    assert counted(sales) == ""


def counted(client: Client) -> str:
    found = re.search(r'href="/reviews/"[^>]*>(.*?)</a>', client.get("/ideas/").text, re.DOTALL)
    number = re.search(r'class="count">\s*(\d*)', found[1]) if found else None
    return number[1] if number else ""


def test_a_reminder_reaches_whoever_has_not_rated(run_jobs: Callable[[], None], signed_in: SignIn) -> None:
    made = table(1)
    run_jobs()
    Notification.objects.all().delete()
    with clock.at(made.review.rate_until - timedelta(hours=2)):
        commands.remind_raters()
        run_jobs()
    person = made.people[Department.SALES]
    assert Notification.objects.filter(staff=person).count() == 1
    assert 'name="next" value="/reviews/"' in signed_in(person).get("/notifications/").text


def test_the_rules_are_set_once_and_never_over_somebody_elses(admin: Client) -> None:
    data = {"days": "7", "minutes": "30", "rating_hours": "12", "quorum": "2", "capacity_weeks": "6"}
    admin.post("/reviews/rules/", data | {"version": "0"})
    assert commands.standing_cycle().days == 7
    assert commands.standing_cycle().plans_next is False
    answer = admin.post("/reviews/rules/", data | {"version": "0", "days": "21"})
    assert answer.status_code == 422
    assert "Somebody else" in answer.text
    assert "<dd>7</dd>" in answer.text
    assert Fact.objects.filter(name="review.cycle_set").count() == 1


def test_a_question_is_changed_for_the_next_table(admin: Client) -> None:
    table(1, frozen=False)
    row = commands.standing_questions()[0]
    data = {"version": row.version, "question": "Worth?", "low": "", "high": "", "departments": row.departments}
    admin.post(f"/reviews/rules/{row.pk}/", data)
    row.refresh_from_db()
    assert row.question == "Worth?"
    late = admin.post(f"/reviews/rules/{row.pk}/", data | {"question": "What is it to them?"})
    assert (late.status_code, "<dd>Worth?</dd>" in late.text) == (422, True)
    assert 'value="What is it to them?"' in late.text
    assert admin.post(f"/reviews/rules/{row.pk}/", data | {"question": " "}).status_code == 422


def test_what_people_write_cannot_become_markup_in_the_minutes() -> None:
    assert plain("# Big\nfine\n- list") == "\\# Big\nfine\n\\- list"


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(address)
    return len(seen)


def test_a_meeting_of_many_ideas_asks_no_more_often_than_one_of_few(signed_in: SignIn) -> None:
    few, many = agreed_table(2), agreed_table(12, meets_at=clock.now() + timedelta(days=4))
    client = signed_in(few.lead)
    assert queries_of(client, f"/reviews/{few.review.pk}/") == queries_of(client, f"/reviews/{many.review.pk}/")


def test_a_long_list_of_meetings_asks_no_more_often_than_a_short_one(signed_in: SignIn) -> None:
    lead = make_staff()
    commands.plan_review(plan=plan(), attendees=[lead], by=lead)
    client = signed_in(lead)
    before = queries_of(client, "/reviews/")
    for quorum in range(2, 7):
        commands.plan_review(plan=plan(quorum=quorum), attendees=[lead], by=lead)
    assert queries_of(client, "/reviews/") == before
