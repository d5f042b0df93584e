"""What somebody gets for an answer, as their page says it, and whom the release notes thank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from wellheard.listen.surveys.models import Incentive, Response, Reward, Survey
from wellheard.listen.surveys.models.surveys import in_language


@dataclass(frozen=True)
class Thanks:
    """What there is for one answer: its kind, what was promised, a code if they got one, and as whom they are thanked."""

    kind: str
    text: str
    code: str = ""
    agreed_as: str | None = None


def thanks_for(response: Response, language: str) -> Thanks | None:
    """Return what somebody gets for an answer; nothing where there is nothing, or nobody knows to whom to give it."""
    incentive = Incentive.objects.filter(survey=response.survey_id).select_related("survey").first()
    if incentive is None or (response.contact_id is None and incentive.kind != Incentive.Kind.HONOUR):
        return None
    text = in_language(incentive.texts, language, incentive.survey.fallback).get("text", "")
    reward = Reward.objects.filter(response=response).first()
    is_thanked = reward is not None and incentive.kind == Incentive.Kind.HONOUR
    return Thanks(
        incentive.kind,
        text,
        code=reward.code if reward and incentive.kind == Incentive.Kind.CODE else "",
        agreed_as=reward.name if reward and is_thanked else None,
    )


@dataclass(frozen=True)
class Honoured:
    """Whom to thank in the release notes: those who agreed to be named, and how many agreed without their name."""

    names: list[str]
    unnamed: int

    @property
    def people(self) -> int:
        return len(self.names) + self.unnamed


def honoured(survey: Survey) -> Honoured:
    """Return who agreed to be thanked for their answers, as they want to be called."""
    return among(consents([survey.pk]))


@dataclass(frozen=True)
class Consent:
    """That somebody agreed to be thanked for an answer to a survey: as whom (empty: without their name), and when."""

    survey_id: int
    name: str
    since: datetime


def consents(survey_ids: Iterable[int]) -> list[Consent]:
    """Return the consents that hold now, by name. Who takes it back, or is erased, is not named in it any more."""
    rows = Reward.objects.filter(incentive__survey__in=list(survey_ids), incentive__kind=Incentive.Kind.HONOUR)
    said = rows.order_by("name", "pk").values_list("incentive__survey", "name", "given_at")
    return [Consent(survey_id, name, since) for survey_id, name, since in said if since is not None]


def among(agreed: Iterable[Consent]) -> Honoured:
    """Return whom to thank by these consents; each name once."""
    said = [one.name for one in agreed]
    return Honoured(list(dict.fromkeys(filter(None, said))), said.count(""))


def honouring() -> QuerySet[Survey]:
    """Return the surveys that ask whoever answered whether they may be thanked in the release notes, newest first."""
    return Survey.objects.filter(incentive__kind=Incentive.Kind.HONOUR).newest_first()
