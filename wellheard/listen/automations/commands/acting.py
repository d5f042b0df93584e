"""Let automations act on a fact, each at most once for it, and never in circles.

An automation may act on what another one did, but no further, and never on what it did itself. In one conversation it acts
five times an hour at most; one that acts hundreds of times in minutes, or fails time after time, is switched off, and
whoever made it is told.
"""

from datetime import timedelta

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.listen.automations.causing import noting_what_is_caused
from wellheard.listen.automations.commands.keeping import switch_off
from wellheard.listen.automations.conditions import Case, Conditions, Known, judge
from wellheard.listen.automations.models import Automation, Consequence, Firing
from wellheard.listen.automations.queries import cases_of, depth_of
from wellheard.listen.conversations.commands import ConversationError
from wellheard.listen.desk.commands.taking import Taker, take_steps
from wellheard.listen.desk.steps import Steps
from wellheard.workspace.models import Staff

POINTED_OUT = names.declare("conversation.pointed_out", "An automation asks colleagues to look at a conversation.")

DEEPEST = 1
MOST_IN_CONVERSATION, WITHIN = 5, timedelta(hours=1)
MOST_IN_MINUTES, MINUTES = 300, timedelta(minutes=10)
MOST_FAILURES = 10

Outcome = Firing.Outcome


def act_on(fact: Fact) -> list[Firing]:
    """Let every automation act that this fact sets off, in their order; return what they did. Safe to repeat."""
    depth, behind = depth_of(fact)
    if depth > DEEPEST:
        return []
    done: list[Firing] = []
    at_work = list(Automation.objects.at_work().filter(when=fact.name).exclude(pk__in=behind).in_order())
    # Most facts set nothing off: the conversation is looked at only where something may be.
    case = _case_of(fact) if at_work else None
    for automation in at_work:
        # Only one whose conditions hold is held: the others go on acting on other conversations.
        if (
            case
            and _holds(automation, case)
            and (firing := act_once(automation_id=automation.pk, fact=fact, depth=depth))
        ):
            done.append(firing)
            case = _case_of(fact)
    return done


@transaction.atomic
def act_once(*, automation_id: int, fact: Fact, depth: int) -> Firing | None:
    """Let one automation act on a fact, if its conditions hold now; nothing where it did already, or is off."""
    automation = (
        Automation.objects.select_for_update(no_key=True).filter(pk=automation_id).exclude(switched_on_at=None).first()
    )
    if automation is None or Firing.objects.filter(automation=automation, fact_id=fact.pk).exists():
        return None
    case = _case_of(fact)
    if case is None or not _holds(automation, case):
        return None
    firing = Firing(
        automation=automation,
        version=automation.version,
        conversation=case.conversation,
        fact_id=fact.pk,
        depth=depth,
        outcome=Outcome.HELD if _acts_too_often_here(automation, case.conversation.pk) else Outcome.FIRED,
        happened_at=clock.now(),
    )
    caused: list[int] = []
    if firing.outcome == Outcome.FIRED:
        caused = _do(firing, Steps.read(automation.does))
    firing.save(force_insert=True)
    Consequence.objects.bulk_create([Consequence(firing=firing, fact_id=pk) for pk in caused], ignore_conflicts=True)
    _break_circuit(automation)
    return firing


def _case_of(fact: Fact) -> Case | None:
    """Return what an automation looks at; nothing where a program wrote, or it is nobody's work."""
    return next((case for _fact, case in cases_of([fact])), None)


def _holds(automation: Automation, case: Case) -> bool:
    return all(verdict.holds for verdict in judge(Conditions.read(automation.conditions), case, Known()))


def _do(firing: Firing, steps: Steps) -> list[int]:
    """Take the steps, and return which facts that caused; a refusal takes all of them back and is kept with its reason."""
    try:
        with noting_what_is_caused() as caused, transaction.atomic():
            taker = Taker(None, f"automation:{firing.automation_id}:{firing.fact_id}")
            conversation = take_steps(conversation_id=firing.conversation_id, steps=steps, taker=taker)
            if told := _told(steps):
                ledger.record(POINTED_OUT, conversation, to=told, automation=firing.automation_id)
    except ConversationError as problem:
        firing.outcome, firing.problem = Outcome.REFUSED, str(problem)[:300]
        return []
    return caused


def _told(steps: Steps) -> list[int]:
    teams = Staff.objects.at_work().filter(teams__in=steps.notify_teams)
    return sorted({*steps.notify, *teams.values_list("pk", flat=True)})


def _acts_too_often_here(automation: Automation, conversation_id: int) -> bool:
    since = clock.now() - WITHIN
    here = Firing.objects.filter(automation=automation, conversation=conversation_id, happened_at__gte=since)
    return here.filter(outcome=Outcome.FIRED).count() >= MOST_IN_CONVERSATION


def _break_circuit(automation: Automation) -> None:
    """Switch an automation off that floods or fails; whoever made it is told by the fact."""
    rows = Firing.objects.filter(automation=automation)
    since = automation.switched_on_at
    if rows.filter(happened_at__gte=clock.now() - MINUTES, outcome=Outcome.FIRED).count() > MOST_IN_MINUTES:
        switch_off(automation_id=automation.pk, reason=Automation.Off.FLOOD)
        return
    latest = rows.filter(happened_at__gte=since).order_by("-pk").values_list("outcome", flat=True)[:MOST_FAILURES]
    if list(latest) == [Outcome.REFUSED] * MOST_FAILURES:
        switch_off(automation_id=automation.pk, reason=Automation.Off.FAILING)
