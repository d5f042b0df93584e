"""Say once what a source means by a stage or a reason; deals heard before are read again."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.deals.commands.settling import settle_each
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal, DealReason, ReasonMeaning, StageMeaning
from wellheard.workspace.models import Competitor, Reason, Staff

STAGE_DECIDED = names.declare("stage_meaning.decided", "What a CRM's stage means for how a deal ended was decided.")
REASON_DECIDED = names.declare("reason_meaning.decided", "What a CRM's reason means was decided.")

# Longer words are an explanation, not a word out of a list: a person reads them on the deal's page.
LONGEST_WORD = 120
AT_ONCE = 200


def note_stage(source: str, pipeline: str, stage: str, name: str) -> None:
    """Note a stage that is heard for the first time, to be decided; hold it so that whoever decides waits for us."""
    note_stages({(source, pipeline, stage): name})


def note_stages(named: Mapping[tuple[str, str, str], str]) -> None:
    """Note stages, by source, pipeline and their id there, each with what people call it, and hold them in one order."""
    wanted = sorted(one for one in named if one[2])
    if not wanted:
        return
    sources, pipelines, stages = (set(column) for column in zip(*wanted, strict=True))
    held = StageMeaning.objects.select_for_update(no_key=True)
    rows = held.filter(source__in=sources, pipeline__in=pipelines, stage__in=stages)
    there = {(row.source, row.pipeline, row.stage): row for row in rows.order_by("source", "pipeline", "stage")}
    for one in wanted:
        name = clean_line(named[one])[:100]
        meaning = there.get(one) or _noted_stage(one, name or one[2])
        # A stage that is renamed keeps its id and what it means.
        if name and meaning.name != name:
            meaning.name = name
            meaning.save(update_fields=["name"])


def _noted_stage(one: tuple[str, str, str], name: str) -> StageMeaning:
    source, pipeline, stage = one
    return StageMeaning.objects.select_for_update(no_key=True).get_or_create(
        source=source, pipeline=pipeline, stage=stage, defaults={"name": name, "noted_at": clock.now()}
    )[0]


def heard_meanings(source: str, said: Sequence[str]) -> dict[str, ReasonMeaning]:
    """Return what a source means by each of these words, by the words in small letters; new ones are noted, to be decided.

    Words that are just a reason's name or key mean that reason.
    """
    words = {one.casefold(): one for one in said if len(one) <= LONGEST_WORD}
    if not words:
        return {}
    lower = [Lower(Value(one)) for one in words.values()]
    rows = _held_meanings().annotate(lower=Lower("said")).filter(source=source, lower__in=lower)
    there = {row.said.casefold(): row for row in rows.order_by("lower", "pk")}
    return {folded: there.get(folded) or _meaning(source, one) for folded, one in sorted(words.items())}


def _held_meanings() -> QuerySet[ReasonMeaning]:
    rows = ReasonMeaning.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("reason__parent", "competitor")


def _meaning(source: str, said: str) -> ReasonMeaning:
    rows = _held_meanings()
    there = rows.filter(source=source, said__iexact=said).first()
    if there:
        return there
    now = clock.now()
    same = [one for one in _offered() if said.casefold() in {one.key, one.name.casefold(), one.label.casefold()}]
    # A name that stands below two reasons says neither.
    reason = same[0] if len(same) == 1 else None
    decided = {"reason": reason, "decided_at": now} if reason else {}
    return rows.get_or_create(source=source, said__iexact=said, defaults={"said": said, "noted_at": now, **decided})[0]


def _offered() -> list[Reason]:
    return list(Reason.objects.offered().filter(kind=Reason.Kind.DEAL))


@transaction.atomic
def say_what_a_stage_means(*, meaning_id: int, outcome: str, by: Staff | None) -> StageMeaning:
    """Decide how deals in a stage ended, or that they are open. Deals heard before follow by a reaction. Raises DealError."""
    meaning = StageMeaning.objects.select_for_update(no_key=True).filter(pk=meaning_id).first()
    if meaning is None:
        raise DealError(_("This stage is not there any more. Go back to the list."))
    if outcome not in Deal.Outcome.values:
        raise DealError(_("Choose how deals in this stage ended, or that they are open."), field="outcome")
    if meaning.outcome != outcome:
        meaning.outcome, meaning.decided_by, meaning.decided_at = outcome, by, clock.now()
        meaning.save(update_fields=["outcome", "decided_by", "decided_at"])
        ledger.record(STAGE_DECIDED, meaning, source=meaning.source, outcome=outcome)
    return meaning


@transaction.atomic
def say_what_a_reason_means(
    *, meaning_id: int, reason: Reason | None, competitor: Competitor | None, by: Staff | None
) -> ReasonMeaning:
    """Decide which reason and which competitor words mean; neither, when they say nothing. Raises DealError.

    Deals heard before follow by a reaction.
    """
    meaning = ReasonMeaning.objects.select_for_update(no_key=True).filter(pk=meaning_id).first()
    if meaning is None:
        raise DealError(_("These words are not there any more. Go back to the list."))
    if reason and reason.kind != Reason.Kind.DEAL:
        raise DealError(_("Choose one of the reasons for deals."), field="reason")
    if not meaning.decided_at or (meaning.reason, meaning.competitor) != (reason, competitor):
        meaning.reason, meaning.competitor = reason, competitor
        meaning.decided_by, meaning.decided_at = by, clock.now()
        meaning.save(update_fields=["reason", "competitor", "decided_by", "decided_at"])
        ledger.record(REASON_DECIDED, meaning, source=meaning.source, reason=reason.key if reason else "")
    return meaning


def read_stages_again(*, meaning_id: int) -> int:
    """Read the deals of a stage as it is now decided, some at a time; return how many changed. Safe to repeat."""
    meaning = StageMeaning.objects.filter(pk=meaning_id).first()
    if meaning is None:
        return 0
    theirs = {"source": meaning.source, "pipeline_said": meaning.pipeline, "stage_said": meaning.stage}
    return _each(list(Deal.objects.filter(**theirs).order_by("pk").values_list("pk", flat=True)))


def read_reasons_again(*, meaning_id: int) -> int:
    """Let deals whose source gave these words name the reason and competitor they mean; return how many changed."""
    meaning = ReasonMeaning.objects.select_related("competitor").filter(pk=meaning_id).first()
    if meaning is None:
        return 0
    theirs = DealReason.objects.told().filter(deal__source=meaning.source, said__iexact=meaning.said)
    ids = list(theirs.order_by("deal_id").values_list("deal_id", flat=True).distinct())
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            part = Deal.objects.select_for_update(no_key=True).filter(pk__in=ids[start : start + AT_ONCE])
            list(part.order_by("pk"))
            theirs.filter(deal_id__in=ids[start : start + AT_ONCE]).update(reason=meaning.reason)
            if meaning.competitor:
                part.filter(competitor=None).update(competitor=meaning.competitor)
    return _each(ids)


def settle_again(*, source: str) -> int:
    """Settle all deals of a source as they now stand, for when a file was taken back; return how many changed."""
    return _each(list(Deal.objects.filter(source=source).order_by("pk").values_list("pk", flat=True)))


def _each(deal_ids: Sequence[int]) -> int:
    changed = 0
    for start in range(0, len(deal_ids), AT_ONCE):
        with transaction.atomic():
            rows = Deal.objects.select_for_update(no_key=True).filter(pk__in=deal_ids[start : start + AT_ONCE])
            changed += sum(map(bool, settle_each(list(rows.order_by("pk")))))
    return changed


@transaction.atomic
def decide_stage_said(*, source: str, pipeline: str, stage: str, outcome: str) -> StageMeaning:
    """Decide what a stage means before any deal in it was heard, as somebody said of a file. Raises DealError."""
    pipeline, stage = clean_line(pipeline)[:100], clean_line(stage)[:100]
    note_stage(source, pipeline, stage, stage)
    meaning = StageMeaning.objects.get(source=source, pipeline=pipeline, stage=stage)
    return say_what_a_stage_means(meaning_id=meaning.pk, outcome=outcome, by=None)


@transaction.atomic
def decide_reason_said(*, source: str, said: str, reason_id: int | None, competitor_id: int | None) -> None:
    """Decide what words mean before any deal with them was heard; what is too long for that is left. Raises DealError."""
    for meaning in heard_meanings(source, [clean_line(said)]).values():
        reason = Reason.objects.filter(pk=reason_id or 0).first()
        competitor = Competitor.objects.filter(pk=competitor_id or 0).first()
        say_what_a_reason_means(meaning_id=meaning.pk, reason=reason, competitor=competitor, by=None)
