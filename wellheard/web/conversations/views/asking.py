"""Pages that ask one thing about a conversation or a message; a script shows them on top of the inbox."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide.models import Idea
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.articles.commands import ArticleError, wish_for_article
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.understand import similar
from wellheard.web.conversations.commands import Chosen, bring_in_product, link_to_idea
from wellheard.web.conversations.forms.asking import IdeaForm, JoinForm, PlacingForm, ProductForm
from wellheard.web.conversations.queries.others import joinable, named
from wellheard.web.conversations.queue import Queue
from wellheard.web.conversations.views.doing import FAULTS, stay, tried
from wellheard.web.conversations.views.showing import PLACE, found
from wellheard.web.feedback.queries import ideas_named
from wellheard.workspace.commands import Subject
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

MOST_IDEAS = 6


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONVERSE)
def idea(request: StaffRequest, message_id: int) -> HttpResponse:
    """Ask for which idea a message, or a passage of it, speaks; it becomes feedback and is linked."""
    message = get_object_or_404(Message.objects.select_related("conversation"), pk=message_id)
    words = request.GET.get("q", "").strip()[:100]
    form = IdeaForm(request.POST or None, message=message, initial=_passage(request), auto_id="ask_%s")

    def act() -> HttpResponse:
        chosen = Chosen(message.pk, *form.bounds, form.idea_id, form.cleaned_data["new_title"])
        made = link_to_idea(chosen=chosen, by=request.user)
        messages.success(
            request,
            _("Their words speak for “%(title)s” now. They hear back when it is decided.") % {"title": made.idea.title},
        )
        return stay(request, message.conversation_id)

    ideas = ideas_named(words) if words else _alike(message, form)
    context = {
        "template": "conversations/ask_idea.html",
        "title": _("Which idea does this speak for?"),
        "button": _("Link it"),
        "message": message,
        "ideas": ideas,
        "words": words,
    }
    return _ask(request, message.conversation, form, context, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONVERSE)
def placing(request: StaffRequest, message_id: int) -> HttpResponse:
    """Ask where a message belongs that was placed wrongly: into a conversation of its own, or into another one."""
    message = get_object_or_404(Message.objects.select_related("conversation"), pk=message_id)
    conversation = message.conversation
    others = joinable(conversation)
    form = PlacingForm(request.POST or None, others=others, auto_id="ask_%s")

    def act() -> HttpResponse:
        to = form.cleaned_data["to"]
        if to:
            moved = commands.move_message(message_id=message.pk, conversation_id=int(to)).conversation_id
        else:
            moved = commands.split_conversation(message_id=message.pk, by=request.user).pk
        messages.success(request, _("It stands here now."))
        return stay(request, int(to) if to else moved)

    context = {
        "title": _("Where does this message belong?"),
        "button": _("Put it there"),
        "hint": _("Split off, what came after it goes along. Moved, it goes alone."),
        "message": message,
    }
    return _ask(request, conversation, form, context, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONVERSE)
def joining(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Ask with which other one it is joined: of the same person, of their company, or found by words."""
    conversation = found(conversation_id)
    words = request.GET.get("q", "").strip()[:100]
    others = named(words, besides=conversation) if words else joinable(conversation)
    form = JoinForm(request.POST or None, auto_id="ask_%s")

    def act() -> HttpResponse:
        kept = commands.merge_conversations(
            kept_id=conversation.pk, gone_id=form.cleaned_data["other"], by=request.user
        )
        messages.success(request, _("Joined. They can be parted again at the end of the conversation."))
        return stay(request, kept.pk)

    context = {
        "template": "conversations/ask_joining.html",
        "title": _("Which conversation is the same one?"),
        "button": _("Join them"),
        "hint": _("What was written there stands here then, in order. It can be taken back."),
        "others": others,
        "words": words,
    }
    return _ask(request, conversation, form, context, act)


@require_POST
@needs(Permission.CONVERSE)
def parting(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Part a conversation from the one it was joined to."""
    get_object_or_404(Conversation, pk=conversation_id)
    tried(request, lambda: commands.unmerge_conversation(gone_id=conversation_id))
    return stay(request, conversation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONVERSE)
def product(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Ask which product manager looks at it, and what they should say; they are given a task."""
    conversation = found(conversation_id)
    tag = conversation.tags.select_related("area").order_by("-confirmed_at", "pk").first()
    form = ProductForm(request.POST or None, area=tag.area if tag else None, auto_id="ask_%s")

    def act() -> HttpResponse:
        chosen = form.cleaned_data
        task = bring_in_product(
            conversation_id=conversation.pk, manager=chosen["manager"], question=chosen["question"], by=request.user
        )
        messages.success(request, _("%(name)s is asked to look, and has a task.") % {"name": task.assignee})
        return stay(request, conversation.pk)

    context = {
        "title": _("What should product look at?"),
        "button": _("Ask them"),
        "hint": _(
            "They find your question here, and a task with two days’ time. "
            "Tell the customer the way around it meanwhile."
        ),
    }
    return _ask(request, conversation, form, context, act)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def wish(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Ask for an article that would have answered this; it becomes somebody's task."""
    conversation = found(conversation_id)
    tag = conversation.tags.select_related("area").order_by("-confirmed_at", "pk").first()
    source = Subject("conversation", conversation.pk)
    area = tag.area if tag else None
    title = str(conversation)
    language = conversation.language
    try:
        wish_for_article(title=title, area=area, by=request.user, source=source, language=language)
    except ArticleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is on the list of articles to write."))
    return stay(request, conversation.pk)


def _passage(request: StaffRequest) -> dict[str, Any]:
    """Read which passage was marked."""
    return {name: request.GET[name] for name in ("begin", "end") if is_whole_number(request.GET.get(name, ""))}


def _alike(message: Message, form: IdeaForm) -> list[Idea]:
    """Return the ideas that say most nearly what the passage says."""
    found_ideas = similar.find(form.passage, kind="idea", limit=MOST_IDEAS, language=message.language)
    ideas = Idea.objects.unmerged().in_bulk([match.object_id for match in found_ideas])
    return [ideas[match.object_id] for match in found_ideas if match.object_id in ideas]


def _ask(
    request: StaffRequest,
    conversation: Conversation,
    form: BaseForm,
    context: Mapping[str, Any],
    act: Callable[[], HttpResponse],
) -> HttpResponse:
    """Show the question, or do what was answered; what cannot be done is said above the form, with everything typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return act()
            except FAULTS as problem:
                form.add_error(None, str(problem))
    around = {
        "place": PLACE,
        "conversation": conversation,
        "queue": Queue.of(request),
        "form": form,
        "action": request.get_full_path(),
        **context,
    }
    return render(request, str(context.get("template", "conversations/ask.html")), around, status=status)
