"""Draw samples, send them in waves, and stop."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.surveys.commands.states import require_ready
from wellheard.listen.surveys.commands.surveys import held
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import Invitation, Survey, Wave
from wellheard.listen.surveys.results.margins import margins_today, traits_today
from wellheard.listen.surveys.sampling import BY, Candidate, candidates, draw, lags, shares, shares_by_lag
from wellheard.workspace.models import Staff

DRAWN = names.declare("wave.drawn", "A sample was drawn for a survey from a recorded seed; nobody is written to yet.")
BEGUN = names.declare("wave.begun", "A sample is written to from now on, or from its day.")
STOPPED = names.declare("wave.stopped", "Nobody more of a sample is written to.")

MOST_PEOPLE, MOST_AN_HOUR, LATEST_REMINDER = 100_000, 10_000, 60


@dataclass(frozen=True)
class Plan:
    """What is wanted of a sample: how many, stratified by what, from which seed, how fast, reminded after how many days."""

    size: int
    by: tuple[str, ...] = BY
    seed: int | None = None
    per_hour: int = 200
    remind_after_days: int | None = None
    begins_at: datetime | None = None


@transaction.atomic
def draw_sample(*, survey_id: int, plan: Plan, by: Staff | None) -> Wave:
    """Draw a sample in proportion to its strata, after the first wave more of those that answered less.

    Nobody is written to before begin_wave. Raises SurveyError. What everybody is like on this day is kept with it: answers are
    weighed to that, however people change until they answer.
    """
    survey = held(survey_id)
    _check(survey, plan)
    chosen = [name for name in BY if name in plan.by]
    strata = candidates(survey, chosen)
    if not strata:
        raise SurveyError(_("There is nobody left whom this survey could ask by e-mail."), field="size")
    seed = secrets.randbits(48) if plan.seed is None else plan.seed
    sizes = {label: len(everybody) for label, everybody in strata.items()}
    drawn, even = shares_by_lag(sizes, plan.size, lags(survey)), shares(sizes, plan.size)
    people = draw(strata, wanted=drawn, seed=seed)
    wave = Wave.objects.create(
        survey=survey,
        number=survey.waves.count() + 1,
        seed=seed,
        by=chosen,
        size=plan.size,
        base={label: {"base": sizes[label], "drawn": drawn[label], "even": even[label]} for label in sizes},
        margins=margins_today(survey),
        per_hour=plan.per_hour,
        remind_after_days=plan.remind_after_days,
        begins_at=plan.begins_at or clock.now(),
        drawn_at=clock.now(),
        drawn_by=by,
    )
    Invitation.objects.bulk_create(_invitations(wave, people), batch_size=1000)
    ledger.record(DRAWN, wave, survey=survey.pk, people=len(people))
    return wave


def _check(survey: Survey, plan: Plan) -> None:
    if Survey.Channel.EMAIL not in survey.channels:
        raise SurveyError(_("This survey is not asked by e-mail; add that first."), field="channels")
    if not 1 <= plan.size <= MOST_PEOPLE:
        raise SurveyError(_("Ask at least one person, and at most %(most)d.") % {"most": MOST_PEOPLE}, field="size")
    if not 1 <= plan.per_hour <= MOST_AN_HOUR:
        raise SurveyError(_("Write at most %(most)d mails an hour.") % {"most": MOST_AN_HOUR}, field="per_hour")
    if plan.remind_after_days is not None and not 1 <= plan.remind_after_days <= LATEST_REMINDER:
        raise SurveyError(_("Remind after 1 to %(most)d days.") % {"most": LATEST_REMINDER}, field="remind_after_days")


def _invitations(wave: Wave, people: list[Candidate]) -> Iterator[Invitation]:
    traits = traits_today([one.contact_id for one in people])
    for position, one in enumerate(people, start=1):
        yield Invitation(
            survey_id=wave.survey_id,
            wave=wave,
            contact_id=one.contact_id,
            company_id=one.company_id,
            stratum=one.stratum,
            traits=traits.get(one.contact_id, []),
            position=position,
            token=secrets.token_urlsafe(16),
            made_at=wave.drawn_at,
        )


@transaction.atomic
def begin_wave(*, wave_id: int) -> Wave:
    """Write to a sample from now on, or from its day. A wave that was stopped goes on. Raises SurveyError."""
    wave = _held(wave_id)
    require_ready(wave.survey)
    if not wave.survey.is_running:
        raise SurveyError(_("Start the survey first."))
    if wave.state in {Wave.State.DRAWN, Wave.State.STOPPED}:
        wave.state = Wave.State.SENDING
        wave.save(update_fields=["state"])
        ledger.record(BEGUN, wave, survey=wave.survey_id)
    return wave


@transaction.atomic
def stop_wave(*, wave_id: int) -> Wave:
    """Write to nobody more of a sample, and remind nobody; who was written to may answer."""
    wave = _held(wave_id)
    if wave.state in {Wave.State.DRAWN, Wave.State.SENDING, Wave.State.SENT}:
        wave.state = Wave.State.STOPPED
        wave.save(update_fields=["state"])
        ledger.record(STOPPED, wave, survey=wave.survey_id)
    return wave


@transaction.atomic
def remove_wave(*, wave_id: int) -> None:
    """Throw away a sample that nobody was written to of, to draw another. Raises SurveyError for one that was begun."""
    wave = _held(wave_id)
    if wave.state != Wave.State.DRAWN:
        raise SurveyError(_("People of this sample were written to already. Stop it instead."))
    wave.delete()


def _held(wave_id: int) -> Wave:
    rows = Wave.objects.select_for_update(of=("self",), no_key=True).select_related("survey")
    wave = rows.filter(pk=wave_id).first()
    if wave is None:
        raise SurveyError(_("This sample does not exist any more."))
    return wave
