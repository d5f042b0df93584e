"""Pictures that come with what visitors say: checked, shown before they are sent, and read only by who may read the words."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.foundation.files import FOR_READER, file_response
from wellheard.foundation.pictures import PictureError, draw_anew
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen import commands
from wellheard.listen.commands import FeedbackError
from wellheard.listen.models import Feedback, FeedbackPicture, Suspect
from wellheard.web.portal import limits
from wellheard.web.portal.forms import PostForm
from wellheard.web.portal.views.pages import is_a_flood, reader_of
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

LONGEST_SIDE = 2000
# The forms of this browser that pictures were chosen for, newest last.
FORMS, MOST_FORMS = "picture_forms", 5


def take(request: HttpRequest, form: PostForm) -> bool:
    """Keep the pictures a form brings; tell whether they are only looked at, and the form is to be shown again.

    What cannot be kept stands in `form.problems`, and what was typed stays.
    """
    once = request.POST.get("once", "")[:64]
    files = request.FILES.getlist("pictures")
    if not once:
        return False
    if files:
        _remember(request, once)
        form.problems = _kept(request, once, files)
    if not _is_ours(request, once):
        return _only_looks(request)
    commands.describe_pictures(once=once, shows=_described(request))
    if picture_id := _number(request.POST.get("without", "")):
        commands.take_picture_out(once=once, picture_id=picture_id)
    form.kept = list(commands.waiting_pictures(once))
    return _only_looks(request)


def again(request: HttpRequest, form: PostForm) -> PostForm:
    """Return the form as it was typed, without asking yet for what is missing."""
    typed = type(form)(initial={name: request.POST.get(name, "") for name in ("words", "quotable", "once")})
    typed.kept, typed.problems = form.kept, form.problems
    return typed


def attach(
    request: HttpRequest, form: PostForm, *, feedback: Feedback | None = None, suspect: Suspect | None = None
) -> None:
    """Let the pictures of a form go along with its words."""
    once = form.cleaned_data["once"]
    if _is_ours(request, once):
        commands.attach_pictures(once=once, feedback=feedback, suspect=suspect)


@require_safe
def portal_picture(request: HttpRequest, picture_id: int, name: str) -> HttpResponse:
    """Give a picture to whoever may read the words it came with; for others it does not exist."""
    picture = get_object_or_404(FeedbackPicture.objects.select_related("feedback"), pk=picture_id)
    if not picture.file.endswith(f"/{name}") or not _may_see(request, picture):
        raise Http404
    response = file_response(picture.file, media_type=picture.media_type, cache=FOR_READER)
    if response is None:
        raise Http404
    return response


def _kept(request: HttpRequest, once: str, files: "list[UploadedFile[bytes]]") -> list[str]:
    """Keep what is a picture; return a sentence for each file that is none."""
    problems: list[str] = []
    for file in files[: commands.MOST_PICTURES * 2]:
        name = str(file.name or "")[:80]
        if is_a_flood(request, limits.PICTURES, reader_of(request)):
            return [*problems, _("That is a lot of pictures at once. Send the others in a few minutes.")]
        try:
            commands.keep_picture(once=once, picture=draw_anew(file.read(), longest_side=LONGEST_SIDE))
        except (PictureError, FeedbackError) as problem:
            problems.append(_("“%(name)s” was not kept. %(problem)s") % {"name": name, "problem": problem})
    return problems


def _may_see(request: HttpRequest, picture: FeedbackPicture) -> bool:
    if isinstance(request.user, Staff) and request.user.may(Permission.VIEW):
        return True
    if _is_ours(request, picture.once):
        return True
    said, reader = picture.feedback, reader_of(request)
    if said is None:
        return False
    is_own = reader is not None and said.contact_id == reader.pk and said.voice == Feedback.Voice.OWN
    return is_own or (_is_public(said) and _is_in_sight(said, reader))


def _is_public(said: Feedback) -> bool:
    return said.published_at is not None and said.quotable != Feedback.Quotable.NO


def _is_in_sight(said: Feedback, reader: Contact | None) -> bool:
    """Tell whether the words stand somewhere this reader may look."""
    behind = Idea.objects.filter(items__feedback=said)
    return Idea.objects.visible_to(reader).filter(pk__in=behind.values("pk")).exists()


def _remember(request: HttpRequest, once: str) -> None:
    ours = [one for one in request.session.get(FORMS, []) if one != once]
    request.session[FORMS] = [*ours, once][-MOST_FORMS:]


def _is_ours(request: HttpRequest, once: str) -> bool:
    return once in request.session.get(FORMS, [])


def _only_looks(request: HttpRequest) -> bool:
    return "look" in request.POST or "without" in request.POST


def _described(request: HttpRequest) -> dict[int, str]:
    said = {name.removeprefix("shows-"): text for name, text in request.POST.items() if name.startswith("shows-")}
    return {number: str(text) for name, text in said.items() if (number := _number(name))}


def _number(text: str) -> int:
    return int(text) if is_whole_number(text) else 0
