"""The answers to a survey as a file: a row for each person's answer, a column for each question."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.listen.surveys.models import ResponseItem, Survey
from wellheard.web.exports.table import Asked, Columns, NoSuchRowsError, Rows, Table, by_key
from wellheard.web.surveys.results.forms import ResultsForm
from wellheard.web.surveys.results.views.results import asks_of


def _answers(asked: Asked) -> Rows:
    survey = Survey.objects.filter(pk=asked.key).first()
    if survey is None:
        raise NoSuchRowsError(_("This survey does not exist any more."))
    items = ResponseItem.objects.select_related("question").order_by("question__position", "question__pk")
    rows = asks_of(asked.query).rows(ResultsForm(asked.query, survey=survey).scope)
    rows = rows.select_related("contact", "company__tier").prefetch_related(Prefetch("items", items), "pair_votes")
    return by_key(rows, ("-answered_at", "-pk"))


def _said(response: Any) -> dict[str, Any]:
    """Return what was answered by question: a number, options or words."""
    return {
        item.question.key: item.number if item.number is not None else item.options or item.words
        for item in response.items.all()
    }


def _columns() -> Columns:
    return {
        "answer": lambda one: one.pk,
        "contact_id": lambda one: one.contact_id,
        "contact": lambda one: one.contact and one.contact.name,
        "device": lambda one: one.device,
        "company_id": lambda one: one.company_id,
        "company": lambda one: one.company and one.company.name,
        "tier": lambda one: one.company and one.company.tier and one.company.tier.name,
        "plan": lambda one: one.company and one.company.plan,
        "mrr_minor": lambda one: one.company and one.company.mrr_minor,
        "channel": lambda one: one.channel,
        "language": lambda one: one.language,
        "score": lambda one: one.score,
        "answers": _said,
        "pairs": lambda one: [f"{vote.left} / {vote.right}: {vote.chosen}" for vote in one.pair_votes.all()],
        "is_complete": lambda one: one.is_complete,
        "answered_at": lambda one: one.answered_at,
        "feedback_id": lambda one: one.feedback_id,
    }


TABLES = (Table("survey-answers", gettext_lazy("Answers to a survey"), _columns, _answers),)
