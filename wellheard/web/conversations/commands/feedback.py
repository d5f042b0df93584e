"""Make feedback of what a customer wrote and link it to an idea; the conversation then waits for what becomes of it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands import link_feedback, open_idea
from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.conversations.commands import ConversationError, make_feedback_of, wait_for_product
from wellheard.listen.conversations.models import Message
from wellheard.listen.models import Feedback
from wellheard.understand.commands import file_feedback
from wellheard.workspace.models import Staff

# Of these there is nothing more to wait for.
_OVER = {Idea.Status.SHIPPED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE}


@dataclass(frozen=True)
class Chosen:
    """What becomes feedback, a message or its words from one character up to another; and the idea, there or new."""

    message_id: int
    begin: int | None = None
    end: int | None = None
    idea_id: int | None = None
    new_title: str = ""


@dataclass(frozen=True)
class Evidence:
    """What was made of a message: the feedback, and the idea it speaks for."""

    feedback: Feedback
    idea: Idea


@transaction.atomic
def link_to_idea(*, chosen: Chosen, by: Staff) -> Evidence:
    """Make feedback of a passage, file it as the conversation is filed, link it, and let the conversation wait for the idea.

    The same again returns what is there. Raises ConversationError, LinkError, IdeaError.
    """
    feedback = make_feedback_of(message_id=chosen.message_id, begin=chosen.begin, end=chosen.end)
    conversation = Message.objects.select_related("conversation").get(pk=chosen.message_id).conversation
    tag = conversation.tags.confirmed().order_by("pk").first()
    if tag and not feedback.is_filed:
        file_feedback(feedback_id=feedback.pk, area_id=tag.area_id, category_id=tag.category_id, by=by)
    idea_id = chosen.idea_id or _opened(feedback, chosen, by).pk
    idea = link_feedback(feedback_id=feedback.pk, idea_id=idea_id, by=by).idea
    if idea.status not in _OVER:
        wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=idea.pk)
    return Evidence(feedback, idea)


def _opened(feedback: Feedback, chosen: Chosen, by: Staff) -> Idea:
    """Return the idea of a title; a double click sends it twice."""
    title = clean_line(chosen.new_title)
    if not title:
        raise ConversationError(_("Choose an idea, or give a new one a title."))
    there = Idea.objects.filter(items__feedback=feedback, title=title).first()
    return there or open_idea(
        title=title, problem=feedback.words, by=by, area=feedback.area, language=feedback.language
    )
