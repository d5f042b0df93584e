"""Whom a fact concerns. Each reaction may run twice: a colleague is told of a fact once."""

from collections.abc import Sequence

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.automations.models import Automation
from wellheard.listen.conversations.models import Conversation, Follower
from wellheard.listen.desk.queries.late import whom_it_concerns
from wellheard.listen.models import Feedback, Import
from wellheard.listen.satisfaction.models import Rating
from wellheard.understand.trends.commands.spikes import note_told
from wellheard.workspace.commands.notifying import notify
from wellheard.workspace.models import Notification, Staff, Task
from wellheard.workspace.permissions import Role

Kind = Notification.Kind

# What a company pays a month from which its voice is decisive, in minor units of the reporting currency.
DECISIVE_MINOR = 100_000
_CANNOT_WORK = 3


@reacts_to("feedback.assigned")
def tell_assignee(fact: Fact) -> None:
    """Tell whoever was asked to look at feedback."""
    notify(kind=Kind.ASSIGNED, fact=fact, to=[fact.details["to"]], about=("feedback", fact.subject_id))


@reacts_to("task.added", "task.assigned", "task.due", "task.overdue")
def tell_of_task(fact: Fact) -> None:
    """Tell whose task it is that they have it, that its day comes, or that it has passed."""
    task = Task.objects.open().filter(pk=fact.subject_id).first()
    if task:
        notify(kind=Kind.TASK, fact=fact, to=[task.assignee_id], about=("task", task.pk))


@reacts_to("report.made")
def tell_of_draft(fact: Fact) -> None:
    """Tell those who may publish reports that a draft was made by itself."""
    if fact.details.get("by_itself"):
        notify(kind=Kind.REPORT, fact=fact, to=_in_roles(Role.ADMIN, Role.PRODUCT), about=("report", fact.subject_id))


@reacts_to("review.rater_reminded")
def remind_of_ratings(fact: Fact) -> None:
    """Remind whoever has not rated yet that the round closes within a day."""
    task = Task.objects.open().filter(subject_type="attendee", subject_id=fact.details["attendee"]).first()
    if task:
        notify(kind=Kind.TASK, fact=fact, to=[fact.details["to"]], about=("task", task.pk))


@reacts_to("comment.added")
def tell_of_comment(fact: Fact) -> None:
    """Tell the idea's owner, or whoever decides where it has none, that a comment waits to be read."""
    waits = Feedback.objects.filter(pk=fact.details["feedback"], published_at=None).exists()
    if waits:
        to = _owners([fact.details["idea"]]) or _in_roles(Role.ADMIN, Role.PRODUCT)
        notify(kind=Kind.COMMENT, fact=fact, to=to, about=("idea", fact.details["idea"]))


@reacts_to("answer.failed", "answer.bounced")
def tell_of_failed_answer(fact: Fact) -> None:
    """Tell who looks after the company, the idea's owner otherwise, and admins when there is neither."""
    answer = Answer.objects.select_related("idea").filter(pk=fact.subject_id).first()
    if answer is None:
        return
    owners = list(Company.objects.filter(memberships__contact=answer.contact_id).values_list("owner_id", flat=True))
    to = _known(owners) or _known([answer.idea.owner_id if answer.idea else None]) or _in_roles(Role.ADMIN)
    notify(kind=Kind.ANSWER_FAILED, fact=fact, to=to, about=("answer", answer.pk))


@reacts_to("import.finished", "import.failed")
def tell_of_import(fact: Fact) -> None:
    """Tell whoever began an import that it is over."""
    run = Import.objects.filter(pk=fact.subject_id).first()
    if run:
        notify(kind=Kind.IMPORT, fact=fact, to=[run.by_id], about=("import", run.pk))


@reacts_to("reaction.failed")
def tell_of_failed_reaction(fact: Fact) -> None:
    """Tell admins of a reaction that will not be tried again by itself."""
    notify(kind=Kind.REACTION, fact=fact, to=_in_roles(Role.ADMIN), about=("job", fact.subject_id))


@reacts_to("evidence.importance_set")
def tell_of_blocked_company(fact: Fact) -> None:
    """Tell an idea's owner that somebody cannot work without it."""
    if fact.details["importance"] == _CANNOT_WORK:
        _tell_of_voice(fact, fact.details["idea"])


@reacts_to("feedback.linked")
def tell_of_large_company(fact: Fact) -> None:
    """Tell an idea's owner that a company that pays much asks for it."""
    if fact.company_id and Company.objects.filter(pk=fact.company_id, mrr_minor__gte=DECISIVE_MINOR).exists():
        _tell_of_voice(fact, fact.details["idea"])


@reacts_to("idea.joined", "idea.parted")
def tell_of_merged_ideas(fact: Fact) -> None:
    """Tell the owners of two ideas that they became one, or two again."""
    ideas = [fact.subject_id, fact.details["source"]]
    notify(kind=Kind.MERGE, fact=fact, to=_owners(ideas), about=("idea", fact.subject_id))


@reacts_to("company.merged", "company.unmerged")
def tell_of_merged_companies(fact: Fact) -> None:
    """Tell who looks after two companies that they became one, or two again."""
    both = [fact.subject_id, fact.details.get("gone"), fact.details.get("kept")]
    owners = list(Company.objects.filter(pk__in=_known(both)).values_list("owner_id", flat=True))
    notify(kind=Kind.MERGE, fact=fact, to=owners, about=("company", fact.details.get("kept") or fact.subject_id))


