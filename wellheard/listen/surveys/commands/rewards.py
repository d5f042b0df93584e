"""What people get for answering: a code, a chance in a draw from a recorded seed, or our thanks in the release notes."""

import random
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.surveys.commands.surveys import held
from wellheard.listen.surveys.drafts import clean_texts
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import Incentive, Response, Reward, Survey
from wellheard.workspace.commands.locking import require_version

SET = names.declare("incentive.set", "What people get for answering a survey was said.")
GIVEN = names.declare("reward.given", "Somebody got a code, won a draw, or agreed to be thanked.")
DRAWN = names.declare("incentive.drawn", "The winners of a draw were drawn from a recorded seed.")

Kind = Incentive.Kind
MOST_CODES, MOST_WINNERS, MOST_CODE, MOST_NAME = 20_000, 1_000, 200, 120


@transaction.atomic
def set_incentive(
    *, survey_id: int, kind: str, texts: dict[str, dict[str, Any]], winners: int = 1, version: int | None = None
) -> Incentive:
    """Say what people get for answering. Once anybody got something it stays what it is. Raises SurveyError, StaleError."""
    survey = held(survey_id)
    if kind not in Kind.values or not 1 <= winners <= MOST_WINNERS:
        raise SurveyError(_("A draw has 1 to %(most)d winners.") % {"most": MOST_WINNERS}, field="winners")
    wanted = {"kind": kind, "texts": clean_texts(texts, ("text",)), "winners": winners}
    incentive, is_new = Incentive.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        survey=survey, defaults=wanted
    )
    if not is_new:
        require_version(incentive, version or incentive.version)
        if incentive.kind != kind and incentive.rewards.exclude(given_at=None).exists():
            raise SurveyError(_("People got something for it already; what they get stays what it is."), field="kind")
        for column, value in wanted.items():
            setattr(incentive, column, value)
        incentive.save(update_fields=[*wanted, "version"])
    ledger.record(SET, incentive, survey=survey.pk, kind=kind)
    return incentive


@transaction.atomic
def add_codes(*, incentive_id: int, codes: list[str]) -> int:
    """Add codes to give away, each once; return how many were new. Raises SurveyError."""
    incentive = _held(incentive_id)
    if incentive.kind != Kind.CODE:
        raise SurveyError(_("Only where everybody gets a code are there codes."), field="codes")
    clean = list(dict.fromkeys(filter(None, (clean_line(code)[:MOST_CODE] for code in codes))))
    if incentive.rewards.count() + len(clean) > MOST_CODES:
        raise SurveyError(_("A survey has at most %(most)d codes.") % {"most": MOST_CODES}, field="codes")
    there = set(incentive.rewards.filter(code__in=clean).values_list("code", flat=True))
    new = [Reward(incentive=incentive, code=code, made_at=clock.now()) for code in clean if code not in there]
    Reward.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def give_code(*, response_id: int) -> Reward | None:
    """Give somebody whom we know a code for a whole answer: one for each person, while there are some."""
    response = _answer(response_id)
    if response is None or response.contact_id is None:
        return None
    incentive = Incentive.objects.filter(survey=response.survey_id, kind=Kind.CODE).first()
    if incentive is None or incentive.rewards.filter(contact=response.contact_id).exists():
        return None
    free = incentive.rewards.filter(given_at=None).order_by("pk")
    reward = free.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if reward is not None:
        reward.response, reward.contact_id, reward.given_at = response, response.contact_id, clock.now()
        reward.save(update_fields=["response", "contact", "given_at"])
        ledger.record(GIVEN, reward, survey=response.survey_id, kind=incentive.kind)
    return reward


@transaction.atomic
def draw_winners(*, incentive_id: int, seed: int | None = None) -> Incentive:
    """Draw who wins among the people we know who answered to the end, once. The seed is kept: it can be drawn again to check.

    Raises SurveyError while the survey goes on.
    """
    incentive = _held(incentive_id)
    if incentive.drawn_at is not None:
        return incentive
    if incentive.kind != Kind.DRAW:
        raise SurveyError(_("This survey has no draw."))
    if incentive.survey.state != Survey.State.ENDED:
        raise SurveyError(_("End the survey first: whoever still answers takes part."))
    answers = Response.objects.filter(survey=incentive.survey_id, is_complete=True).exclude(contact=None)
    first = dict(answers.order_by("-pk").values_list("contact_id", "pk"))
    incentive.seed = secrets.randbits(48) if seed is None else seed
    won = drawn_from(sorted(filter(None, first)), winners=incentive.winners, seed=incentive.seed)
    for contact_id in won:
        reward = Reward.objects.create(
            incentive=incentive,
            response_id=first[contact_id],
            contact_id=contact_id,
            made_at=clock.now(),
            given_at=clock.now(),
        )
        ledger.record(GIVEN, reward, survey=incentive.survey_id, kind=incentive.kind)
    incentive.drawn_at, incentive.drawn_among = clock.now(), len(first)
    incentive.save(update_fields=["seed", "drawn_at", "drawn_among"])
    ledger.record(DRAWN, incentive, survey=incentive.survey_id, among=len(first), winners=len(won))
    return incentive


def drawn_from(people: list[int], *, winners: int, seed: int) -> list[int]:
    """Return who wins; the same seed and the same people, in the order of their numbers, give the same winners."""
    return random.Random(seed).sample(people, min(winners, len(people)))  # noqa: S311 - recorded, to be drawn again


@transaction.atomic
def agree_to_thanks(*, response_id: int, name: str) -> Reward | None:
    """Keep that somebody agrees to be thanked in the release notes: by this name, or with an empty one without a name."""
    response = _answer(response_id)
    incentive = Incentive.objects.filter(survey=response.survey_id, kind=Kind.HONOUR).first() if response else None
    if response is None or incentive is None:
        return None
    wanted = {"name": clean_line(name)[:MOST_NAME], "contact_id": response.contact_id}
    now = clock.now()
    reward, is_new = Reward.objects.get_or_create(
        response=response, defaults=wanted | {"incentive": incentive, "made_at": now, "given_at": now}
    )
    if is_new:
        ledger.record(GIVEN, reward, survey=response.survey_id, kind=incentive.kind)
    elif reward.name != wanted["name"]:
        reward.name = str(wanted["name"])
        reward.save(update_fields=["name"])
    return reward


@transaction.atomic
def take_back_thanks(*, response_id: int) -> None:
    """Thank somebody no more, who had agreed to it."""
    Reward.objects.filter(response=response_id, incentive__kind=Kind.HONOUR).delete()


def _held(incentive_id: int) -> Incentive:
    rows = Incentive.objects.select_for_update(of=("self",), no_key=True).select_related("survey")
    incentive = rows.filter(pk=incentive_id).first()
    if incentive is None:
        raise SurveyError(_("This survey has nothing for its answers any more."))
    return incentive


def _answer(response_id: int) -> Response | None:
    rows = Response.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=response_id, is_complete=True).first()
