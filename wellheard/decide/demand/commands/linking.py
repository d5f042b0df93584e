"""Let a question of a survey ask who needs an idea."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.demand.models import NeedQuestion
from wellheard.decide.models import Idea
from wellheard.foundation.facts import ledger, names
from wellheard.listen.surveys.models import Question, QuestionKind

LINKED = names.declare("need_question.linked", "A question of a survey asks who needs an idea.")
UNLINKED = names.declare("need_question.unlinked", "A question of a survey does not ask any more who needs an idea.")


class NeedQuestionError(ValueError):
    """A question cannot ask who needs an idea; the text says why."""


@transaction.atomic
def link_need_question(*, question_id: int, idea_id: int, yes: Iterable[str]) -> NeedQuestion:
    """Count these options of a question as a yes to an idea, and all others as a no. Raises NeedQuestionError."""
    question = Question.objects.select_for_update(no_key=True).filter(pk=question_id, kind=QuestionKind.CHOICE).first()
    idea = Idea.objects.unmerged().filter(pk=idea_id).first()
    if question is None or idea is None:
        raise NeedQuestionError(_("This question or idea does not exist any more. Load the page again."))
    keys = [one["key"] for one in question.options]
    chosen = [key for key in keys if key in set(yes)]
    if not chosen or len(chosen) == len(keys):
        raise NeedQuestionError(_("Choose which answers say yes; at least one has to say no."))
    link, _is_new = NeedQuestion.objects.update_or_create(question=question, defaults={"idea": idea, "yes": chosen})
    ledger.record(LINKED, idea, question=question.pk)
    return link


@transaction.atomic
def unlink_need_question(*, question_id: int) -> None:
    """Let a question say nothing of an idea any more; its answers stay."""
    link = NeedQuestion.objects.select_related("idea").filter(question=question_id).first()
    if link:
        link.delete()
        ledger.record(UNLINKED, link.idea, question=question_id)