@reacts_to("spike.opened")
def tell_of_spike(fact: Fact) -> None:
    """Tell the team of the area that far more than usual is said about it; where there is none, whoever looks after products."""
    team = (
        Staff.objects.at_work().filter(teams__areas=fact.details["area"])
        if fact.details["area"]
        else Staff.objects.none()
    )
    to = list(team.values_list("pk", flat=True)) or _in_roles(Role.PRODUCT) or _in_roles(Role.ADMIN)
    notify(kind=Kind.SPIKE, fact=fact, to=to, about=("spike", fact.subject_id))
    note_told(spike_id=fact.subject_id)


@reacts_to("company.assigned", "idea.assigned")
def tell_new_owner(fact: Fact) -> None:
    """Tell whoever looks after a company or an idea from now on. Of an import, of which nobody is told, they are not."""
    if fact.actor_type != Fact.Actor.SYSTEM:
        notify(kind=Kind.OWNER, fact=fact, to=[fact.details["to"]], about=(fact.subject_type, fact.subject_id))


@reacts_to("conversation.overdue")
def tell_of_late_answer(fact: Fact) -> None:
    """Tell whom it concerns that a customer waits longer than promised, unless they were answered meanwhile."""
    conversation = Conversation.objects.select_related("assignee").filter(pk=fact.subject_id).first()
    if conversation and conversation.waits_for == Conversation.WaitsFor.US:
        to = whom_it_concerns(conversation, fact.details["step"])
        notify(kind=Kind.LATE, fact=fact, to=to, about=("conversation", conversation.pk))


@reacts_to("conversation.pointed_out")
def tell_of_what_was_pointed_out(fact: Fact) -> None:
    """Tell whom an automation asks to look at a conversation."""
    notify(kind=Kind.FOLLOWED, fact=fact, to=fact.details["to"], about=("conversation", fact.subject_id))


@reacts_to("automation.switched_off")
def tell_of_automation_switched_off(fact: Fact) -> None:
    """Tell whoever wrote an automation, and admins, that it was switched off because it went wrong."""
    automation = Automation.objects.filter(pk=fact.subject_id).first()
    if automation and fact.details["reason"] != Automation.Off.PERSON:
        to = [*_in_roles(Role.ADMIN), *_known([automation.made_by_id])]
        notify(kind=Kind.AUTOMATION, fact=fact, to=to, about=("automation", automation.pk))


@reacts_to("rating.given")
def tell_of_rating(fact: Fact) -> None:
    """Tell whoever answered how it went; where it was not good, their team too."""
    rating = Rating.objects.select_related("conversation").filter(pk=fact.subject_id).first()
    if rating is None:
        return
    to = [rating.staff_id]
    if fact.details["score"] == Rating.Score.BAD:
        teams = Staff.objects.at_work().filter(teams=rating.team_id) if rating.team_id else Staff.objects.none()
        to += teams.values_list("pk", flat=True)
    notify(kind=Kind.RATING, fact=fact, to=to, about=("conversation", rating.conversation_id))


@reacts_to("conversation.assigned")
def tell_new_assignee(fact: Fact) -> None:
    """Tell whoever is to answer a conversation from now on."""
    told = fact.details["assignee"]
    if told and told != fact.details.get("old_assignee"):
        notify(kind=Kind.CONVERSATION, fact=fact, to=[told], about=("conversation", fact.subject_id))


@reacts_to("note.written")
def tell_who_is_mentioned(fact: Fact) -> None:
    """Tell whom a note asks to look, and whoever follows the conversation."""
    followers = Follower.objects.filter(conversation=fact.subject_id).values_list("staff_id", flat=True)
    to = [*fact.details.get("mentioned", []), *followers]
    notify(kind=Kind.FOLLOWED, fact=fact, to=to, about=("conversation", fact.subject_id))


@reacts_to("message.heard", "message.sent", "conversation.closed", "conversation.has_news")
def tell_followers(fact: Fact) -> None:
    """Tell whoever follows a conversation of what is new in it; when it is urgent, whoever has it too."""
    if fact.details.get("automatic"):
        return
    to: list[int | None] = [*Follower.objects.filter(conversation=fact.subject_id).values_list("staff_id", flat=True)]
    if fact.name == "message.heard":
        urgent = Conversation.objects.filter(pk=fact.subject_id, priority=Conversation.Priority.URGENT)
        to += urgent.values_list("assignee_id", flat=True)
    notify(kind=Kind.FOLLOWED, fact=fact, to=to, about=("conversation", fact.subject_id))


@reacts_to("conversation.prioritised")
def tell_of_urgent(fact: Fact) -> None:
    """Tell whoever has a conversation that it became urgent."""
    if fact.details["priority"] == Conversation.Priority.URGENT:
        has = Conversation.objects.filter(pk=fact.subject_id).values_list("assignee_id", flat=True)
        notify(kind=Kind.FOLLOWED, fact=fact, to=has, about=("conversation", fact.subject_id))


@reacts_to("staff.handed_on")
def tell_of_what_was_handed_on(fact: Fact) -> None:
    """Tell whoever takes over what a colleague who left looked after."""
    notify(kind=Kind.HANDED_ON, fact=fact, to=[fact.details["to"]], about=("handed_on", fact.details["row"]))


def _tell_of_voice(fact: Fact, idea_id: int) -> None:
    # Imports and the demo act as Wellheard itself; nobody is told of thousands of rows at once.
    if fact.actor_type != Fact.Actor.SYSTEM:
        notify(kind=Kind.VOICE, fact=fact, to=_owners([idea_id]), about=("idea", idea_id))


def _owners(idea_ids: list[int]) -> list[int]:
    return _known(list(Idea.objects.filter(pk__in=idea_ids).values_list("owner_id", flat=True)))


def _in_roles(*roles: Role) -> list[int]:
    return list(Staff.objects.at_work().filter(role__in=roles).values_list("pk", flat=True))


def _known(ids: Sequence[int | None]) -> list[int]:
    return [number for number in ids if number]
