"""What counts, figure by figure: who was answered, decided and told, and who is no case."""

from datetime import date, timedelta

import pytest

from tests.learn.worlds import DAY, NOON, asked, decided, numbers_of, scope_of, told, wrote
from tests.makers import make_feedback, make_idea, make_staff
from wellheard.decide.commands import set_importance
from wellheard.decide.models import Comment, Evidence, Idea
from wellheard.foundation import clock
from wellheard.workspace import installation
from wellheard.workspace.models import Vendor

pytestmark = pytest.mark.django_db


def test_the_automatic_acknowledgement_is_no_human_answer() -> None:
    with clock.at(NOON):
        said = wrote(NOON - timedelta(hours=2))
        told(said, NOON - timedelta(hours=2), occasion="acknowledged")
        assert (numbers_of("first-answer").answered, numbers_of("first-answer").median) == (0, None)
        told(said, NOON - timedelta(minutes=50), occasion="not_now")
        assert numbers_of("first-answer").median == 70 * 60


def test_what_a_colleague_told_and_a_reply_of_the_team_are_human_answers() -> None:
    idea, staff = make_idea(), make_staff()
    with clock.at(NOON):
        by_phone, below = wrote(NOON - timedelta(hours=1)), wrote(NOON - timedelta(hours=1))
        told(by_phone, NOON - timedelta(minutes=50), occasion="acknowledged", state="told", told_by=staff)
        theirs = Comment.objects.create(idea=idea, feedback=below, said_at=below.heard_at)
        Comment.objects.create(
            idea=idea, words="We look.", staff=staff, reply_to=theirs, said_at=NOON - timedelta(minutes=40)
        )
        found = numbers_of("first-answer")
    assert (found.cases, found.answered, found.good, found.rated) == (2, 2, 1, 2)


def test_business_hours_are_those_the_owner_set() -> None:
    installation.remember(Vendor(business_hours=[["11:00", "12:00"]] * 7), seconds=3600)
    with clock.at(NOON):
        told(wrote(NOON - DAY - timedelta(hours=5)), NOON - timedelta(minutes=30), occasion="decided")
        assert numbers_of("first-answer").median == 90 * 60


def test_who_wrote_ten_minutes_ago_is_not_yet_late() -> None:
    with clock.at(NOON):
        wrote(NOON - timedelta(minutes=10))
        wrote(NOON - timedelta(minutes=16))
        found = numbers_of("first-answer")
    assert (found.cases, found.rated, found.good) == (2, 1, 0)


@pytest.mark.parametrize(
    "fields", [{"source": "import"}, {"source": "interview"}, {"set_aside_reason": "spam"}, {"split_at": NOON}]
)
def test_what_nobody_expects_an_answer_to_is_no_case(fields: dict[str, object]) -> None:
    with clock.at(NOON):
        wrote(NOON - DAY, **fields)  # type: ignore[arg-type]
        wrote(NOON - DAY, logged_by=make_staff())
        make_feedback(heard_at=NOON - DAY)
        assert numbers_of("first-answer").cases == 0


def test_an_outcome_of_yesterday_is_judged_once_they_are_told() -> None:
    idea = make_idea()
    with clock.at(NOON):
        said = asked(idea, NOON - 5 * DAY)
        asked(idea, NOON - 5 * DAY)
        decided(idea, NOON - DAY)
        assert numbers_of("loop-closure").cases == 0
        told(said, NOON, idea=idea, occasion="decided")
        assert (numbers_of("loop-closure").good, numbers_of("loop-closure").rated) == (1, 1)
    with clock.at(NOON + 8 * DAY):
        assert (numbers_of("loop-closure").good, numbers_of("loop-closure").rated) == (1, 2)


def test_withdrawn_evidence_is_no_ask() -> None:
    idea = make_idea()
    with clock.at(NOON):
        asked(idea, NOON - 5 * DAY)
        Evidence.objects.update(withdrawn_at=NOON)
        assert numbers_of("fulfilment").cases == 0


def test_a_closed_idea_was_open_until_it_closed() -> None:
    idea = make_idea()
    with clock.at(NOON):
        asked(idea, NOON - 200 * DAY)
        Idea.objects.update(status="shipped", status_changed_at=NOON - 20 * DAY)
        assert numbers_of("silent-askers").cases == 0
        then = scope_of(date(2026, 9, 1), date(2026, 10, 1))
        assert (numbers_of("silent-askers", then).cases, numbers_of("silent-askers", then).good) == (1, 1)


def test_importance_is_known_from_when_the_customer_said_it() -> None:
    idea = make_idea()
    with clock.at(NOON - 60 * DAY):
        asked(idea, NOON - 60 * DAY)
        evidence = Evidence.objects.get()
        set_importance(evidence_id=evidence.pk, importance=2, set_by="staff")
    with clock.at(NOON - 10 * DAY):
        set_importance(evidence_id=evidence.pk, importance=3, set_by="customer")
    with clock.at(NOON):
        assert (numbers_of("importance-known").good, numbers_of("importance-known").rated) == (1, 1)
        then = scope_of(date(2026, 10, 1), date(2026, 11, 1))
        assert (numbers_of("importance-known", then).good, numbers_of("importance-known", then).rated) == (0, 1)


def test_partly_is_not_solved() -> None:
    with clock.at(NOON):
        for verdict in ("yes", "partly", "no"):
            told(wrote(NOON - DAY), NOON, idea=make_idea(), solved=verdict, solved_at=NOON - timedelta(hours=1))
        assert (numbers_of("solved").good, numbers_of("solved").rated) == (1, 3)
