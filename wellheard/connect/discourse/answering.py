"""Say in a topic what became of what its posts asked for."""

from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer.idea_texts import title_in
from wellheard.answer.in_conversations import NEWS
from wellheard.answer.models import Answer
from wellheard.connect.discourse import commands
from wellheard.connect.discourse.models import Topic, TopicAnswer
from wellheard.connect.discourse.queries import discourse_of
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.deliver.models import Release
from wellheard.foundation.text.clean import shorten
from wellheard.workspace.installation import installation

NOTES_LIMIT = 2_000
# So much of an answer is found again in a topic whose last try has an end we do not know.
_MARK = "<!-- wellheard:answer:{} -->"


def owe_answers(idea: Idea) -> int:
    """Owe each topic whose posts asked for an idea what finally became of it; return how many topics that are."""
    news = NEWS.get(Idea.Status(idea.status))
    if news is None:
        return 0
    asked = EvidenceItem.objects.filter(idea=idea, evidence__withdrawn_at=None).values("feedback")
    topics = Topic.objects.filter(posts__feedback__in=asked, posts__deleted_at=None).distinct().order_by("pk")
    for topic in topics:
        with translation.override(installation().language):
            title = _("Tell the forum what became of “%(idea)s”.") % {"idea": shorten(idea.title, limit=120)}
        words = words_for(topic, idea, Answer.Occasion(news))
        commands.owe_topic_answer(topic=topic, idea=idea, occasion=news, words=words, title=title)
    return len(topics)


def words_for(topic: Topic, idea: Idea, occasion: Answer.Occasion) -> str:
    """Draft what a topic reads, in the language its first post was written in. What is not public is not named."""
    said = topic.posts.select_related("feedback").order_by("pk").first()
    language = (said.feedback.language if said else "") or installation().language
    with translation.override(language):
        named = {"idea": title_in(idea, language)}
        if occasion == Answer.Occasion.SHIPPED:
            opening = _("Good news: “%(idea)s” is live.") % named if idea.is_public else _("Good news: it is live.")
            return "\n\n".join(part for part in (opening, _notes(idea)) if part)
        if occasion == Answer.Occasion.ALREADY_POSSIBLE:
            return "\n\n".join(part for part in (_("Good news: you can do this already."), _reason(idea)) if part)
        not_now = _("We looked at it, and will not do it now. Thank you for telling us; it stays with us.")
        return "\n\n".join(part for part in (not_now, _reason(idea)) if part)


def post(answer: TopicAnswer) -> None:
    """Post an answer in its topic, once: what a try before wrote is found by its mark. Raises DiscourseError."""
    forum, mark = answer.topic.forum, _MARK.format(answer.pk)
    discourse = discourse_of(forum)
    there = [post for post in discourse.newest_posts() if mark in str(post.get("raw") or "")]
    posted = there[0] if there else discourse.reply(answer.topic.number, f"{answer.words}\n\n{mark}")
    with translation.override(installation().language):
        how = _("in the forum: %(topic)s") % {"topic": answer.topic}
    commands.note_posted(answer_id=answer.pk, post_number=int(posted["id"]), how=how)


def _notes(idea: Idea) -> str:
    release = Release.objects.published().filter(ideas=idea).newest_first().first()
    return shorten(release.notes, limit=NOTES_LIMIT) if release else ""


def _reason(idea: Idea) -> str:
    decision = idea.decisions.order_by("-decided_at", "-pk").first()
    return decision.public_reason if decision else ""
