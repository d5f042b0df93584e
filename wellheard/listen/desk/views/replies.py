"""Saved replies: their settings, and finding one while writing an answer."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.desk.commands import replies as commands
from wellheard.listen.desk.filling import filled, known
from wellheard.listen.desk.forms import SavedReplyForm, whose_of
from wellheard.listen.desk.models import SavedReply
from wellheard.listen.desk.queries.sharing import MOST_SHOWN, conversation_for_filling, replies_for, text_in
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.replies"
LISTED = 200


@require_safe
@needs(Permission.ANSWER)
def replies(request: StaffRequest) -> HttpResponse:
    """Show the saved replies somebody may use, the most used first."""
    words = clean_line(request.GET.get("q", ""))[:100]
    rows = list(replies_for(request.user, words)[:LISTED])
    shown = [(row, text_in(row, request.user.language)) for row in rows]
    return render(request, "desk/replies.html", {"place": PLACE, "rows": shown, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def reply_new(request: StaffRequest) -> HttpResponse:
    """Save a reply to use again."""
    form = SavedReplyForm(request.POST or None, staff=request.user, languages=[installation().language])
    if request.method == "POST" and saved(form, lambda: _make(request, form)):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_replies")
    return show(request, "desk/reply.html", form, place=PLACE, meanings=known())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def reply(request: StaffRequest, reply_id: int) -> HttpResponse:
    """Write a saved reply anew."""
    row = get_object_or_404(SavedReply.objects.open_to(request.user), pk=reply_id)
    texts = {text.language: text.words for text in row.texts.all()}
    initial = {"name": row.name, "whose": whose_of(row)} | {f"words_{code}": words for code, words in texts.items()}
    form = SavedReplyForm(request.POST or None, staff=request.user, languages=texts, initial=initial)
    if request.method == "POST" and saved(form, lambda: _edit(request, row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_replies")
    return show(request, "desk/reply.html", form, place=PLACE, meanings=known(), row=row)


@require_POST
@needs(Permission.ANSWER)
def reply_removal(request: StaffRequest, reply_id: int) -> HttpResponse:
    """Remove a saved reply."""
    row = get_object_or_404(SavedReply.objects.open_to(request.user), pk=reply_id)
    commands.remove_saved_reply(reply_id=row.pk, by=request.user)
    messages.success(request, _("“%(name)s” is removed. What was sent with it stays.") % {"name": row.name})
    return redirect("settings_replies")


@never_cache
@require_safe
@needs(Permission.ANSWER)
def replies_found(request: StaffRequest) -> HttpResponse:
    """Find saved replies while somebody writes: each filled in for their conversation, in the customer's language."""
    number = request.GET.get("conversation", "")
    conversation = conversation_for_filling(int(number)) if is_whole_number(number) else None
    found = []
    for row in replies_for(request.user, clean_line(request.GET.get("q", ""))[:100])[:MOST_SHOWN]:
        text = text_in(row, conversation.language if conversation else request.user.language)
        words = text.words if text else ""
        said = filled(words, conversation, request.user) if conversation else words
        found.append({"id": row.pk, "name": row.name, "language": text.language if text else "", "words": said})
    return JsonResponse({"replies": found})


@require_POST
@needs(Permission.ANSWER)
def reply_use(request: StaffRequest, reply_id: int) -> HttpResponse:
    """Count that a saved reply was put into an answer."""
    row = get_object_or_404(SavedReply.objects.open_to(request.user), pk=reply_id)
    commands.note_saved_reply_used(reply_id=row.pk)
    return HttpResponse(status=204)


def _make(request: StaffRequest, form: SavedReplyForm) -> None:
    said = form.cleaned_data
    commands.make_saved_reply(name=said["name"], whose=form.chosen, texts=form.texts, by=request.user)


def _edit(request: StaffRequest, row: SavedReply, form: SavedReplyForm) -> None:
    commands.edit_saved_reply(
        reply_id=row.pk,
        version=form.version,
        name=form.cleaned_data["name"],
        whose=form.chosen,
        texts=form.texts,
        by=request.user,
    )
