"""Goals: what is set, how it is measured, what is kept of it, and that nothing happens twice."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.learn.worlds import DAY, NOON, deal
from tests.makers import make_company, make_idea, make_staff
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.goals import commands
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.goals.errors import GoalError
from wellheard.learn.goals.measuring import progress
from wellheard.learn.goals.models import CheckIn, KeyResult, Objective
from wellheard.learn.goals.queries import held_together, overdue
from wellheard.learn.goals.tasks import note_goals, remind_of_goals
from wellheard.workspace.commands import StaleError
from wellheard.workspace.installation import remember
from wellheard.workspace.models import Staff, Task, Vendor

pytestmark = pytest.mark.django_db

QUARTER = {"begins_on": date(2026, 10, 1), "last_on": date(2026, 12, 31)}


def objective(by: Staff | None = None, **fields: object) -> Objective:
    draft = ObjectiveDraft(**{"title": "Win more", "owner": by} | QUARTER | fields)  # type: ignore[arg-type]
    with clock.at(NOON - 40 * DAY):
        return commands.add_objective(draft=draft, by=by)


def result(goal: Objective, **fields: object) -> KeyResult:
    values = {"title": "Win rate", "begins_at": 20, "aims_at": 60, "figure": "win-rate"}
    with clock.at(NOON - 40 * DAY):
        return commands.add_key_result(objective_id=goal.pk, draft=ResultDraft(**values | fields))  # type: ignore[arg-type]


def by_hand(goal: Objective, **fields: object) -> KeyResult:
    return result(goal, **{"figure": "", "unit": "talks", "begins_at": 0, "aims_at": 10} | fields)


def say(of: KeyResult, **fields: object) -> CheckIn:
    values = {"confidence": "on_track", "words": "We talk more.", "by": None, "value": None}
    return commands.check_in(result_id=of.pk, **values | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begins_at", "aims_at", "value", "share"),
    [
        (0, 10, 5, 0.5), (0, 10, -3, 0), (0, 10, 14, 1), (10, 2, 6, 0.5), (10, 2, 12, 0), (10, 2, 1, 1), (-20, 20, 0, 0.5),
        (0, 10, None, None),
    ],
)  # fmt: skip
def test_progress_knows_its_direction_and_ends_at_both_ends(
    begins_at: float, aims_at: float, value: float | None, share: float | None
) -> None:
    assert progress(KeyResult(begins_at=begins_at, aims_at=aims_at), value) == share


def test_a_figure_is_read_at_the_check_in_and_kept_when_it_changes_later() -> None:
    of = result(objective())
    deal(make_company(), date(2026, 10, 5), "won")
    deal(make_company(), date(2026, 10, 6))
    deal(make_company(), date(2026, 9, 30))
    with clock.at(NOON):
        said = say(of, value=99.0)
    assert (said.value, said.cases) == (50.0, 2)
    assert said.low is not None
    assert said.high is not None
    assert said.low < 50 < said.high
    deal(make_company(), date(2026, 10, 7))
    said.refresh_from_db()
    assert said.value == 50.0


def test_the_same_word_again_is_another_one_on_the_next_day_where_the_team_is() -> None:
    remember(Vendor(time_zone="Asia/Tokyo"), seconds=3600)
    of = by_hand(objective())
    days = [(2, 10), (2, 14), (2, 23)]
    for day, hour in days:
        with clock.at(datetime(2026, 11, day, hour, tzinfo=UTC)):
            say(of, value=4.0)
    assert of.check_ins.count() == 2


def test_where_there_is_no_case_nobody_knows_and_nothing_is_made_up() -> None:
    of = result(objective())
    with clock.at(NOON):
        said = say(of)
    assert (said.value, said.cases) == (None, 0)
    [held] = held_together([of.objective])
    assert (held.progress, held.unknown) == (None, 1)


def test_a_figure_of_a_segment_is_read_of_that_segment_and_of_nobody_wider_when_it_is_gone() -> None:
    mine, segment = make_company(), Segment.objects.create(name="North", rule={})
    SegmentMember.objects.create(segment=segment, company=mine)
    deal(mine, date(2026, 10, 5), "won")
    deal(make_company(), date(2026, 10, 6))
    of = result(objective(), scope={"segment": segment.pk})
    with clock.at(NOON):
        assert say(of).value == 100.0
        segment.delete()
        with pytest.raises(GoalError, match="is gone"):
            say(of)
        note_goals(timestamp=0)
    assert of.check_ins.count() == 1


def test_the_week_notes_each_figure_once_and_nothing_of_what_is_by_hand_or_closed() -> None:
    goal = objective()
    bound, typed = result(goal), by_hand(goal)
    over = result(objective(title="Over"))
    commands.close_objective(objective_id=over.objective_id, version=1, grade=Decimal("0.4"), learnt="", by=None)
    with clock.at(NOON):
        note_goals(timestamp=0)
        note_goals(timestamp=0)
    with clock.at(NOON + 7 * DAY):
        note_goals(timestamp=0)
    weeks = list(bound.check_ins.order_by("week").values_list("week", flat=True))
    assert weeks == [date(2026, 11, 16), date(2026, 11, 23)]
    assert not CheckIn.objects.filter(key_result__in=[typed, over]).exists()
    assert Fact.objects.filter(name="check_in.noted").count() == 2


def test_saying_the_same_twice_on_a_day_is_said_once() -> None:
    of = by_hand(objective())
    with clock.at(NOON):
        assert say(of, value=3.0) == say(of, value=3.0)
        say(of, value=4.0)
    assert Fact.objects.filter(name="check_in.said").count() == of.check_ins.count() == 2


@pytest.mark.parametrize(
    "fields", [{"value": None}, {"value": float("nan")}, {"value": 1e30}, {"value": 1.0, "confidence": "surely"}]
)
def test_a_check_in_that_says_nothing_is_refused(fields: dict[str, object]) -> None:
    of = by_hand(objective())
    with pytest.raises(GoalError):
        say(of, **fields)
    assert not of.check_ins.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"), ({"aims_at": 20}, "aims_at"), ({"aims_at": 101}, "aims_at"), ({"begins_at": -1}, "begins_at"),
        ({"figure": "nonsense"}, "figure"), ({"figure": "tagged", "scope": {"area": 1}}, "figure"),
        ({"scope": {"area": 999}}, "area"), ({"scope": {"segment": 999}}, "segment"),
        ({"aims_at": float("inf")}, "aims_at"),
    ],
)  # fmt: skip
def test_a_key_result_nobody_can_measure_is_refused(fields: dict[str, object], field: str) -> None:
    goal = objective()
    with pytest.raises(GoalError) as problem:
        result(goal, **fields)
    assert problem.value.field == field
    assert not goal.results.exists()


def test_an_objective_or_key_result_sent_twice_is_one() -> None:
    staff = make_staff()
    first, second = objective(staff), objective(staff)
    assert first == second
    assert result(first) == result(first)
    assert Objective.objects.count() == KeyResult.objects.count() == 1


def test_the_second_of_two_editors_is_told() -> None:
    goal = objective()
    of = result(goal)
    draft = ObjectiveDraft(title="Win most", **QUARTER)  # type: ignore[arg-type]
    commands.edit_objective(objective_id=goal.pk, version=1, draft=draft)
    commands.edit_objective(objective_id=goal.pk, version=1, draft=draft)
    with pytest.raises(StaleError):
        commands.edit_objective(objective_id=goal.pk, version=1, draft=ObjectiveDraft(title="Other", **QUARTER))  # type: ignore[arg-type]
    changed = ResultDraft(title="Win rate", begins_at=20, aims_at=70, figure="win-rate", idea_ids=(make_idea().pk,))
    commands.edit_key_result(result_id=of.pk, version=1, draft=changed)
    with pytest.raises(StaleError):
        commands.edit_key_result(result_id=of.pk, version=1, draft=ResultDraft(title="x", begins_at=0, aims_at=1))
    of.refresh_from_db()
    assert (of.aims_at, of.version, of.ideas.count()) == (70, 2, 1)


def test_what_is_measured_stays_once_something_was_noted_and_said_words_are_never_lost() -> None:
    of = by_hand(objective())
    say(of, value=1.0)
    with pytest.raises(GoalError, match="Its course was noted"):
        commands.edit_key_result(
            result_id=of.pk, version=1, draft=ResultDraft(title="x", begins_at=0, aims_at=10, unit="calls")
        )
    with pytest.raises(GoalError, match="so it stays"):
        commands.remove_key_result(result_id=of.pk)
    other = by_hand(of.objective, title="Another")
    commands.remove_key_result(result_id=other.pk)
    commands.remove_key_result(result_id=other.pk)
    assert list(KeyResult.objects.all()) == [of]


def test_closing_keeps_the_grade_once_and_nothing_is_said_of_what_is_closed() -> None:
    goal = objective(make_staff())
    of = by_hand(goal)
    for _ in range(2):
        commands.close_objective(objective_id=goal.pk, version=1, grade=Decimal("0.7"), learnt="Ask earlier.", by=None)
    assert Fact.objects.filter(name="objective.closed").count() == 1
    with pytest.raises(GoalError, match="closed"):
        say(of, value=1.0)
    for _ in range(2):
        goal = commands.reopen_objective(objective_id=goal.pk)
    assert (goal.grade, goal.learnt, goal.is_open) == (None, "Ask earlier.", True)
    with pytest.raises(GoalError), clock.at(NOON):
        commands.close_objective(objective_id=goal.pk, version=goal.version, grade=Decimal("1.2"), learnt="", by=None)


def test_the_owner_is_reminded_once_until_every_key_result_has_a_word() -> None:
    staff = make_staff()
    goal = objective(staff)
    first, second = by_hand(goal), by_hand(goal, title="Other talks")
    objective(title="Nobody's")
    with clock.at(NOON):
        assert list(overdue()) == [goal]
        remind_of_goals(timestamp=0)
        remind_of_goals(timestamp=0)
        task = Task.objects.get()
        assert (task.kind, task.assignee, task.subject_id) == (commands.CHECK_IN, staff, goal.pk)
        say(first, value=1.0)
        assert Task.objects.open().exists()
        say(second, value=1.0)
    assert not Task.objects.open().exists()
    with clock.at(NOON + timedelta(days=15)):
        remind_of_goals(timestamp=0)
        assert Task.objects.open().count() == 1
        commands.close_objective(objective_id=goal.pk, version=1, grade=Decimal(1), learnt="", by=None)
    assert not Task.objects.open().exists()
