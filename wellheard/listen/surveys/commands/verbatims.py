"""What people write in surveys is feedback like any other, with the score beside it."""

from typing import Any

from wellheard.listen.commands import record_feedback
from wellheard.listen.commands.feedback import reword_feedback
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Response, ResponseItem


def hear_words(response: Response) -> None:
    """Keep each answer in words as feedback, once. What they change is changed there too, as long as nobody has filed it.

    The score goes with it, and follows when it is changed. Words that are taken out again stay as feedback: they were said.
    """
    for item in response.items.exclude(words="").select_related("question", "feedback").order_by("question__position"):
        attributes = _attributes(response, item)
        if item.feedback is None:
            _hear(response, item, attributes)
        else:
            _follow(item.feedback, item.words, attributes)


def _hear(response: Response, item: ResponseItem, attributes: dict[str, Any]) -> None:
    item.feedback = record_feedback(
        words=item.words,
        source=Feedback.Source.SURVEY,
        acknowledge="none",
        contact=response.contact,
        company=response.company,
        origin=f"survey:{response.survey_id}",
        origin_key=f"{response.pk}:{item.question.key}",
        heard_at=response.changed_at,
        url=str(response.attributes.get("url", "")),
        version=str(response.attributes.get("version", "")),
        attributes=attributes,
    )
    item.save(update_fields=["feedback"])
    if response.feedback_id is None:
        response.feedback = item.feedback
        response.save(update_fields=["feedback"])


def _follow(feedback: Feedback, words: str, attributes: dict[str, Any]) -> None:
    if feedback.attributes != attributes:
        feedback.attributes = attributes
        feedback.save(update_fields=["attributes"])
    if feedback.waits and feedback.words != words:
        reword_feedback(feedback_id=feedback.pk, words=words)


def _attributes(response: Response, item: ResponseItem) -> dict[str, Any]:
    known: dict[str, Any] = {"survey": response.survey_id, "question": item.question.key, "kind": response.survey.kind}
    if response.score is not None:
        known["score"] = response.score
    return known
