"""What one visitor told us in their own words (never what staff wrote about them), what became of it, what we answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.answer.drafts import SOLVED_SALT
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.models import EvidenceItem, Follower, Idea, Vote
from wellheard.foundation.paging import Page, page_of
from wellheard.listen.models import Feedback
from wellheard.web.portal.queries.texts import PublicText, texts_of
from wellheard.web.portal.queries.way import day, milestones, steps
from wellheard.web.templatetags.charts import Step

PER_PAGE, MOST_WISHES = 20, 50
MOST_FOLLOWED = 100
_ASKS_WHETHER_IT_HELPED = (Answer.Occasion.SHIPPED, Answer.Occasion.ALREADY_POSSIBLE)


@dataclass(frozen=True)
class Way:
    """An idea, its texts as they read it, and how far it is."""

    idea: Idea
    text: PublicText
    steps: list[Step]


@dataclass(frozen=True)
class Reply:
    """An answer they were told; `question` leads to where they say whether it helped."""

    answer: Answer
    question: str = ""


@dataclass(frozen=True)
class Told:
    """One thing they said, the ideas it stands behind, and what they were answered.

    Of what we took apart the `quotes` have each their own way; what was answered about several stands with the first.
    """

    feedback: Feedback
    ways: list[Way]
    steps: list[Step]
    answers: list[Reply]
    quotes: list["Told"]


@dataclass(frozen=True)
class Wish:
    """An idea they voted for without a word, and what they were answered."""

    way: Way
    answers: list[Reply]


def said_by(contact: Contact) -> QuerySet[Feedback]:
    """Return what this contact said in their own words."""
    return Feedback.objects.filter(contact=contact, voice=Feedback.Voice.OWN, split_from=None)


def told_page(contact: Contact, *, cursor: str) -> Page[Told]:
    """Return what they told us, newest first, each with what became of it."""
    page = page_of(
        said_by(contact).prefetch_related("pictures"), order=("-heard_at", "-pk"), cursor=cursor, size=PER_PAGE
    )
    quotes = _quotes_of(page.items)
    said = [*page.items, *(quote for taken in quotes.values() for quote in taken)]
    links = _ideas_behind(said)
    ideas = {idea.pk: idea for linked in links.values() for idea in linked}
    answers = _answers(contact, Q(feedback__in=said) | Q(idea__in=ideas))
    # What they were told about a private idea they know; nothing else of it is theirs to see.
    visible = set(Idea.objects.visible_to(contact).filter(pk__in=ideas).values_list("pk", flat=True)) | {
        reply.answer.idea_id for reply in answers
    }
    ways = _ways([idea for idea in ideas.values() if idea.pk in visible], contact)
    items = [_told(feedback, quotes.get(feedback.pk, []), links, ways, answers) for feedback in page.items]
    return Page(items, page.next, page.is_first)


def wishes(contact: Contact) -> list[Wish]:
    """Return the public ideas they voted for and said nothing about, newest first."""
    said = EvidenceItem.objects.filter(idea=OuterRef("idea"), feedback__contact=contact)
    votes = Vote.objects.filter(
        ~Exists(said), contact=contact, idea__in=Idea.objects.visible_to(contact)
    ).select_related("idea")
    ideas = [vote.idea for vote in votes.order_by("-voted_at", "-pk")[:MOST_WISHES]]
    answers = _answers(contact, Q(idea__in=ideas))
    ways = _ways(ideas, contact)
    return [Wish(ways[idea.pk], [reply for reply in answers if reply.answer.idea_id == idea.pk]) for idea in ideas]


def followed(contact: Contact) -> list[tuple[Idea, PublicText]]:
    """Return the public ideas whose news they get, those they follow first of late."""
    rows = Follower.objects.following().filter(contact=contact, idea__in=Idea.objects.visible_to(contact))
    ideas = [row.idea for row in rows.select_related("idea").order_by("-since", "-pk")[:MOST_FOLLOWED]]
    texts = texts_of(ideas)
    return [(idea, texts[idea.pk]) for idea in ideas]


def _ideas_behind(said: Iterable[Feedback]) -> dict[int, list[Idea]]:
    found: dict[int, list[Idea]] = {}
    for item in EvidenceItem.objects.filter(feedback__in=list(said)).select_related("idea").order_by("pk"):
        if item.feedback_id:
            found.setdefault(item.feedback_id, []).append(item.idea)
    return found


def _quotes_of(said: Iterable[Feedback]) -> dict[int, list[Feedback]]:
    """Return the quotes we took from these pieces, in the order in which they were taken."""
    found: dict[int, list[Feedback]] = {}
    whole = [feedback for feedback in said if feedback.split_at]
    for quote in Feedback.objects.filter(split_from__in=whole).order_by("pk") if whole else ():
        found.setdefault(quote.split_from_id or 0, []).append(quote)
    return found


def _answers(contact: Contact, about: Q) -> list[Reply]:
    told = Answer.objects.told().filter(about, contact=contact).order_by("told_at", "pk")
    return [Reply(answer, _question(answer)) for answer in told]


def _question(answer: Answer) -> str:
    if answer.solved or answer.occasion not in _ASKS_WHETHER_IT_HELPED:
        return ""
    return reverse("solved", args=[signing.dumps(answer.pk, salt=SOLVED_SALT)])


def _ways(ideas: Sequence[Idea], contact: Contact) -> dict[int, Way]:
    known = milestones(ideas, reader=contact)
    texts = texts_of(ideas)
    return {idea.pk: Way(idea, texts[idea.pk], steps(idea, known[idea.pk])) for idea in ideas}


def _told(
    feedback: Feedback,
    quotes: list[Feedback],
    links: dict[int, list[Idea]],
    ways: dict[int, Way],
    answers: list[Reply],
) -> Told:
    linked = links.get(feedback.pk, [])
    idea_ids = {idea.pk for idea in linked}
    heard = Step(_("Heard"), day(feedback.heard_at), "done")
    shown = [ways[idea.pk] for idea in linked if idea.pk in ways]
    own = [reply for reply in answers if _is_about(reply.answer, feedback, idea_ids)]
    return Told(
        feedback=feedback,
        ways=[_their_own(way, feedback, heard) for way in shown],
        # The quotes have ways of their own.
        steps=[] if shown or quotes else _first_steps(feedback, heard),
        answers=own,
        quotes=list(_each_quote(quotes, links, ways, [reply for reply in answers if reply not in own])),
    )


def _their_own(way: Way, feedback: Feedback, heard: Step) -> Way:
    """Return the way as it was for them: what they said began it, whoever said it first, and was understood after that."""
    _first, understood, *further = way.steps
    if way.idea.created_at < feedback.heard_at and way.idea.status != Idea.Status.UNDER_REVIEW:
        understood = replace(understood, note=day(feedback.filed_at or feedback.heard_at))
    return Way(way.idea, way.text, [heard, understood, *further])


def _each_quote(
    quotes: list[Feedback], links: dict[int, list[Idea]], ways: dict[int, Way], answers: list[Reply]
) -> Iterator[Told]:
    """Give each quote what was answered about it, each answer once."""
    for quote in quotes:
        told = _told(quote, [], links, ways, answers)
        yield told
        answers = [reply for reply in answers if reply not in told.answers]


def _is_about(answer: Answer, feedback: Feedback, idea_ids: set[int]) -> bool:
    return answer.feedback_id == feedback.pk or answer.idea_id in idea_ids


def _first_steps(feedback: Feedback, heard: Step) -> list[Step]:
    """Return the way of what stands behind no public idea yet."""
    if feedback.filed_at is None:
        read = Step(_("Understood"), _("a person reads it next"), "now")
    else:
        read = Step(_("Understood"), day(feedback.filed_at), "now")
    return [heard, read, Step(_("Decided"), _("yes or no")), Step(_("You hear back"), _("by mail"))]
