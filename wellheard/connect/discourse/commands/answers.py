"""Answer a topic whose posts asked for an idea: one reply that everybody there reads, posted when somebody here says so."""

from django.db import transaction

from wellheard.answer.commands import OPEN, AnswerError, mark_told
from wellheard.answer.models import Answer
from wellheard.connect.discourse.models import Topic, TopicAnswer
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.commands import Subject, add_task, drop_tasks_about, finish_tasks_about
from wellheard.workspace.models import Staff

OWED = names.declare("forum.answer_owed", "A topic of a forum waits to be told what became of an idea.")
WANTED = names.declare("forum.answer_wanted", "Somebody let an answer be posted in a topic of a forum.")
POSTED = names.declare("forum.answer_posted", "An answer stands in a topic of a forum.")
NOT_POSTED = names.declare("forum.answer_not_posted", "An answer could not be posted in a forum; a person has to look.")
DROPPED = names.declare("forum.answer_dropped", "A topic of a forum is not told about an idea.")

TASK = "answer_in_forum"
State = TopicAnswer.State


@transaction.atomic
def owe_topic_answer(*, topic: Topic, idea: Idea, occasion: str, words: str, title: str) -> TopicAnswer:
    """Owe a topic what became of an idea; safe to repeat. Whoever looks after the idea gets the task to post it."""
    answer, is_new = TopicAnswer.objects.get_or_create(
        topic=topic, idea=idea, occasion=occasion, defaults={"words": words, "made_at": clock.now()}
    )
    if is_new:
        ledger.record(OWED, answer, idea=idea.pk, occasion=occasion)
        owner = idea.owner if idea.owner and idea.owner.is_active else None
        add_task(kind=TASK, title=title, about=_about(answer), assignee=owner, due_on=clock.today(), by=None)
    return answer


@transaction.atomic
def post_topic_answer(*, answer_id: int, words: str, by: Staff) -> TopicAnswer:
    """Let an answer be posted in these words; a second click posts nothing more."""
    answer = TopicAnswer.objects.select_for_update(no_key=True).get(pk=answer_id)
    if answer.state in {State.WAITING, State.FAILED} and clean_words(words):
        answer.words, answer.state, answer.posted_by, answer.problem = clean_words(words)[:20_000], State.QUEUED, by, ""
        answer.save(update_fields=["words", "state", "posted_by", "problem"])
        ledger.record(WANTED, answer)
    return answer


@transaction.atomic
def drop_topic_answer(*, answer_id: int) -> TopicAnswer:
    """Do not tell a topic after all."""
    answer = TopicAnswer.objects.select_for_update(no_key=True).get(pk=answer_id)
    if answer.state in {State.WAITING, State.FAILED}:
        answer.state = State.DROPPED
        answer.save(update_fields=["state"])
        drop_tasks_about(kind=TASK, about=_about(answer))
        ledger.record(DROPPED, answer)
    return answer


@transaction.atomic
def note_posted(*, answer_id: int, post_number: int, how: str) -> TopicAnswer:
    """Note that an answer stands in its topic: who asked there has heard it, and gets no mail about it. Safe to repeat."""
    answer = (
        TopicAnswer.objects.select_for_update(of=("self",), no_key=True).select_related("posted_by").get(pk=answer_id)
    )
    if answer.state == State.POSTED:
        return answer
    answer.state, answer.post_number = State.POSTED, post_number
    answer.save(update_fields=["state", "post_number"])
    finish_tasks_about(kind=TASK, about=_about(answer), by=answer.posted_by)
    ledger.record(POSTED, answer)
    asked = Answer.objects.filter(idea=answer.idea_id, occasion=answer.occasion, state__in=OPEN)
    voices = answer.topic.posts.values("feedback")
    for owed in asked.filter(quote__in=voices).order_by("pk"):
        try:
            mark_told(answer_id=owed.pk, how=how, by=answer.posted_by)
        except AnswerError:
            continue
    return answer


@transaction.atomic
def note_not_posted(*, answer_id: int, problem: str) -> None:
    """Note why the forum did not take an answer; its words stay."""
    answer = TopicAnswer.objects.select_for_update(no_key=True).get(pk=answer_id)
    if answer.state == State.QUEUED:
        answer.state, answer.problem = State.FAILED, problem[:1000]
        answer.save(update_fields=["state", "problem"])
        ledger.record(NOT_POSTED, answer)


def _about(answer: TopicAnswer) -> Subject:
    return Subject("topicanswer", answer.pk)
