"""What somebody gets for an answer, as their page says it, and whom the release notes thank."""

from dataclasses import dataclass

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


def honoured(survey: Survey) -> Honoured:
    """Return who agreed to be thanked for their answers, as they want to be called."""
    rows = Reward.objects.filter(incentive__survey=survey, incentive__kind=Incentive.Kind.HONOUR)
    names = list(rows.exclude(name="").order_by("name", "pk").values_list("name", flat=True))
    return Honoured(names, rows.filter(name="").count())
