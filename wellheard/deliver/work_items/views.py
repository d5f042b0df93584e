"""Pages of the work that ideas and conversations wait for: link it, have it made, see how it stands."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide.models import Idea
from wellheard.deliver.work_items import commands, queries, trackers
from wellheard.deliver.work_items.commands import WorkItemError
from wellheard.deliver.work_items.forms import LinkForm, WishForm
from wellheard.deliver.work_items.models import WantedItem, WorkItem
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.addresses import conversation_path
from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.behind import Thing
from wellheard.understand.trends.queries.incident import name_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

SHOWN = 50


@dataclass(frozen=True)
class Waiter:
    """What waits for work: an idea, a conversation, or the conversations of something unusual."""

    idea: Idea | None = None
    conversation: Conversation | None = None
    spike: Spike | None = None

    @property
    def name(self) -> str:
        return name_of(self.spike) if self.spike else str(self.idea or self.conversation)

    @property
    def place(self) -> str:
        if self.spike:
            return "understand.trends"
        return "decide.ideas" if self.idea else "listen.inbox"

    @property
    def url(self) -> str:
        if self.idea:
            return reverse("idea", args=[self.idea.pk])
        if self.spike:
            return reverse("spike", args=[self.spike.pk])
        return conversation_path(self.conversation.pk if self.conversation else 0)

    @property
    def work(self) -> queries.Work:
        if self.idea:
            return queries.work_of_idea(self.idea)
        if self.spike:
            return queries.work_of_spike(self.spike)
        return queries.work_of_conversation(self.conversation.pk if self.conversation else 0)

    def link(self, request: StaffRequest, address: str) -> WorkItem:
        if self.idea:
            return commands.link_idea(idea_id=self.idea.pk, address=address, by=request.user)
        if self.spike:
            return commands.link_spike(spike_id=self.spike.pk, address=address, by=request.user)
        number = self.conversation.pk if self.conversation else 0
        return commands.link_conversation(conversation_id=number, address=address, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def idea_work(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Link an idea to work by its address, or have the work made."""
    return _work(request, Waiter(idea=get_object_or_404(Idea, pk=idea_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def conversation_work(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Park a conversation on work by its address, or have the work made."""
    return _work(request, Waiter(conversation=get_object_or_404(Conversation, pk=conversation_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def spike_work(request: StaffRequest, spike_id: int) -> HttpResponse:
    """Have the work made that something unusual asks for, or link it: its conversations come back when that is over."""
    return _work(request, Waiter(spike=get_object_or_404(Spike, pk=spike_id)))


@require_POST
@needs(Permission.EDIT_IDEAS)
def spike_unlinking(request: StaffRequest, spike_id: int, item_id: int) -> HttpResponse:
    """Let something unusual, and its conversations, wait for work no more."""
    item = get_object_or_404(WorkItem, pk=item_id)
    commands.unlink_spike(item_id=item.pk, spike_id=spike_id)
    messages.success(request, _("Its conversations do not wait for %(issue)s any more.") % {"issue": item.reference})
    return redirect("work_item", item_id)


@require_POST
@needs(Permission.EDIT_IDEAS)
def idea_unlinking(request: StaffRequest, idea_id: int, item_id: int) -> HttpResponse:
    """Let an idea wait for work no more."""
    item = get_object_or_404(WorkItem, pk=item_id)
    commands.unlink_idea(item_id=item.pk, idea_id=idea_id)
    messages.success(request, _("The idea does not wait for %(issue)s any more.") % {"issue": item.reference})
    return redirect("idea", idea_id)


@require_POST
@needs(Permission.ANSWER)
def conversation_unlinking(request: StaffRequest, conversation_id: int, item_id: int) -> HttpResponse:
    """Let a conversation wait for work no more."""
    item, conversation = get_object_or_404(WorkItem, pk=item_id), get_object_or_404(Conversation, pk=conversation_id)
    commands.unlink_conversation(item_id=item.pk, conversation_id=conversation.pk)
    messages.success(request, _("The conversation does not wait for %(issue)s any more.") % {"issue": item.reference})
    return redirect(conversation_path(conversation.pk))


@require_safe
@needs(Permission.VIEW)
def work_item(request: StaffRequest, item_id: int) -> HttpResponse:
    """Show a piece of work: how it stands, and what waits for it."""
    item = get_object_or_404(WorkItem.objects.select_related("duplicate_of"), pk=item_id)
    waiting = queries.conversations_of(item).select_related("requester", "company")
    context = {
        "place": "deliver.releases",
        "item": item,
        "ideas": queries.ideas_of(item).order_by("pk"),
        "spikes": [(link.spike, name_of(link.spike)) for link in item.spike_links.select_related("spike")],
        "conversations": [(one, conversation_path(one.pk)) for one in waiting[:SHOWN]],
        "conversation_count": waiting.count(),
        "waiting": queries.waiting_for(item),
        "refusing": trackers.refusing(),
        "duplicates": item.duplicates.order_by("pk"),
    }
    return render(request, "work_items/work_item.html", context)


@require_POST
@needs(Permission.EDIT_IDEAS)
def following(request: StaffRequest, item_id: int) -> HttpResponse:
    """Let all that waits for work that was moved wait for it where it is now."""
    try:
        item = commands.follow(item_id=get_object_or_404(WorkItem, pk=item_id).pk, by=request.user)
    except WorkItemError as problem:
        messages.error(request, str(problem))
        return redirect("work_item", item_id)
    messages.success(request, _("Everything waits for %(issue)s now.") % {"issue": item.reference})
    return redirect("work_item", item.pk)


@require_POST
@needs(Permission.EDIT_IDEAS)
def outcome(request: StaffRequest, item_id: int) -> HttpResponse:
    """Say what became of work that was closed without a reason."""
    said = request.POST.get("outcome", "")
    if said not in (WorkItem.Outcome.SHIPPED, WorkItem.Outcome.DECLINED):
        raise Http404(_("There is no such outcome."))
    commands.say_outcome(item_id=get_object_or_404(WorkItem, pk=item_id).pk, outcome=said)
    messages.success(request, _("Noted. The conversations that waited for it come back."))
    return redirect("work_item", item_id)


@require_POST
@needs(Permission.EDIT_IDEAS)
def again(request: StaffRequest, wanted_id: int) -> HttpResponse:
    """Try once more to make what the tracker did not take."""
    wanted = commands.try_again(wanted_id=get_object_or_404(WantedItem, pk=wanted_id).pk)
    messages.success(request, _("It is tried again. Load this page in a moment to see how it went."))
    return redirect(Waiter(wanted.idea, wanted.conversation, wanted.spike).url)


def _work(request: StaffRequest, waiter: Waiter) -> HttpResponse:
    """Show both ways to work, or go the one that was chosen: by an address, or by a text that is shown before it is sent."""
    linking = LinkForm(request.POST if "address" in request.POST else None)
    wishing = WishForm(request.POST if "key" in request.POST else None, initial=_first_words(waiter))
    if linking.is_bound and linking.is_valid():
        try:
            item = waiter.link(request, linking.cleaned_data["address"])
            messages.success(request, _("Linked to %(issue)s.") % {"issue": item.reference})
            return redirect(waiter.url)
        except WorkItemError as problem:
            linking.add_error("address", str(problem))
    if wishing.is_bound and wishing.is_valid():
        if "look" in request.POST:
            return _page(request, waiter, "work_items/preview.html", form=wishing, chosen=wishing.chosen)
        if "send" in request.POST and _asked(request, waiter, wishing):
            return redirect(waiter.url)
    context = {"linking": linking, "form": wishing, "work": waiter.work, "quotable": _quotable(waiter, wishing)}
    return _page(request, waiter, "work_items/work.html", **context)


def _asked(request: StaffRequest, waiter: Waiter, form: WishForm) -> bool:
    try:
        commands.ask_for_item(
            wish=form.wish, by=request.user, idea=waiter.idea, conversation=waiter.conversation, spike=waiter.spike
        )
    except WorkItemError as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("The issue is being made; it stands here in a moment."))
    return True


def _first_words(waiter: Waiter) -> dict[str, str]:
    """Begin with what we wrote ourselves. What customers wrote is never put into a tracker for them."""
    if waiter.spike:
        said = {"n": waiter.spike.highest_count, "companies": waiter.spike.company_count}
        body = _("At most %(n)d times in 24 hours, from %(companies)d companies; far more than usual.") % said
        return {"title": waiter.name, "body": body}
    return {"title": waiter.idea.title, "body": waiter.idea.problem} if waiter.idea else {}


def _quotable(waiter: Waiter, form: WishForm) -> list[tuple[str, Thing, bool]]:
    """Return what may be quoted: the name of its box, the thing, and whether it is chosen."""
    things = queries.quotable_of(waiter.spike) if waiter.spike else []
    return [(f"{thing.key[0]}-{thing.key[1]}", thing, thing.key in form.picked) for thing in things]


def _page(request: StaffRequest, waiter: Waiter, template: str, **context: Any) -> HttpResponse:
    given = [one for one in context.values() if isinstance(one, forms.Form)]
    status = 422 if any(one.is_bound and one.errors for one in given) else 200
    return render(request, template, {"place": waiter.place, "waiter": waiter, **context}, status=status)
