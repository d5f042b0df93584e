"""What a composer holds before it is sent: words kept while one types, and files chosen to go along."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.commands import DraftFileError
from wellheard.listen.conversations.models import Conversation, Draft, DraftFile
from wellheard.listen.conversations.said import NewFile
from wellheard.web.conversations.forms.writing import NOTE, REPLY
from wellheard.workspace.guard import StaffRequest
from wellheard.workspace.models import Staff

# More of one form are not even looked at.
_MOST_AT_ONCE = 50
# The buttons that only look at the files, or take one out.
_ATTACH, _WITHOUT = "attach", "without"


@dataclass
class Taken:
    """The files of a form that were kept with the draft, and a sentence for each that was not."""

    ids: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def keep_words(request: StaffRequest, conversation: Conversation) -> bool:
    """Keep what somebody is writing; tell whether it is a reply or a note at all."""
    form = request.POST
    if form.get("kind") not in {NOTE, REPLY}:
        return False
    commands.save_draft(
        conversation_id=conversation.pk,
        staff=request.user,
        kind=form["kind"],
        words=form.get("words", ""),
        seen_message_id=_number(form.get("seen", "")) or None,
        key=form.get("key", ""),
    )
    return True


def take_files(request: StaffRequest, conversation: Conversation) -> Taken:
    """Keep the files of a form with its draft, and take out what is not to go along; say of each that was refused why."""
    if removed := _number(request.POST.get(_WITHOUT, "")):
        commands.remove_draft_file(file_id=removed, staff=request.user)
    kind, taken = _kind(request), Taken()
    for file in request.FILES.getlist("files")[:_MOST_AT_ONCE]:
        name = str(file.name or "")
        try:
            kept = commands.add_draft_file(
                conversation_id=conversation.pk, staff=request.user, kind=kind, new=NewFile(name, data=file.read())
            )
            taken.ids.append(kept.pk)
        except DraftFileError as problem:
            said = _("“%(name)s” does not go along. %(problem)s") % {"name": name[:80], "problem": problem}
            taken.problems.append(said)
    return taken


def only_attaches(request: StaffRequest) -> bool:
    """Tell whether a form is to be shown again with its files, and nothing sent."""
    return request.POST.get("then") == _ATTACH or _WITHOUT in request.POST


def files_chosen(request: StaffRequest, taken: Taken) -> tuple[int, ...]:
    """Return which files of the draft go along: those the writer saw in the list, and those that came with the form itself."""
    seen = [_number(one) for one in request.POST.getlist(f"file-{_kind(request)}")]
    return tuple(dict.fromkeys([*seen, *taken.ids]))


def begun_by(staff: Staff, conversation: Conversation) -> list[Draft]:
    """Return what somebody is writing here, with the files that are to go along."""
    rows = Draft.objects.filter(conversation=conversation, staff=staff)
    return list(rows.prefetch_related(Prefetch("files", DraftFile.objects.order_by("pk"))))


def files_of(drafts: Iterable[Draft]) -> list[DraftFile]:
    """Return the files of drafts, as they were chosen."""
    return [file for draft in drafts for file in draft.files.all()]


def _kind(request: StaffRequest) -> str:
    return NOTE if request.POST.get("kind") == NOTE else REPLY


def _number(written: str) -> int:
    is_number = is_whole_number(written)
    return int(written) if is_number else 0
