"""Draw the inbox: the lists, one list, the conversation that is open, and what stands beside it."""

import json
import secrets
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wellheard.answer.telling import draft_for
from wellheard.listen.conversations.models import (
    Conversation,
    ConversationAside,
    Draft,
    DraftFile,
    Follower,
    Message,
    Participant,
    Tag,
)
from wellheard.listen.desk.filling import filled
from wellheard.listen.desk.queries.sharing import MOST_SHOWN, replies_for, text_in
from wellheard.web.conversations.forms.offered import Offered
from wellheard.web.conversations.forms.standing import AssignForm
from wellheard.web.conversations.forms.writing import NOTE, REPLY, ComposerForm, FilingForm
from wellheard.web.conversations.keys import keys_of, sheet_of
from wellheard.web.conversations.queries.beside import owed_to
from wellheard.web.conversations.queries.boxes import BOXES, counts
from wellheard.web.conversations.queries.macros import macros_in_words
from wellheard.web.conversations.queries.reached import Missed, unreachable_in
from wellheard.web.conversations.queries.thread import thread_of
from wellheard.web.conversations.queue import Queue
from wellheard.web.conversations.views.begun import begun_by, files_of
from wellheard.workspace.guard import StaffRequest
from wellheard.workspace.models import SavedView
from wellheard.workspace.permissions import Permission

PLACE = "listen.inbox"
# Under this name the views of the inbox are kept.
SAVED = "inbox"


def found(conversation_id: int) -> Conversation:
    """Return a conversation with what every page of it names."""
    rows = Conversation.objects.select_related(
        "company__tier", "company__owner", "requester", "assignee", "team", "mailbox"
    )
    conversation = rows.filter(pk=conversation_id).first()
    if conversation is None:
        raise Http404(_("This conversation does not exist any more; go back to the inbox."))
    return conversation


def show(
    request: StaffRequest,
    conversation: Conversation | None,
    *,
    form: ComposerForm | None = None,
    unseen: Sequence[Message] = (),
    problem: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Draw the inbox around a conversation, or a list with the first of it beside; what was refused is said on top."""
    queue = Queue.of(request)
    page = queue.page(conversation, request.GET.get("after", ""))
    rows = queue.rows_of(page)
    waiting = counts(request.user)
    opened = conversation or (found(page.items[0].pk) if page.items else None)
    context: dict[str, Any] = {
        "place": PLACE,
        "queue": queue,
        "boxes": [(box, waiting.get(box.key, 0)) for box in BOXES],
        "saved": SavedView.objects.open_to(request.user, place=SAVED).select_related("owner"),
        "page": page,
        "rows": rows,
        "lines": queue.lines_of(rows, opened),
        "opened": opened,
        "is_reading": conversation is not None,
        "may_answer": request.user.may(Permission.CONVERSE),
        "keys": keys_of(request.user),
        "keys_json": json.dumps(keys_of(request.user)),
        "sheet": sheet_of(request.user),
        "unseen": unseen,
        "problem": problem,
        "refused": refused,
    }
    if opened:
        context |= _opened(request, opened, form)
    return render(request, "conversations/inbox.html", context, status=status)


def _opened(request: StaffRequest, conversation: Conversation, form: ComposerForm | None) -> dict[str, Any]:
    """Return what the two panes of the open conversation show."""
    thread = thread_of(conversation, whole=_number(request.GET.get("earlier", "")))
    offered = Offered()
    tags = list(conversation.tags.select_related("area", "category").order_by("pk"))
    begun = begun_by(request.user, conversation)
    drafts, files = _drafts(request, conversation, begun), files_of(begun)
    participants = taking_part(conversation)
    unreachable = unreachable_in(conversation, [one.address for one in participants])
    reachable = without(participants, unreachable)
    form = form or composer(reachable, tags, drafts, files, seen=thread.newest_id, offered=offered)
    other = REPLY if form["kind"].value() == NOTE else NOTE
    return {
        "conversation": conversation,
        "thread": thread,
        "tags": tags,
        "participants": participants,
        "unreachable": unreachable,
        "form": form,
        "draft_files": files,
        # What was begun of the other kind; it waits until one changes to it.
        "begun_aside": (other, drafts.get(other, "")),
        "filing": FilingForm(initial=_filing(tags), auto_id="filing_%s", offered=offered),
        "closing": FilingForm(initial=_filing(tags), auto_id="closing_%s", offered=offered),
        "assigning": AssignForm(
            initial={"staff": conversation.assignee_id, "team": conversation.team_id}, auto_id="assign_%s"
        ),
        "follows": Follower.objects.filter(conversation=conversation, staff=request.user).exists(),
        "aside_reasons": ConversationAside.choices,
        "replies": list(replies_for(request.user)[:MOST_SHOWN]),
        "macros": macros_in_words(request.user),
        "priorities": Conversation.Priority.choices,
        "owed": len(owed_to(conversation)),
    }


def _drafts(request: StaffRequest, conversation: Conversation, kept: Sequence[Draft]) -> dict[str, str]:
    """Return what somebody had begun to write, else the saved reply that was chosen, else what there is to tell them."""
    begun = {one.kind: one.words for one in kept if one.words}
    asked = _number(request.GET.get("reply", ""))
    chosen = replies_for(request.user).filter(pk=asked).first() if asked else None
    text = text_in(chosen, conversation.language) if chosen else None
    if text:
        return {REPLY: filled(text.words, conversation, request.user)} | begun
    if conversation.news_at and REPLY not in begun:
        return {REPLY: draft_for(conversation)} | begun
    return begun


def taking_part(conversation: Conversation) -> list[Participant]:
    """Return who can be written to, who asked first."""
    return list(conversation.participants.filter(left_at=None).exclude(address="").order_by("-role", "pk"))


def without(participants: Sequence[Participant], unreachable: Sequence[Missed]) -> list[Participant]:
    """Return whom a reply is addressed to: in copy nobody it would be left out for; who asked stays, and it is said why not."""
    gone = {one.address for one in unreachable}
    return [one for place, one in enumerate(participants) if place == 0 or one.address not in gone]


def composer(
    participants: Sequence[Participant],
    tags: Sequence[Tag],
    drafts: dict[str, str],
    files: Sequence[DraftFile],
    *,
    seen: int,
    offered: Offered,
) -> ComposerForm:
    """Return an empty composer, or one with what its writer had begun, addressed to who takes part."""
    addresses = [one.address for one in participants]
    begun = {*(kind for kind, words in drafts.items() if words), *(one.draft.kind for one in files)}
    kind = NOTE if begun == {NOTE} else REPLY
    initial = {
        "kind": kind,
        "words": drafts.get(kind, ""),
        "to": ", ".join(addresses[:1]),
        "cc": ", ".join(addresses[1:]),
        "key": secrets.token_urlsafe(12),
        "seen": seen,
        **_filing(tags),
    }
    return ComposerForm(initial=initial, auto_id="composer_%s", offered=offered)


def _filing(tags: Sequence[Tag]) -> dict[str, int]:
    """Choose what was confirmed first, else what is suggested."""
    chosen = next((tag for tag in tags if tag.confirmed_at), tags[0] if tags else None)
    return {"area": chosen.area_id, "category": chosen.category_id} if chosen else {}


def _number(written: str) -> int:
    is_number = written.isascii() and written.isdecimal() and len(written) < 6  # noqa: PLR2004 - more is never shown
    return int(written) if is_number else 0
