"""What a forum's messages and our own news owe."""

from wellheard.connect.discourse import answering, commands, working
from wellheard.connect.discourse.models import ForumArrival
from wellheard.connect.discourse.once import post_once
from wellheard.decide.models import Idea
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.jobs import OUTSIDE


@reacts_to("forum.arrived")
def work_arrival(fact: Fact) -> None:
    """Do what a forum's message asks for."""
    arrival = ForumArrival.objects.select_related("forum").filter(pk=fact.subject_id).first()
    if arrival and arrival.state == ForumArrival.State.WAITING:
        commands.note_worked(arrival_id=arrival.pk, state=working.work(arrival))


@reacts_to("idea.shipped", "idea.decided")
def owe_topics(fact: Fact) -> None:
    """Owe the topics that asked for an idea what became of it."""
    idea = Idea.objects.select_related("owner").filter(pk=fact.subject_id, merged_into=None).first()
    if idea:
        answering.owe_answers(idea)


@reacts_to("forum.answer_wanted", queue=OUTSIDE)
def post_answer(fact: Fact) -> None:
    """Post an answer in its topic."""
    post_once(fact.subject_id)
