"""Writing: replies and notes, drafts, and a reply that is taken back."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.listing import listed
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.commands import ConversationError, Pair, Reply, UnseenPartsError
from wellheard.listen.conversations.models import Conversation, Message, Tag
from wellheard.web.conversations.commands import Ending, answer_customer
from wellheard.web.conversations.forms.writing import NOTE, ComposerForm
from wellheard.web.conversations.mentions import mentioned_in
from wellheard.web.conversations.views.begun import (
    begun_by,
    files_chosen,
    files_of,
    keep_words,
    only_attaches,
    take_files,
)
from wellheard.web.conversations.views.doing import follow_up, go_on, stay, tried
from wellheard.web.conversations.views.showing import found, show
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.CONVERSE)
def writing(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Send a reply or keep a note. What cannot be done is said above what was written, which stays."""
    conversation = found(conversation_id)
    form = ComposerForm(request.POST, auto_id="composer_%s")
    taken = take_files(request, conversation)
    if taken.problems or only_attaches(request):
        keep_words(request, conversation)
        return show(request, conversation, form=form, refused=taken.problems, status=422 if taken.problems else 200)
    if not form.is_valid():
        return show(request, conversation, form=form, status=422)
    try:
        if form.cleaned_data["kind"] == NOTE:
            return _note(request, conversation, form, files_chosen(request, taken))
        return _reply(request, conversation, form, files_chosen(request, taken))
    except UnseenPartsError as problem:
        return _collision(request, conversation, form, problem)
    except ConversationError as problem:
        form.add_error(None, str(problem))
        return show(request, conversation, form=form, status=422)


@require_POST
@needs(Permission.CONVERSE)
def files(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Keep files that were chosen, or take one out, and show the list of them, for the composer that is open."""
    conversation = found(conversation_id)
    taken = take_files(request, conversation)
    context = {"draft_files": files_of(begun_by(request.user, conversation)), "refused": taken.problems}
    return render(request, "conversations/draft_files.html", context, status=422 if taken.problems else 200)


@require_POST
@needs(Permission.CONVERSE)
def withdrawal(request: StaffRequest, message_id: int) -> HttpResponse:
    """Take a reply back that has not gone out."""
    message = get_object_or_404(Message, pk=message_id)
    if tried(request, lambda: commands.withdraw_reply(message_id=message.pk, by=request.user)):
        messages.info(request, _("Taken back. It did not go out; your words are here again."))
    return redirect("conversation", message.conversation_id)


@require_POST
@needs(Permission.CONVERSE)
def undoing(request: StaffRequest) -> HttpResponse:
    """Take back the last reply of this person that has not gone out."""
    waiting = Message.objects.filter(staff=request.user, state=Message.State.SCHEDULED).order_by("-pk")
    message = waiting.first()
    if message is None:
        messages.info(request, _("There is no reply of yours that could still be taken back."))
        return redirect("inbox")
    return withdrawal(request, message_id=message.pk)  # type: ignore[return-value]


@require_POST
@needs(Permission.CONVERSE)
def draft(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Keep what somebody is writing; their page sends it while they type."""
    return HttpResponse(status=204 if keep_words(request, found(conversation_id)) else 422)


def _reply(
    request: StaffRequest, conversation: Conversation, form: ComposerForm, file_ids: tuple[int, ...]
) -> HttpResponse:
    closes = request.POST.get("then") == "close"
    following = follow_up(request, conversation) if closes else conversation.pk
    chosen = form.cleaned_data
    message = answer_customer(
        conversation_id=conversation.pk,
        by=request.user,
        reply=Reply(chosen["words"], chosen["key"], chosen["to"], chosen["cc"], chosen["send_at"], file_ids=file_ids),
        seen_message_id=chosen["seen"],
        ending=Ending(_meant(conversation, form.pairs, closes=closes), closes),
    )
    messages.success(request, _gone(form), extra_tags=reverse("message_withdrawal", args=[message.pk]))
    return go_on(request, following)


def _note(
    request: StaffRequest, conversation: Conversation, form: ComposerForm, file_ids: tuple[int, ...]
) -> HttpResponse:
    words = form.cleaned_data["words"]
    mentioned = mentioned_in(words, Staff.objects.at_work()) if "@" in words else []
    commands.write_note(
        conversation_id=conversation.pk,
        by=request.user,
        words=words,
        mentioned=mentioned,
        key=form.cleaned_data["key"],
        file_ids=file_ids,
    )
    commands.mark_read(conversation_id=conversation.pk, staff=request.user)
    if mentioned:
        names = listed(one.name for one in mentioned)
        messages.success(request, _("Noted. %(names)s is asked to look.") % {"names": names})
    return stay(request, conversation.pk)


def _collision(
    request: StaffRequest, conversation: Conversation, form: ComposerForm, problem: UnseenPartsError
) -> HttpResponse:
    """Show what came meanwhile above what was written; sent again it goes out, unless more came."""
    words = clean_words(form.cleaned_data["words"])
    newest = max(one.pk for one in problem.unseen)
    commands.save_draft(
        conversation_id=conversation.pk,
        staff=request.user,
        kind=Message.Kind.REPLY,
        words=words,
        seen_message_id=form.cleaned_data["seen"],
    )
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = str(newest)  # type: ignore[index]
    return show(request, conversation, form=form, unseen=problem.unseen, problem=str(problem), status=409)


def _meant(conversation: Conversation, pairs: Sequence[Pair], *, closes: bool) -> tuple[Pair, ...]:
    """Return what the writer says it is about. Kept open, a suggestion that merely stands there says nothing."""
    if closes:
        return tuple(pairs)
    suggested = set(Tag.objects.suggested().filter(conversation=conversation).values_list("area_id", "category_id"))
    return tuple(pair for pair in pairs if pair not in suggested)


def _gone(form: ComposerForm) -> str:
    moment = form.cleaned_data["send_at"]
    if moment:
        return _("On %(moment)s it goes out.") % {"moment": date_format(localtime(moment), "DATETIME_FORMAT")}
    return _("Your reply goes out in ten seconds.")
