"""What customers say below an idea on the portal, and what the team says to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide import commands
from wellheard.decide.commands import CommentError
from wellheard.decide.models import Comment, Idea
from wellheard.foundation.paging import Page, page_of
from wellheard.web.ideas.forms import ReplyForm
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.idea import found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

NEWEST = ("-said_at", "-pk")
SHOWN, PAGE = 4, 20


@require_safe
@needs(Permission.VIEW)
def comments(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show everything said below an idea, newest first."""
    shown = found(idea_id)
    context = {"place": PLACE, "idea": shown, "page": threads_page(shown, cursor=request.GET.get("after", ""))}
    return render(request, "ideas/comments.html", context)


@require_POST
@needs(Permission.ANSWER)
def replies(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Write below an idea as the team, from here or from its public page."""
    shown, form = found(idea_id), ReplyForm(request.POST)
    if not form.is_valid():
        return _again(request, shown, form)
    try:
        said = commands.reply(
            idea_id=shown.pk, words=form.cleaned_data["words"], by=request.user, reply_to=form.cleaned_data["reply_to"]
        )
    except CommentError as problem:
        form.add_error(None, str(problem))
        return _again(request, shown, form)
    messages.success(request, _("It is written. Whoever waits for it is told by mail."))
    return redirect(f"{_back(request, shown)}#comment-{said.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def reply(request: StaffRequest, idea_id: int, comment_id: int) -> HttpResponse:
    """Reword what one wrote within the hour."""
    shown = found(idea_id)
    comment = get_object_or_404(Comment.objects.standing(), pk=comment_id, idea=shown, feedback=None)
    form = ReplyForm(request.POST or None, initial={"words": comment.words})
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_reply(comment_id=comment.pk, words=form.cleaned_data["words"], by=request.user)
        except CommentError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("It is reworded."))
            return redirect(f"{reverse('idea_comments', args=[shown.pk])}#comment-{comment.pk}")
    return _show_form(request, shown, form)


@require_POST
@needs(Permission.ANSWER)
def reply_withdrawal(request: StaffRequest, idea_id: int, comment_id: int) -> HttpResponse:
    """Take back what the team wrote."""
    shown = found(idea_id)
    comment = get_object_or_404(Comment, pk=comment_id, idea=shown, feedback=None)
    commands.withdraw_reply(comment_id=comment.pk)
    messages.success(request, _("It is taken back. Whoever was told by mail keeps the mail."))
    return redirect("idea_comments", shown.pk)


def threads_page(shown: Idea, *, cursor: str = "", size: int = PAGE) -> Page[Comment]:
    """Return what was said below an idea, newest first, each with its replies."""
    threads = Comment.objects.standing().threads().filter(idea=shown).with_people()
    page = page_of(threads, order=NEWEST, cursor=cursor, size=size)
    by_pk = {comment.pk: comment for comment in page.items}
    answered = Comment.objects.standing().filter(reply_to__in=by_pk).select_related("staff").order_by("said_at", "pk")
    for comment in page.items:
        vars(comment)["answers"] = []
    for one in answered:
        vars(by_pk[one.reply_to_id or 0])["answers"].append(one)
    return page


def _again(request: StaffRequest, shown: Idea, form: ReplyForm) -> HttpResponse:
    """Show the words again with what is wrong with them: nothing typed is lost."""
    return _show_form(request, shown, form)


def _show_form(request: StaffRequest, shown: Idea, form: ReplyForm) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"place": PLACE, "idea": shown, "form": form, "address": request.path}
    return render(request, "ideas/reply.html", context, status=status)


def _back(request: HttpRequest, shown: Idea) -> str:
    wanted = request.POST.get("next", "")[:1_000]
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(reverse("portal"))
    return wanted if is_ours else reverse("idea_comments", args=[shown.pk])
