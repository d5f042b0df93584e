"""Which of our surveys is the one that Delighted's clients mean: they know only one."""

from django.db.models import QuerySet

from wellheard.connect.delighted.asking import refused
from wellheard.listen.surveys.models import Question, QuestionKind, Response, Survey


def surveys() -> QuerySet[Survey]:
    """Return the surveys that ask by e-mail whether somebody would recommend us."""
    return Survey.objects.filter(kind=QuestionKind.NPS, channels__contains=[Survey.Channel.EMAIL])


def survey() -> Survey:
    """Return the survey people are asked now: the one that began last. Raises DoorError."""
    found = surveys().filter(state=Survey.State.RUNNING).order_by("-started_at", "-pk").first()
    if found is None:
        raise refused("No survey for NPS asks by e-mail now. Start one under Surveys, then send this again.")
    return found


def answers() -> QuerySet[Response]:
    """Return all their answers that have a score."""
    return Response.objects.scored().filter(survey__in=surveys())


def questions(of: Survey) -> tuple[Question, Question | None]:
    """Return the question that is scored and the one that is answered in words."""
    asked = list(Question.objects.asked().filter(survey=of))
    score = next((one for one in asked if one.kind == QuestionKind.NPS), None)
    if score is None:
        raise refused("This survey asks for no score any more. Add the question, then send this again.")
    return score, next((one for one in asked if one.kind == QuestionKind.TEXT), None)
