"""What visitors say below an idea: kept first, mended or taken back within the hour."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers.models import Contact
from wellheard.decide import commands
from wellheard.decide.commands import CommentError
from wellheard.decide.models import Comment, Idea
from wellheard.listen.commands import FeedbackError
from wellheard.web.portal import limits, visits
from wellheard.web.portal.commands import keep_comment
from wellheard.web.portal.forms import MendForm, StoryForm
from wellheard.web.portal.views import pictures
from wellheard.web.portal.views.idea_page import address_of, public, show_idea
from wellheard.web.portal.views.identity import ask_who
from wellheard.web.portal.views.pages import go, is_a_flood, reader_of, show, writer_of
from wellheard.web.portal.views.posts import refusal, set_apart


@require_POST
def portal_comments(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Keep what a visitor says about an idea, as evidence for it; then ask who they are, unless we know."""
    idea, reader, form = public(request, idea_id), reader_of(request), StoryForm(request.POST)
    if pictures.take(request, form):
        typed, status = pictures.again(request, form), 422 if form.problems else 200
        return show_idea(request, idea, cast("StoryForm", typed), reader=reader, status=status)
    if status := refusal(request, form, reader, limit=limits.COMMENTS):
        return show_idea(request, idea, form, reader=reader, status=status)
    if answer := set_apart(request, form, reader, idea_id=idea.pk):
        return answer
    data = {name: form.cleaned_data[name] for name in ("words", "quotable", "once")}
    writer = writer_of(request)
    feedback = keep_comment(idea_id=idea.pk, contact=writer, **data)
    pictures.attach(request, form, feedback=feedback)
    # With something new before the #, or a browser that is on the page already would only scroll.
    address = f"{address_of(idea)}?said={feedback.pk}#words"
    visit = visits.read(request.session)
    visit.draft, visit.back_to = "", address
    is_known = writer is not None or feedback.contact_id is not None
    if not is_known:
        visit.posts = [*[post for post in visit.posts if post != feedback.pk], feedback.pk]
    visits.keep(request.session, visit)
    if not is_known:
        return ask_who(request)
    said = _("We have it. You see it below; others do once one of us has read it.")
    messages.success(request, _("We have it. It stands below.") if feedback.published_at else said)
    return go(request, address)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portal_comment(request: HttpRequest, idea_id: int, comment_id: int) -> HttpResponse:
    """Let its author mend a comment."""
    idea, reader = public(request, idea_id), reader_of(request)
    comment = _own(idea, comment_id, reader)
    form = MendForm(request.POST or None, initial={"words": comment.text})
    if request.method == "POST" and reader and form.is_valid() and not _is_flooded(request, form, reader):
        try:
            commands.edit_comment(comment_id=comment.pk, words=form.cleaned_data["words"], contact=reader)
        except (CommentError, FeedbackError) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("It is changed. Others see it once one of us has read it."))
            return redirect(f"{address_of(idea)}#words")
    context: dict[str, object] = {"portal_place": "ideas", "idea": idea, "comment": comment, "form": form}
    return show(request, "portal/comment.html", context, reader=reader, status=422 if form.errors else 200)


@require_POST
def portal_comment_withdrawal(request: HttpRequest, idea_id: int, comment_id: int) -> HttpResponse:
    """Let its author take a comment back."""
    idea, reader = public(request, idea_id), reader_of(request)
    comment = _own(idea, comment_id, reader)
    try:
        if reader:
            commands.withdraw_comment(comment_id=comment.pk, contact=reader)
    except CommentError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is taken back. Nobody sees it here any more."))
    return redirect(f"{address_of(idea)}#words")


def _own(idea: Idea, comment_id: int, reader: Contact | None) -> Comment:
    """Return the reader's own comment; somebody else's does not exist for them."""
    if reader is None:
        raise Http404
    own = Comment.objects.filter(idea=idea, pk=comment_id, feedback__contact=reader).select_related("feedback").first()
    if own is None:
        raise Http404
    return own


def _is_flooded(request: HttpRequest, form: MendForm, reader: Contact) -> bool:
    if not is_a_flood(request, limits.COMMENTS, reader):
        return False
    form.add_error(
        None,
        _("That is a lot at once. Your words are still here; send them again in %(minutes)d minutes.")
        % {"minutes": limits.MINUTES},
    )
    return True
