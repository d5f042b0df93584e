"""The queue of posts: what others may read is read by one of us first."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.models import TriageStep
from wellheard.web.feedback.commands.steps import UndoError, take_back
from wellheard.web.moderation import commands, queries
from wellheard.web.templatetags.figures import number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

MOST_AT_ONCE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def moderation(request: StaffRequest) -> HttpResponse:
    """Show what waits to be read, what is published, hidden or spam; decide about one or many."""
    shelf = queries.shelf_of(request.GET.get("shelf", ""))
    address = f"{reverse('moderation')}?shelf={shelf.key}"
    if request.method == "POST":
        _decide(request)
        return redirect(address)
    context: dict[str, Any] = {
        "place": "listen.posts",
        "shelf": shelf,
        "shelves": queries.SHELVES,
        "page": queries.posts_page(shelf, cursor=request.GET.get("after", "")),
        "waiting": queries.waiting_count(),
        "is_spam": shelf is queries.SPAM,
        "marked": queries.marked_as_spam() if shelf is queries.SPAM else [],
        "last_step": TriageStep.objects.latest_of(request.user).filter(kind__in=commands.VERDICTS).first(),
    }
    return render(request, "moderation/posts.html", context)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def undoing(request: StaffRequest, step_id: int) -> HttpResponse:
    """Take a decision back."""
    try:
        take_back(step_id=step_id, by=request.user)
    except UndoError as problem:
        messages.error(request, str(problem))
    else:
        messages.info(request, _("Taken back. It stands as it stood before."))
    return redirect("moderation")


def _decide(request: StaffRequest) -> None:
    # A row's own button names its post beside the verdict: "publish 12".
    verdict, _space, one = request.POST.get("do", "").partition(" ")
    ids = _numbers([one] if one else request.POST.getlist("ids"))
    if not ids:
        messages.error(request, _("Nothing is chosen. Choose a post, then say what becomes of it."))
    elif verdict == "let-in":
        done = commands.let_all_in(suspect_ids=ids)
        _say(request, done, _sentence(verdict, done.count))
    elif verdict in commands.VERDICTS:
        done = commands.decide(feedback_ids=ids, verdict=verdict, by=request.user)
        _say(request, done, _sentence(verdict, done.count))
    else:
        messages.error(request, _("Choose what becomes of it: publish it, hide it, or call it spam."))


def _say(request: StaffRequest, done: commands.Decided, sentence: str) -> None:
    for problem in done.refused:
        messages.error(request, problem)
    if done.count:
        undo = reverse("moderation_undoing", args=[done.step.pk]) if done.step else ""
        messages.success(request, sentence, extra_tags=undo)


def _sentence(verdict: str, count: int) -> str:
    sentences = {
        "publish": ngettext("Others may read it now.", "Others may read %(count)s posts now.", count),
        "hide": ngettext("Others do not read it.", "Others do not read these %(count)s posts.", count),
        "spam": ngettext("It is spam and counts nowhere.", "%(count)s posts are spam and count nowhere.", count),
        "wait": ngettext("It waits to be read again.", "%(count)s posts wait to be read again.", count),
        "let-in": ngettext("It is feedback like any other now.", "%(count)s posts are feedback now.", count),
    }
    return sentences[verdict] % {"count": number(count)}


def _numbers(written: list[str]) -> list[int]:
    return [int(one) for one in written if is_whole_number(one)][:MOST_AT_ONCE]
