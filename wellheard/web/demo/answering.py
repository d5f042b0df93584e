"""How Northwind answers in the demo story, and what its customers say to that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellheard.answer.commands import answer_how, mark_told, note_bounced, record_solved, send_answer, stop_about
from wellheard.answer.models import Answer
from wellheard.answer.queries import TELL
from wellheard.answer.tasks import send_due_answers
from wellheard.foundation import clock
from wellheard.foundation.facts.running import owing_here
from wellheard.foundation.mail.commands import note_undelivered
from wellheard.foundation.mail.failures import Failure
from wellheard.listen.models import Feedback
from wellheard.understand.commands import file_feedback
from wellheard.web.demo import ideas, voices
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import Story
from wellheard.workspace.models import Task

# What the owner of an account has told since; the newest waits for them.
OWNERS_WAIT, LEFT_OPEN = timedelta(days=2), timedelta(days=16)
HOW = ("by phone", "at the quarterly review", "on site, over coffee", "by phone, on Tuesday")
EVENING = timedelta(minutes=45)


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong with an answer, so many days ago: refused, back as undeliverable, or unwanted."""

    days: int
    kind: str
    who: str
    idea: str


TROUBLES = (
    Trouble(55, "returned", "Effie Strachan", "xero"),
    Trouble(17, "unwanted", "Wouter Dekker", "sap"),
    Trouble(9, "refused", "Kasia Zielinska", "whole_day"),
    Trouble(9, "refused", "Pau Riera", "two_boards"),
)
# Who asked how something works, and was told by a person the same day.
EXPLAINED = {(row["who"], int(row["days"])): row for row in rows("explained")}
SAID_AFTERWARDS = {(row["idea"], row["who"]): row for row in rows("after")}


def end_the_day(story: Story, moment: datetime, settle: Callable[[], None]) -> None:
    """Let what is held go out in the evening, and owners tell what waits for them."""
    with clock.at(min(moment + EVENING, story.now - timedelta(minutes=2))):
        for task in Task.objects.open().filter(kind=TELL, made_at__lt=clock.now() - OWNERS_WAIT).order_by("pk"):
            if task.made_at < story.now - LEFT_OPEN and task.assignee and task.subject_id:
                mark_told(answer_id=task.subject_id, how=HOW[task.pk % len(HOW)], by=task.assignee)
        settle()
        send_due_answers(timestamp=0)
        settle()


def explain(story: Story, said: voices.Said) -> None:
    """Tell somebody how they can do it already."""
    told = EXPLAINED[said.who, said.days]
    answer_how(feedback_id=story.heard[said.key].pk, how=told["how"], by=story.staff[told["by"]])


def ask_whether_it_helped(story: Story, keys: tuple[str, ...]) -> None:
    """Note what people say to an answer: in their words where the story has some; one in four says nothing."""
    names = {contact.pk: name for name, contact in story.people.items()}
    of_idea = {story.ideas[key].pk: key for key in keys}
    told = Answer.objects.filter(idea_id__in=of_idea, state__in=Answer.REACHED, occasion__in=Answer.SOLVABLE)
    # By name: which answer was written first depends on which job was quicker.
    for number, answer in enumerate(told.order_by("idea__title", "contact__name", "occasion")):
        said = SAID_AFTERWARDS.get((of_idea[answer.idea_id or 0], names.get(answer.contact_id, "")))
        if said:
            record_solved(answer_id=answer.pk, solved=said["solved"], comment=said["comment"])
            _file(story, answer, said)
        elif number % 4 != 3:  # noqa: PLR2004 - one in four
            record_solved(answer_id=answer.pk, solved="partly" if number % 7 == 5 else "yes")  # noqa: PLR2004


def _file(story: Story, answer: Answer, said: dict[str, str]) -> None:
    for feedback in Feedback.objects.filter(origin="solved", origin_key__startswith=f"{answer.pk}:"):
        category = "praise" if said["solved"] == Answer.Solved.YES else "feature-request"
        file_feedback(
            feedback_id=feedback.pk,
            area_id=story.areas[ideas.AREA_OF[said["idea"]]].pk,
            category_id=story.categories[category].pk,
            by=story.staff["Priya Raman"],
        )


def run_into(story: Story, trouble: Trouble) -> None:
    """Let something go wrong with an answer."""
    contact, idea = story.people[trouble.who], story.ideas[trouble.idea]
    if trouble.kind == "unwanted":
        stop_about(contact=contact, idea=idea)
        return
    answer = Answer.objects.filter(contact=contact, idea=idea).order_by("-pk").first()
    if answer is None:
        return
    if trouble.kind == "returned":
        note_bounced(answer_id=answer.pk, reply="550 5.1.1 The address does not exist")
        return
    with owing_here():
        # The mail server is not asked: in the story it refuses this one.
        sent = send_answer(answer_id=answer.pk)
    if sent.mail:
        note_undelivered(
            mail=sent.mail, error="452 4.2.2 The mailbox is full", is_final=True, failure=Failure.MAILBOX_FULL
        )
