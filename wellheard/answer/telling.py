"""Everybody who waits to hear what became of an idea or of work: what each would read, and why some are not written to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer.commands import OPEN, sendable
from wellheard.answer.drafts import QUOTE_LIMIT, signature
from wellheard.answer.idea_texts import title_in
from wellheard.answer.in_conversations import NEWS, bound, ideas_waited_for, news_of, ready, waits_about
from wellheard.answer.languages import frame_of
from wellheard.answer.models import Answer, AnswerQuerySet
from wellheard.answer.queries import as_rows, speaking_first
from wellheard.decide.models import Idea
from wellheard.deliver.work_items.models import WorkItem
from wellheard.deliver.work_items.queries import ideas_of, waits_of
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.models import Conversation, Message, ProductWait
from wellheard.workspace.installation import installation

# So many conversations stand on a page at once; the next come when these are told.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class InConversation:
    """Somebody who is told as a reply in the conversation they asked in."""

    conversation: Conversation
    words: str
    seen_message_id: int | None
    others: int

    @property
    def news(self) -> str:
        """What the words tell, as `tell_in_conversation` takes it."""
        return news_of(self.conversation)


@dataclass(frozen=True)
class ByMail:
    """Somebody who is told by mail, in the words of their answer; or the reason why no mail goes out."""

    answer: Answer
    why_not: str = ""


@dataclass
class Telling:
    """Everybody who waits to hear: each person once."""

    in_conversations: list[InConversation] = field(default_factory=list)
    by_mail: list[ByMail] = field(default_factory=list)
    not_written_to: list[ByMail] = field(default_factory=list)
    more: int = 0

    @property
    def shown(self) -> list[ByMail]:
        """The mails that stand on the page; all are alike but for what each said."""
        return self.by_mail[:MOST_AT_ONCE]

    @property
    def until(self) -> int:
        """Up to which answer mails are sent from this page: who is owed one later was not agreed to."""
        return max((one.answer.pk for one in self.by_mail), default=0)

    @property
    def count(self) -> int:
        """How many people one click tells."""
        return len(self.in_conversations) + len({one.answer.contact_id for one in self.by_mail})


def about_idea(idea: Idea) -> Telling:
    """Return who waits to hear what became of an idea."""
    return _telling(waits_about(idea), owed_about([idea]))


def about_item(item: WorkItem) -> Telling:
    """Return who waits to hear what became of a piece of work, and of the ideas that waited for it."""
    return _telling(waits_of(item), owed_about(ideas_of(item)))


def owed_about(ideas: Iterable[Idea]) -> AnswerQuerySet:
    """Return the answers that have not left and say what became of ideas in the end."""
    final = Answer.objects.none()
    for idea in ideas:
        if occasion := NEWS.get(Idea.Status(idea.status)):
            final = final | Answer.objects.filter(idea=idea, occasion=occasion.value, state__in=OPEN)
    return final


def draft_for(conversation: Conversation, answer: Answer | None = None) -> str:
    """Return what to tell in a conversation that came back: the words of the answer its asker is owed, else short ones."""
    answer = answer or _answer_of(conversation)
    words = answer.words if answer else _own_words(conversation)
    if conversation.mailbox and conversation.mailbox.signature.strip():
        return words.removesuffix(signature()).rstrip()
    return words


def _telling(waits: "QuerySet[ProductWait]", owed: AnswerQuerySet) -> Telling:
    found = Telling()
    answers = list(as_rows(owed).order_by("waiting_since", "pk"))
    in_talks = bound(answers)
    by_talk = {talk.pk: answer for answer in answers if (talk := in_talks.get(answer.pk))}
    people: dict[int, list[Conversation]] = {}
    for conversation in ready(waits):
        people.setdefault(conversation.requester_id or -conversation.pk, []).append(conversation)
    for latest, *others in list(people.values())[:MOST_AT_ONCE]:
        answer = next((by_talk[one.pk] for one in [latest, *others] if one.pk in by_talk), None)
        found.in_conversations.append(
            InConversation(latest, draft_for(latest, answer), _last_seen(latest), len(others))
        )
    found.more = max(0, len(people) - MOST_AT_ONCE)
    mails = [answer for answer in answers if answer.pk not in in_talks and answer.contact_id not in people]
    _add_mails(found, mails)
    return found


def _add_mails(found: Telling, answers: list[Answer]) -> None:
    can = {one.pk for theirs in sendable(those(answers)).values() for one in theirs}
    owners = speaking_first({answer.contact_id for answer in answers})
    for answer in answers:
        if answer.pk in can:
            found.by_mail.append(ByMail(answer))
        elif company := owners.get(answer.contact_id):
            name = company.owner.name if company.owner else _("somebody")
            found.not_written_to.append(ByMail(answer, _("%(name)s speaks to them first.") % {"name": name}))
        else:
            why = _("We may not write to them, or have no address. Tell them another way and note how.")
            found.not_written_to.append(ByMail(answer, why))


def those(answers: list[Answer]) -> AnswerQuerySet:
    """Return answers as a question to the database."""
    return Answer.objects.filter(pk__in=[answer.pk for answer in answers])


def _last_seen(conversation: Conversation) -> int | None:
    return conversation.messages.order_by("-pk").values_list("pk", flat=True).first()


def _answer_of(conversation: Conversation) -> Answer | None:
    """Return the answer that the asker of a conversation is owed about what they are to be told."""
    for wait in conversation.product_waits.filter(outcome=conversation.news_outcome).exclude(ended_at=None):
        owed = Answer.objects.filter(
            contact=conversation.requester,
            idea__in=ideas_waited_for(wait.subject_type, wait.subject_id),
            occasion=wait.outcome,
            state__in=OPEN,
        )
        if answer := owed.order_by("pk").first():
            return answer
    return None


def _own_words(conversation: Conversation) -> str:
    """Say what became of it in the language of the conversation, with their own first words."""
    language = frame_of(conversation.language) or installation().language
    with translation.override(language):
        name = conversation.requester.first_name if conversation.requester else ""
        hello = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
        asked = conversation.messages.filter(kind=Message.Kind.HEARD).in_order().first()
        quote = shorten(asked.words, limit=QUOTE_LIMIT) if asked else ""
        told = [_("You told us:"), "\n".join(f"> {line}" for line in quote.split("\n"))] if quote else []
        return "\n\n".join([hello, *told, _news(conversation, language), signature()])


def _news(conversation: Conversation, language: str) -> str:
    title = _title(conversation, language)
    news = Conversation.News
    if conversation.news_outcome == news.SHIPPED:
        return _("Good news: “%(idea)s” is live.") % {"idea": title} if title else _("Good news: it is live.")
    if conversation.news_outcome == news.ALREADY_POSSIBLE:
        return _("Good news: you can do this already.")
    return _("We looked at it, and will not do it now. Thank you for telling us; it stays with us.")


def _title(conversation: Conversation, language: str) -> str:
    """Return the title of the one public idea it waited for: what is not public has a title for us alone."""
    for wait in conversation.product_waits.filter(outcome=conversation.news_outcome).exclude(ended_at=None):
        public = Idea.objects.public().filter(pk__in=ideas_waited_for(wait.subject_type, wait.subject_id))
        if idea := public.first():
            return title_in(idea, language)
    return ""
