"""Make surveys, change them, copy them and throw drafts away."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Segment
from wellheard.customers.segments.rules import RuleError, clean_rule
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.surveys.commands.settling import require_same_languages, require_same_questions, was_asked
from wellheard.listen.surveys.drafts import (
    SURVEY_TEXTS,
    QuestionDraft,
    StratumDraft,
    clean_languages,
    clean_questions,
    clean_texts,
)
from wellheard.listen.surveys.errors import SurveyError, UnknownSurveyError
from wellheard.listen.surveys.models import Question, QuestionKind, Response, Stratum, Survey
from wellheard.listen.surveys.triggers import clean_trigger
from wellheard.workspace.commands.locking import name_of, require_version
from wellheard.workspace.models import Staff

MADE = names.declare("survey.made", "A survey was made; nobody is asked yet.")
CHANGED = names.declare("survey.changed", "A survey was changed: its questions, whom it asks, or when.")
CORRECTED = names.declare(
    "survey.corrected",
    "The wording of questions that people were asked was mended or translated; `questions` says which.",
)
REMOVED = names.declare("survey.removed", "A survey that never asked anybody was removed.")

MOST_NAME, MOST_STRATA = 120, 50


class SurveyFields(TypedDict, total=False):
    """What may be said of a survey apart from its name, kind and questions; see the model for each."""

    channels: list[str]
    languages: list[str]
    texts: dict[str, dict[str, Any]]
    starts_at: datetime | None
    ends_at: datetime | None
    audience: str
    segment: Segment | None
    rule: dict[str, Any] | None
    trigger: dict[str, Any]
    percent: int
    salt: str
    per_day: int | None
    stop_at: int | None
    stop_at_margin: int | None
    priority: int
    schedule: str
    every_days: int | None
    is_transactional: bool
    link_for: str


@transaction.atomic
def make_survey(
    *,
    name: str,
    kind: str,
    questions: list[QuestionDraft],
    by: Staff | None,
    strata: list[StratumDraft] | None = None,
    **fields: Unpack[SurveyFields],
) -> Survey:
    """Make a draft; nobody is asked before it is started. Raises SurveyError, RuleError."""
    if kind not in QuestionKind.values:
        raise SurveyError(_("A survey measures one of %(kinds)s.") % {"kinds": ", ".join(QuestionKind.values)})
    fields.setdefault("languages", ["en"])
    fields.setdefault("channels", [Survey.Channel.IN_APP])
    fields.setdefault("salt", secrets.token_hex(8))
    survey = Survey.objects.create(
        name=name_of(name)[:MOST_NAME],
        kind=kind,
        link_token=secrets.token_urlsafe(12),
        made_by=by,
        made_at=clock.now(),
        changed_at=clock.now(),
        **_cleaned(fields),
    )
    _write_questions(survey, questions)
    _write_strata(survey, strata or [])
    ledger.record(MADE, survey, kind=kind)
    return survey


@transaction.atomic
def change_survey(
    *,
    survey_id: int,
    version: int,
    name: str | None = None,
    questions: list[QuestionDraft] | None = None,
    strata: list[StratumDraft] | None = None,
    **fields: Unpack[SurveyFields],
) -> Survey:
    """Change what is named. Answers stay with their question's key; a question that is left out is not asked any more.

    Once people are asked, a question stays what it is: only slips of the pen and translations may still be written.
    Raises UnknownSurveyError, SurveyError, and StaleError after another's edit.
    """
    survey = held(survey_id)
    require_version(survey, version)
    values = _cleaned(fields)
    if was_asked(survey) and "languages" in values:
        require_same_languages(survey, values["languages"])
    if name is not None:
        values["name"] = name_of(name)[:MOST_NAME]
    for column, value in values.items():
        setattr(survey, column, value)
    survey.changed_at = clock.now()
    survey.save(update_fields=[*values, "version", "changed_at"])
    if questions is not None:
        _write_questions(survey, questions)
    if strata is not None:
        _write_strata(survey, strata)
    ledger.record(CHANGED, survey, changed=sorted(values))
    return survey


@transaction.atomic
def copy_survey(*, survey_id: int, by: Staff | None) -> Survey:
    """Make a draft like another survey, to ask again: without its dates and answers, and with a draw of its own."""
    old = held(survey_id)
    fields: SurveyFields = {
        "channels": old.channels,
        "languages": old.languages,
        "texts": old.texts,
        "audience": old.audience,
        "segment": old.segment,
        "rule": old.rule,
        "trigger": old.trigger,
        "percent": old.percent,
        "per_day": old.per_day,
        "stop_at": old.stop_at,
        "stop_at_margin": old.stop_at_margin,
        "priority": old.priority,
        "schedule": old.schedule,
        "every_days": old.every_days,
        "is_transactional": old.is_transactional,
        "link_for": old.link_for,
    }
    return make_survey(
        name=_("%(name)s, again") % {"name": old.name[:100]},
        kind=old.kind,
        questions=drafts_of(old),
        strata=[StratumDraft(one.label, one.rule, one.target) for one in old.strata.all()],
        by=by,
        **fields,
    )


@transaction.atomic
def remove_survey(*, survey_id: int) -> None:
    """Remove a draft. Raises SurveyError once anybody was asked: what they said stays."""
    survey = held(survey_id)
    if survey.state != Survey.State.DRAFT or survey.shown_count or Response.objects.filter(survey=survey).exists():
        raise SurveyError(_("This survey has asked people already. End it instead; what they said stays."))
    ledger.record(REMOVED, survey)
    survey.delete()


def drafts_of(survey: Survey) -> list[QuestionDraft]:
    """Return a survey's questions as they can be given to a command again."""
    return [
        QuestionDraft(one.key, one.kind, one.texts, one.options, one.is_required, one.is_shuffled, one.branches)
        for one in survey.questions.asked()
    ]


