"""The meeting itself: who is there, what is talked about, and how the room fills."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Review, Verdict
from wellheard.decide.reviews.queries.calibration import calibration_of, calibration_of_means
from wellheard.decide.reviews.queries.formulas import calibration_of_formulas
from wellheard.decide.reviews.queries.rounds import attendee_of, departments_there
from wellheard.decide.reviews.queries.snapshots import hash_of
from wellheard.foundation import clock
from wellheard.web.reviews.forms import EndingForm, RemarkForm
from wellheard.web.reviews.goings_on import moment, said_since
from wellheard.web.reviews.showing import shown
from wellheard.web.reviews.views.finding import PLACE, done, found, item_of, kept
from wellheard.web.reviews.views.rating import waiting
from wellheard.web.reviews.views.shortlist import gathering
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

State = Review.State


@require_safe
@never_cache
@needs(Permission.VIEW)
def review(request: StaffRequest, review_id: int) -> HttpResponse:
    """Show a meeting as far as it is: its table, who has rated, the meeting itself, or its minutes."""
    # Before anything is read: what happens while the page is made is told rather twice than never.
    now = clock.now()
    meeting = found(review_id)
    if meeting.state == State.GATHERING:
        return gathering(request, meeting)
    if meeting.state == State.RATING:
        return waiting(request, meeting, going_on(meeting, now))
    if meeting.state == State.HELD:
        return redirect("review_minutes", meeting.pk)
    if meeting.state == State.CALLED_OFF:
        return render(request, "reviews/called_off.html", {"place": PLACE, "review": meeting})
    there = departments_there(meeting)
    context = {
        "place": PLACE,
        "review": meeting,
        "shown": shown(meeting),
        "seats": list(meeting.attendees.select_related("staff").order_by("department", "staff__name")),
        "seat": attendee_of(meeting, request.user),
        "missing": max(0, meeting.quorum - len(there)),
        "outcomes": Verdict.Outcome.choices,
        **going_on(meeting, now),
        "mine": calibration_of(request.user),
        "means": calibration_of_means(),
        "formulas": calibration_of_formulas(),
    }
    return render(request, "reviews/live.html", context)


@require_safe
@never_cache
@needs(Permission.VIEW)
def news(request: StaffRequest, review_id: int) -> HttpResponse:
    """Say by a short mark how a meeting stands, and what others did since a page was loaded: one with another mark asks anew."""
    meeting = found(review_id)
    since = moment(request.GET.get("since", ""))
    said = said_since(meeting, since, request.user) if since else []
    return JsonResponse({"stamp": stamp_of(meeting), "said": said})


def going_on(meeting: Review, now: datetime) -> dict[str, str]:
    """Return what an open page needs to hear that the meeting went on since."""
    since = urlencode({"since": now.isoformat()})
    return {"stamp": stamp_of(meeting), "news": f"{reverse('review_news', args=[meeting.pk])}?{since}"}


def stamp_of(meeting: Review) -> str:
    """Return a mark that changes with what everybody at the meeting sees; nothing can be read off it."""
    items = meeting.items.order_by("pk").values_list("pk", "talk_until", "remark", "verdict__pk")
    seats = meeting.attendees.order_by("pk").values_list("pk", "came_at", "answer")
    told = [meeting.state, meeting.version, [str(row) for row in items], [str(row) for row in seats]]
    return hash_of(told)[:16]


@require_POST
@needs(Permission.VIEW)
def there(request: StaffRequest, review_id: int, attendee_id: int) -> HttpResponse:
    """Note who is there: oneself, or anybody for who leads the meeting."""
    meeting = found(review_id)
    seat = attendee_of(meeting, request.user)
    if not (request.user.may(Permission.RUN_REVIEWS) or (seat and seat.pk == attendee_id)):
        done(request, _not_theirs)
        return redirect("review", meeting.pk)
    came_at = None if "gone" in request.POST else clock.now()
    done(request, lambda: commands.note_there(review_id=meeting.pk, attendee_id=attendee_id, came_at=came_at))
    return redirect(reverse("review", args=[meeting.pk]) + "#who")


def _not_theirs() -> None:
    raise commands.ReviewError(
        _("You can note that you are there yourself; others are noted by who leads the meeting.")
    )


@require_POST
@needs(Permission.RUN_REVIEWS)
def talk(request: StaffRequest, review_id: int, item_id: int) -> HttpResponse:
    """Talk about one idea, for five minutes."""
    meeting = found(review_id)
    item = item_of(meeting, item_id)
    done(request, lambda: commands.start_talk(review_id=meeting.pk, item_id=item.pk))
    return redirect(reverse("review", args=[meeting.pk]) + f"#item-{item.pk}")


@require_POST
@needs(Permission.RUN_REVIEWS)
def remark(request: StaffRequest, review_id: int, item_id: int) -> HttpResponse:
    """Keep what was said about an idea."""
    meeting, form = found(review_id), RemarkForm(request.POST)
    item = item_of(meeting, item_id)

    def change() -> object:
        return commands.remark(review_id=meeting.pk, item_id=item.pk, words=form.cleaned_data["words"])

    if not kept(request, form, change, _("Kept for the minutes.")):
        return _write_again(request, meeting, form, _("Keep for the minutes"))
    return redirect(reverse("review", args=[meeting.pk]) + f"#item-{item.pk}")


@require_POST
@needs(Permission.RUN_REVIEWS)
def ending(request: StaffRequest, review_id: int) -> HttpResponse:
    """End the meeting; its minutes stand."""
    meeting, form = found(review_id), EndingForm(request.POST)

    def change() -> object:
        return commands.hold_review(review_id=meeting.pk, notes=form.cleaned_data["notes"])

    if not kept(request, form, change, _("The minutes stand.")):
        return _write_again(request, meeting, form, _("End the meeting"))
    return redirect("review_minutes", meeting.pk)


def _write_again(request: StaffRequest, meeting: Review, form: RemarkForm | EndingForm, button: str) -> HttpResponse:
    """Show what was written and why it is not kept so, on a page that no news of the meeting loads anew."""
    context = {"place": PLACE, "review": meeting, "form": form, "here": next(iter(form)).label, "button": button}
    return render(request, "reviews/words.html", context, status=422)
