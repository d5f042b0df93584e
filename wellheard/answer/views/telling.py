"""Tell everybody who waits what became of it: each once, in their conversation or by mail, after a look at every word."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellheard.answer import commands, telling
from wellheard.answer.commands import AnswerError
from wellheard.answer.telling import Telling
from wellheard.decide.models import Idea
from wellheard.deliver.work_items.models import WorkItem
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations.commands import ConversationError
from wellheard.listen.desk.addresses import conversation_path
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def about_idea(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Tell everybody what became of an idea."""
    idea = get_object_or_404(Idea, pk=idea_id)
    if request.method == "POST":
        return _tell(request, telling.about_idea(idea))
    return _show(request, telling.about_idea(idea), name=idea.title, url=reverse("idea", args=[idea.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def about_item(request: StaffRequest, item_id: int) -> HttpResponse:
    """Tell everybody what became of a piece of work."""
    item = get_object_or_404(WorkItem, pk=item_id)
    if request.method == "POST":
        return _tell(request, telling.about_item(item))
    return _show(request, telling.about_item(item), name=str(item), url=reverse("work_item", args=[item.pk]))


def _show(request: StaffRequest, found: Telling, *, name: str, url: str) -> HttpResponse:
    rows = [(one, conversation_path(one.conversation.pk)) for one in found.in_conversations]
    context = {"place": "answer.answers", "telling": found, "rows": rows, "name": name, "url": url}
    return render(request, "answers/telling.html", context)


def _tell(request: StaffRequest, found: Telling) -> HttpResponse:
    """Tell those who stood on the page that was sent. Each is one step of its own: whoever was told before a crash stays told."""
    told, late = 0, 0
    for one in found.in_conversations:
        words = request.POST.get(f"words-{one.conversation.pk}", "").strip()
        if not words:
            continue
        try:
            told += (
                commands.tell_in_conversation(
                    conversation_id=one.conversation.pk,
                    words=words,
                    news=request.POST.get(f"news-{one.conversation.pk}", ""),
                    seen_message_id=_number(request.POST.get(f"seen-{one.conversation.pk}", "")),
                    by=request.user,
                )
                is not None
            )
        except ConversationError:
            late += 1
    told += _send(request, found)
    _say(request, told, late)
    return redirect(request.path)


def _send(request: StaffRequest, found: Telling) -> int:
    """Send the answers that stood on the page; return how many people they reach."""
    until = _number(request.POST.get("until", "")) or 0
    chosen = [one.answer for one in found.by_mail if one.answer.pk <= until]
    if not chosen:
        return 0
    try:
        commands.send_chosen(answers=telling.those(chosen), by=request.user)
    except AnswerError as problem:
        messages.error(request, str(problem))
        return 0
    return len({answer.contact_id for answer in chosen})


def _say(request: StaffRequest, told: int, late: int) -> None:
    if told:
        done = ngettext("%(n)d person hears it.", "%(n)d people hear it.", told) % {"n": told}
        messages.success(request, done + " " + _("Replies can be taken back for ten seconds, in their conversations."))
    if late:
        sentence = ngettext(
            "In %(n)d conversation something was written meanwhile: nothing was sent there. Look at it below.",
            "In %(n)d conversations something was written meanwhile: nothing was sent there. Look at them below.",
            late,
        )
        messages.error(request, sentence % {"n": late})
    if not told and not late:
        messages.info(request, _("Everybody here has been told already."))


def _number(said: str) -> int | None:
    return int(said) if is_whole_number(said) else None