def held(survey_id: int) -> Survey:
    """Return a survey, held until the transaction ends. Raises UnknownSurveyError."""
    survey = Survey.objects.select_for_update(of=("self",), no_key=True).filter(pk=survey_id).first()
    if survey is None:
        raise UnknownSurveyError(_("This survey does not exist any more; look for it in the list of surveys."))
    return survey


def _cleaned(fields: SurveyFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    _check_choices(values)
    _check_numbers(values)
    if "languages" in values:
        values["languages"] = clean_languages(values["languages"])
    if "texts" in values:
        values["texts"] = clean_texts(values["texts"], SURVEY_TEXTS)
    if "trigger" in values:
        values["trigger"] = clean_trigger(values["trigger"])
    if values.get("rule"):
        values["rule"] = _rule(values["rule"])
    if "salt" in values:
        values["salt"] = clean_line(values["salt"])[:40] or secrets.token_hex(8)
    starts, ends = values.get("starts_at"), values.get("ends_at")
    if starts and ends and ends <= starts:
        raise SurveyError(_("It ends before it begins; change one of the two."), field="ends_at")
    return values


def _check_choices(values: dict[str, Any]) -> None:
    if "channels" in values:
        values["channels"] = list(dict.fromkeys(values["channels"]))
        if not set(values["channels"]) <= set(Survey.Channel.values):
            raise SurveyError(_("Choose where it is asked."), field="channels")
    for column, choices in (("audience", Survey.Audience), ("schedule", Survey.Schedule), ("link_for", Survey.LinkFor)):
        if column in values and values[column] not in choices.values:
            raise SurveyError(
                _("This is one of %(choices)s.") % {"choices": ", ".join(map(str, choices.values))}, field=column
            )


# The least and the most; None stands for "no limit" where a column may be empty.
_LIMITS = {
    "percent": (1, 100),
    "per_day": (1, 1_000_000),
    "stop_at": (1, 1_000_000),
    "stop_at_margin": (1, 50),
    "priority": (-1000, 1000),
    "every_days": (1, 1000),
}


def _check_numbers(values: dict[str, Any]) -> None:
    for column, (least, most) in _LIMITS.items():
        value = values.get(column)
        if value is not None and not least <= value <= most:
            raise SurveyError(
                _("This is a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}, field=column
            )


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    try:
        return clean_rule(rule)
    except RuleError as problem:
        raise SurveyError(str(problem), field="rule") from problem


def _write_questions(survey: Survey, drafts: list[QuestionDraft]) -> None:
    wanted = clean_questions(drafts)
    if was_asked(survey) and (corrected := require_same_questions(survey, wanted)):
        ledger.record(CORRECTED, survey, questions=corrected)
    gone = survey.questions.exclude(key__in=[draft.key for draft in wanted])
    gone.filter(retired_at=None).update(retired_at=clock.now())
    for position, draft in enumerate(wanted):
        Question.objects.update_or_create(
            survey=survey, key=draft.key, defaults=asdict(draft) | {"position": position, "retired_at": None}
        )


def _write_strata(survey: Survey, drafts: list[StratumDraft]) -> None:
    if len(drafts) > MOST_STRATA:
        raise SurveyError(_("A survey has at most %(most)d groups.") % {"most": MOST_STRATA}, field="strata")
    labels = [clean_line(draft.label)[:80] for draft in drafts]
    if not all(labels) or len(set(labels)) != len(labels):
        raise SurveyError(_("Each group has a name of its own."), field="strata")
    survey.strata.exclude(label__in=labels).delete()
    for position, (label, draft) in enumerate(zip(labels, drafts, strict=True)):
        wanted = {"rule": _rule(draft.rule), "target": max(draft.target, 1), "position": position}
        Stratum.objects.update_or_create(survey=survey, label=label, defaults=wanted)
