"""Telling us something: the words are kept first, everything else comes after."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.models import Contact
from wellheard.customers.queries import anonymous
from wellheard.listen.models import Feedback
from wellheard.web.help_centre import showing
from wellheard.web.portal import limits, visits
from wellheard.web.portal.commands import keep_apart, keep_words, origin_key
from wellheard.web.portal.forms import PostForm
from wellheard.web.portal.queries.promise import promised_hours
from wellheard.web.portal.queries.way import first_steps
from wellheard.web.portal.suspicion import suspicion_of
from wellheard.web.portal.views import pictures
from wellheard.web.portal.views.board import show_board
from wellheard.web.portal.views.identity import ask_who
from wellheard.web.portal.views.pages import go, is_a_flood, reader_of, show, writer_of


@require_POST
def portal_posts(request: HttpRequest) -> HttpResponse:
    """Keep what a visitor needs; then ask who they are, unless we know."""
    reader = reader_of(request)
    form = PostForm(request.POST)
    if pictures.take(request, form):
        return show_board(request, pictures.again(request, form), reader=reader, status=422 if form.problems else 200)
    if status := refusal(request, form, reader):
        return show_board(request, form, reader=reader, status=status)
    if answer := set_apart(request, form, reader):
        return answer
    writer = writer_of(request)
    feedback = keep(form, writer)
    showing.note_sent(request.session)
    pictures.attach(request, form, feedback=feedback)
    return after_keeping(request, feedback, writer)


@never_cache
@require_safe
def portal_thanks(request: HttpRequest) -> HttpResponse:
    """Say that we have it, what happens next, and when."""
    visit = visits.read(request.session)
    # Whoever leaves it without an address is thanked all the same.
    posts = list(Feedback.objects.filter(pk__in=visit.posts or visit.thanked_for).order_by("-pk"))
    if not posts:
        return redirect("portal")
    authors = [post.contact_id for post in posts if post.contact_id]
    hours, is_reachable = promised_hours(), len(authors) == len(posts) and not anonymous(authors)
    context: dict[str, object] = {
        "portal_place": "ideas",
        "posts": posts,
        "hours": hours,
        "next_steps": first_steps(hours, is_reachable=is_reachable),
        "is_reachable": is_reachable,
    }
    return show(request, "portal/thanks.html", context, reader=reader_of(request))


def refusal(request: HttpRequest, form: PostForm, reader: Contact | None, *, limit: limits.Limit | None = None) -> int:
    """Check a post; return 0, or the status to refuse it with. Its words stay in the form either way."""
    if not form.is_valid() or form.problems:
        return 422
    if is_a_flood(request, limit or limits.POSTS, reader):
        form.add_error(
            None,
            _("That is a lot at once. Your words are still here; send them again in %(minutes)d minutes.")
            % {"minutes": limits.MINUTES},
        )
        return 429
    return 0


def set_apart(
    request: HttpRequest, form: PostForm, reader: Contact | None, *, idea_id: int | None = None
) -> HttpResponse | None:
    """Keep what looks like spam where it counts nowhere, and say so; None for what does not look so."""
    data = {name: form.cleaned_data[name] for name in ("words", "quotable", "once")}
    reason = suspicion_of(data["words"], trap=form.trap, origin_key=origin_key(data["once"], data["words"]))
    if not reason:
        return None
    suspect = keep_apart(**data, contact=reader, reason=reason, idea_id=idea_id)
    pictures.attach(request, form, suspect=suspect)
    visit = visits.read(request.session)
    visit.draft = ""
    if reader is None:
        visit.suspects = [*[one for one in visit.suspects if one != suspect.pk], suspect.pk]
    visits.keep(request.session, visit)
    messages.success(request, _("We have it. It looks like advertising to a machine, so one of us reads it first."))
    return go(request, reverse("portal_idea", args=[idea_id]) if idea_id else reverse("portal"))


def keep(form: PostForm, reader: Contact | None) -> Feedback:
    """Keep the words of a form that was found to be right."""
    data = form.cleaned_data
    return keep_words(words=data["words"], quotable=data["quotable"], once=data["once"], contact=reader)


def after_keeping(request: HttpRequest, feedback: Feedback, reader: Contact | None) -> HttpResponse:
    """Thank who is known; ask the others where we may answer."""
    visit = visits.read(request.session)
    visit.draft, visit.back_to = "", ""
    if reader is not None or feedback.contact_id:
        visit.thanked_for = [feedback.pk]
        visits.keep(request.session, visit)
        return go(request, reverse("portal_thanks"))
    visit.posts = [*[post for post in visit.posts if post != feedback.pk], feedback.pk]
    visits.keep(request.session, visit)
    return ask_who(request)
