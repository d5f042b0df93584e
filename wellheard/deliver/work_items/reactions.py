"""What the end of a piece of work owes: conversations come back by themselves, and somebody looks at the idea.

The tracker only proposes what becomes of an idea; what customers are told of it, people decide.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.deliver.work_items import trackers
from wellheard.deliver.work_items.commands import attach_conversations_of
from wellheard.deliver.work_items.models import WORK_ITEM, SpikeLink, WorkItem
from wellheard.deliver.work_items.queries import (
    conversations_of,
    family,
    is_over_for,
    last_of,
    undecided_ideas_of,
    waits_of,
)
from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import end_product_waits, withdraw_news
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.commands import Subject, add_task, drop_tasks_about
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

# The kinds of tasks that follow from what a tracker says.
OVER, LOST = "work_is_over", "work_is_lost"

State, Outcome = WorkItem.State, WorkItem.Outcome
News = Conversation.News

# What conversations come back with. Closed without a reason is never told to anybody.
_NEWS = {Outcome.SHIPPED: News.SHIPPED, Outcome.DECLINED: News.NOT_NOW}


@reacts_to("workitem.closed", "workitem.duplicate_found", "workitem.linked")
def settle(fact: Fact) -> None:
    """Bring back the conversations that waited for work that is over, and propose what to do with its ideas."""
    item = _item(fact)
    if item is None:
        return
    if item.duplicate_of:
        drop_tasks_about(kind=LOST, about=Subject(WORK_ITEM, item.pk))
        item = last_of(item)
    if item.state != State.CLOSED or item.broken_at:
        return
    if item.outcome in _NEWS:
        drop_tasks_about(kind=LOST, about=Subject(WORK_ITEM, item.pk))
        _bring_back(item, _NEWS[Outcome(item.outcome)])
    elif waits_of(item).exists() or item.outcome == Outcome.DUPLICATE:
        _ask_somebody(item, _what_became_of_it(item))
    if item.outcome != Outcome.DUPLICATE:
        _propose(item)


@reacts_to("workitem.linked")
def park_conversations_of_spike(fact: Fact) -> None:
    """Let the conversations of something unusual wait for the work that was linked to it."""
    for link in SpikeLink.objects.filter(item=fact.subject_id, spike=fact.details.get("spike")):
        attach_conversations_of(link)


@reacts_to("spike.grew", "spike.closed")
def park_what_came_since(fact: Fact) -> None:
    """Let those wait too that came while it went on."""
    for link in SpikeLink.objects.filter(spike=fact.subject_id).select_related("item", "spike"):
        attach_conversations_of(link)


@reacts_to("workitem.reopened")
def take_back(fact: Fact) -> None:
    """Let what was not told yet wait again while the work goes on, and propose nothing meanwhile."""
    item = _item(fact)
    if item is None or item.state == State.CLOSED:
        return
    for item_id in family(item):
        withdraw_news(subject_type=WORK_ITEM, subject_id=item_id)
        drop_tasks_about(kind=LOST, about=Subject(WORK_ITEM, item_id))
    for idea_id in undecided_ideas_of(item).values_list("pk", flat=True):
        _propose_no_more(idea_id)


@reacts_to("workitem.unlinked")
def propose_without_it(fact: Fact) -> None:
    """Propose nothing more for an idea that waits for this work no more."""
    if idea_id := fact.details.get("idea"):
        _propose_no_more(int(str(idea_id)))


@reacts_to("idea.status_changed")
def propose_nothing_more(fact: Fact) -> None:
    """Take the proposal back once customers are told something final."""
    if not Idea.objects.open().filter(pk=fact.subject_id).exists():
        drop_tasks_about(kind=OVER, about=Subject("idea", fact.subject_id))


@reacts_to("workitem.broken")
def tell_of_broken(fact: Fact) -> None:
    """Give somebody the task to look where a piece of work went that something waits for."""
    item = _item(fact)
    if item and item.broken_at and WorkItem.objects.followed().filter(pk=item.pk).exists():
        with translation.override(installation().language):
            why = {"issue": item.reference, "why": item.get_broken_reason_display()}
            title = _("%(issue)s is lost: %(why)s Link what waits for it to where it is now.") % why
        _ask_somebody(item, title)


@reacts_to("workitem.mended")
def look_no_more(fact: Fact) -> None:
    """There is nothing left to look for."""
    drop_tasks_about(kind=LOST, about=Subject(WORK_ITEM, fact.subject_id))


def _item(fact: Fact) -> WorkItem | None:
    return WorkItem.objects.select_related("duplicate_of").filter(pk=fact.subject_id).first()


def _bring_back(item: WorkItem, news: Conversation.News) -> None:
    """Bring conversations back, those too that came back with another outcome and whose customers were not told yet."""
    for item_id in family(item):
        ended = waits_of(item).filter(subject_id=item_id).exclude(ended_at=None).exclude(outcome=news)
        if ended.exclude(conversation__news_at=None).exists():
            withdraw_news(subject_type=WORK_ITEM, subject_id=item_id)
        end_product_waits(subject_type=WORK_ITEM, subject_id=item_id, outcome=news)


def _propose(item: WorkItem) -> None:
    for idea in undecided_ideas_of(item).select_related("owner"):
        with translation.override(installation().language):
            title = _proposal(item)
        about, whose = Subject("idea", idea.pk), _whose(item, idea)
        add_task(kind=OVER, title=title, about=about, assignee=whose, due_on=clock.today(), by=None)


def _propose_no_more(idea_id: int) -> None:
    if not is_over_for(idea_id):
        drop_tasks_about(kind=OVER, about=Subject("idea", idea_id))


def _ask_somebody(item: WorkItem, title: str) -> None:
    about, whose = Subject(WORK_ITEM, item.pk), _whose(item, None)
    add_task(kind=LOST, title=title, about=about, assignee=whose, due_on=clock.today(), by=None)


def _whose(item: WorkItem, idea: Idea | None) -> Staff | None:
    """Return who looks after the idea or has a conversation that waits, else who linked the work; nobody when all have left."""
    link = item.links.select_related("idea__owner", "made_by").order_by("pk").first()
    waiting = conversations_of(item).exclude(assignee=None).select_related("assignee").first()
    owner = idea.owner if idea else link.idea.owner if link else None
    for staff in (owner, waiting.assignee if waiting else None, link.made_by if link else None, item.made_by):
        if staff and staff.is_active:
            return staff
    return None


def _proposal(item: WorkItem) -> str:
    said = {"tracker": trackers.name_of(item.tracker), "issue": item.reference}
    if item.outcome == Outcome.SHIPPED:
        return (
            _("%(tracker)s closed %(issue)s as done: publish a release with the idea, or say what is missing.") % said
        )
    if item.outcome == Outcome.DECLINED:
        return (
            _("%(tracker)s closed %(issue)s as not planned: decide about the idea, so that those who asked hear it.")
            % said
        )
    return (
        _("%(tracker)s closed %(issue)s without a reason: find out what became of it, and decide about the idea.")
        % said
    )


def _what_became_of_it(item: WorkItem) -> str:
    said = {"tracker": trackers.name_of(item.tracker), "issue": item.reference}
    with translation.override(installation().language):
        if item.outcome == Outcome.DUPLICATE:
            return _("%(tracker)s closed %(issue)s as a duplicate and does not say of what: link the other one.") % said
        return (
            _("%(tracker)s closed %(issue)s without a reason: say whether it is done, so that customers hear it.")
            % said
        )
