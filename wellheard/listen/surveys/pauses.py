"""How much asking is too much: the gates that rest on the ledger of who was shown what."""

from datetime import date, datetime, timedelta
from typing import Any

from wellheard.foundation import clock
from wellheard.listen.surveys.facing import Facing
from wellheard.listen.surveys.kept import Known
from wellheard.listen.surveys.models import Display, QuestionKind
from wellheard.listen.surveys.person import Shown

State = Display.State


def sort_of(one: Known, facing: Facing) -> tuple[int, bool, bool]:
    """Return what tells surveys apart here: two of a sort are held back alike, so it is enough to ask for one of them."""
    return one.pk if one.pk in facing.begun else 0, one.kind == QuestionKind.NPS, one.survey.is_transactional


def closed_before(one: Known, facing: Facing) -> list[Shown]:
    """Return what they were shown before, without this survey if they are in the midst of it."""
    if one.pk not in facing.begun:
        return facing.shown
    return [row for row in facing.shown if not (row.survey_id == one.pk and row.is_open(facing.now))]


def not_quiet(_one: Known, facing: Facing) -> bool:
    return not facing.profile.is_quiet


def not_stopped(_one: Known, facing: Facing) -> bool:
    until = facing.rules.stopped_until
    return (until is None or until <= facing.now) and not is_holiday(facing.rules.holidays, facing.now)


def is_holiday(holidays: list[str], moment: datetime) -> bool:
    """Tell whether a moment lies in one of these days (2026-12-24) or stretches of days (2026-12-24/2026-12-31)."""
    if not holidays:
        return False
    today = clock.day_of(moment)
    for written in holidays:
        first, _slash, last = str(written).partition("/")
        try:
            if date.fromisoformat(first) <= today <= date.fromisoformat(last or first):
                return True
        except ValueError:
            continue
    return False


def past_first_days(_one: Known, facing: Facing) -> bool:
    since = facing.profile.since
    return since is None or since <= facing.now - timedelta(days=facing.rules.first_days)


def nothing_urgent(_one: Known, facing: Facing) -> bool:
    return not facing.profile.has_urgent


def first_this_visit(one: Known, facing: Facing) -> bool:
    session = facing.place.session
    return not session or not any(row.session == session for row in closed_before(one, facing))


def after_any(one: Known, facing: Facing) -> bool:
    since = facing.now - timedelta(hours=facing.rules.global_hours)
    return not any(row.shown_at > since for row in closed_before(one, facing))


def after_person(one: Known, facing: Facing) -> bool:
    return last_that_counts(one, facing) is None


def last_that_counts(one: Known, facing: Facing) -> Shown | None:
    """Return what they were asked within the pause. Of what just happened may be asked although they were asked in general."""
    since = facing.now - timedelta(days=facing.rules.contact_days)
    rows = [row for row in closed_before(one, facing) if row.shown_at > since]
    if one.survey.is_transactional:
        rows = [row for row in rows if row.is_transactional]
    return rows[0] if rows else None


def after_nps(one: Known, facing: Facing) -> bool:
    if one.kind != QuestionKind.NPS or one.survey.is_transactional:
        return True
    since = facing.now - timedelta(days=facing.rules.nps_days)
    asked = [row for row in closed_before(one, facing) if row.kind == QuestionKind.NPS and not row.is_transactional]
    return not any(row.shown_at > since for row in asked)


def answers_sometimes(one: Known, facing: Facing) -> bool:
    most = facing.rules.stop_after
    last = closed_before(one, facing)[:most]
    return not most or len(last) < most or any(row.state == State.COMPLETED for row in last)


def after_company(_one: Known, facing: Facing) -> bool:
    return not facing.who.is_known or facing.asked_at_company < facing.most_at_company


def was_so(condition: dict[str, Any], facing: Facing) -> bool:
    """Tell whether somebody saw, began or answered another survey as a trigger has it, or did not."""
    rows = facing.shown_by_survey.get(condition["survey"], [])
    if days := condition.get("within_days"):
        rows = [row for row in rows if row.shown_at > facing.now - timedelta(days=days)]
    wanted = condition["is"]
    has_answered = any(row.state == State.COMPLETED for row in rows)
    if wanted == "started":
        return any(row.started_at is not None for row in rows)
    if wanted == "answered" and has_answered:
        return _scored(condition, facing)
    is_so = has_answered if wanted.endswith("answered") else bool(rows)
    return is_so is not wanted.startswith("not_")


def _scored(condition: dict[str, Any], facing: Facing) -> bool:
    if "at_least" not in condition and "at_most" not in condition:
        return True
    score = facing.scores.get(condition["survey"])
    if score is None:
        return False
    return bool(condition.get("at_least", score) <= score <= condition.get("at_most", score))
