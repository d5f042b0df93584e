"""What Northwind hears in the demo story, and what it does with it."""

from wellheard.decide.commands import (
    link_feedback,
    open_idea,
    publish_idea,
    reply,
    set_importance,
    set_needed_by,
    translate_idea,
    vote,
)
from wellheard.decide.models import Comment, Evidence, Vote
from wellheard.listen.commands import (
    hide_feedback,
    hold_suspect,
    publish_feedback,
    record_feedback,
    set_aside_feedback,
)
from wellheard.listen.models import AsideReason, Feedback
from wellheard.understand.commands import file_feedback
from wellheard.web.demo import ideas, voices
from wellheard.web.demo.stage import ORIGIN, Story
from wellheard.web.portal.commands import keep_comment

REPORTED = {"support", "interview", "lost_deal", "departure"}
# Posts of the last days nobody has let others read yet.
UNREAD_DAYS = 4
# Before that, the old board said by itself that something had arrived.
ACKNOWLEDGED_DAYS = 45
# These stay among ourselves.
PRIVATE = {"erp_hook", "line_tax"}


def open_up(story: Story, told: ideas.StoryIdea) -> None:
    """Write an idea down; what was said of it before is linked to it now."""
    idea = open_idea(
        title=told.title,
        problem=told.problem,
        workaround=told.workaround,
        public_text=told.public,
        area=story.areas[told.area],
        by=story.staff[told.owner or "Priya Raman"],
        language="zh" if told.key == "wechat" else "en",
    )
    story.ideas[told.key] = idea if told.key in PRIVATE else publish_idea(idea_id=idea.pk)
    for said in voices.VOICES:
        if said.idea == told.key and said.key in story.heard and story.heard[said.key].filed_at:
            _link(story, said)


def translate(story: Story) -> None:
    """Write the public texts of the ideas in the languages of the story."""
    for key, texts in ideas.TRANSLATIONS.items():
        for language, text in texts.items():
            translate_idea(
                idea_id=story.ideas[key].pk,
                language=ideas.LANGUAGES[language],
                version=0,
                title=text["title"],
                public_text=text.get("public_text", ""),
                workaround=text.get("workaround", ""),
            )


def hear(story: Story, said: voices.Said) -> None:
    """Keep what somebody says, or what a colleague heard them say."""
    logged_by = story.staff["Priya Raman" if said.source == "support" else "Joel Amberg"]
    story.heard[said.key] = record_feedback(
        acknowledge="mail" if said.days <= ACKNOWLEDGED_DAYS else "none",
        words=said.words,
        source=said.source,
        contact=story.people[said.who],
        quotable=said.quotable,
        origin=ORIGIN,
        origin_key=said.key,
        logged_by=logged_by if said.source in REPORTED else None,
    )


def read(story: Story, said: voices.Said) -> None:
    """File what was said and link it, or set it aside with the reason."""
    feedback = story.heard[said.key]
    reader = story.staff["Wei Zhang" if feedback.language == "zh" else "Priya Raman"]
    if said.aside:
        set_aside_feedback(feedback_id=feedback.pk, reason=said.aside, note=said.note, by=reader)
        if said.aside == AsideReason.SPAM:
            hide_feedback(feedback_id=feedback.pk)
        return
    area = said.area or ideas.AREA_OF[said.idea]
    story.heard[said.key] = file_feedback(
        feedback_id=feedback.pk, area_id=story.areas[area].pk, category_id=story.categories[said.category].pk, by=reader
    )
    if said.idea in story.ideas:
        _link(story, said)
    elif _may_others_read(said):
        publish_feedback(feedback_id=feedback.pk)


def _may_others_read(said: voices.Said) -> bool:
    return said.quotable != Feedback.Quotable.NO and said.days > UNREAD_DAYS


def _link(story: Story, said: voices.Said) -> None:
    feedback = story.heard[said.key]
    is_their_word = said.source in {Feedback.Source.PORTAL, Feedback.Source.WIDGET}
    item = link_feedback(
        feedback_id=feedback.pk,
        idea_id=story.ideas[said.idea].pk,
        importance=None if is_their_word else said.importance,
        by=None if said.is_brought else story.staff["Priya Raman"],
    )
    if is_their_word and said.importance:
        set_importance(evidence_id=item.evidence_id, importance=said.importance, set_by=Evidence.SetBy.CUSTOMER)
    if _may_others_read(said):
        publish_feedback(feedback_id=feedback.pk)


def want(story: Story, key: str, who: str, number: int) -> None:
    """Vote; now and then somebody says how much it blocks them, and until when."""
    contact = story.people[who]
    wish: Vote = vote(idea_id=story.ideas[key].pk, contact=contact)
    evidence = Evidence.objects.filter(items__vote=wish).first()
    if evidence is None:
        return
    if number % 3 == 0 and not evidence.importance:
        set_importance(evidence_id=evidence.pk, importance=number % 2 + 1, set_by=Evidence.SetBy.CUSTOMER)
    if number % 10 == 0:
        set_needed_by(evidence_id=evidence.pk, needed_by=story.day(20 + number))


def remark(story: Story, told: ideas.Remark) -> None:
    """Write below an idea."""
    contact = story.people[told.who]
    once = f"{ORIGIN}-{ideas.REMARKS.index(told)}"
    feedback = keep_comment(
        idea_id=story.ideas[told.idea].pk, words=told.words, quotable="named", once=once, contact=contact
    )
    story.heard[once] = feedback
    file_feedback(
        feedback_id=feedback.pk,
        area_id=story.areas[ideas.AREA_OF[told.idea]].pk,
        category_id=story.categories["feature-request"].pk,
        by=story.staff["Priya Raman"],
    )
    if told.days > UNREAD_DAYS:
        publish_feedback(feedback_id=feedback.pk)


def reply_to(story: Story, told: ideas.Remark) -> None:
    """Reply below an idea; whoever wrote there is told."""
    above = Comment.objects.get(feedback=story.heard[f"{ORIGIN}-{ideas.REMARKS.index(told)}"])
    publish_feedback(feedback_id=story.heard[f"{ORIGIN}-{ideas.REMARKS.index(told)}"].pk)
    reply(idea_id=above.idea_id, words=told.reply, by=story.staff[told.by], reply_to=above.pk)


def hold(story: Story, unwanted: voices.Unwanted, number: int) -> None:
    """Keep a post apart that looks like spam."""
    hold_suspect(
        words=unwanted.words,
        quotable=Feedback.Quotable.UNNAMED,
        origin="comment" if unwanted.idea else "portal",
        origin_key=f"{ORIGIN}-suspect-{number}",
        reason=unwanted.reason,
        contact=story.people.get(unwanted.who),
        idea_id=story.ideas[unwanted.idea].pk if unwanted.idea else None,
    )
