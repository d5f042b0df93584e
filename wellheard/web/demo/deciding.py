"""What Northwind decides and ships in the demo story."""

from datetime import timedelta

from wellheard.decide.commands import change_status, merge_ideas, record_decision, translate_decision
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, publish_release, translate_release
from wellheard.foundation import clock
from wellheard.web.demo import ideas
from wellheard.web.demo.stage import Story
from wellheard.workspace.models import Product


def move(story: Story, key: str, status: str) -> None:
    """Move an idea to another status."""
    change_status(idea_id=story.ideas[key].pk, status=status)


def decide(story: Story, verdict: ideas.Verdict) -> None:
    """Decide about an idea, with a reason in the languages somebody wrote it in."""
    idea = Idea.objects.get(pk=story.ideas[verdict.idea].pk)
    decision = record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome=verdict.outcome,
        reason=verdict.reason,
        public_reason=verdict.public_reason,
        revisit_on=clock.today() + timedelta(days=120) if verdict.outcome == "not_now" else None,
        by=story.staff["Ines Calder"],
    )
    for language, texts in verdict.texts.items():
        translate_decision(decision_id=decision.pk, language=language, version=0, **texts)


def release(story: Story, launch: ideas.Launch) -> None:
    """Publish a release; everybody who asked is owed an answer."""
    draft = draft_release(
        title=launch.title,
        version_name=launch.version,
        notes=launch.notes,
        idea_ids=[story.ideas[key].pk for key in launch.ideas],
        product=Product.objects.order_by("pk")[0],
        by=story.staff["Marta Lind"],
    )
    for language, texts in launch.texts.items():
        translate_release(release_id=draft.pk, language=language, version=0, **texts)
    publish_release(release_id=draft.pk)


def join(story: Story, part: str, whole: str) -> None:
    """Make one idea part of another: it turned out to be the same wish."""
    merge_ideas(source_id=story.ideas[part].pk, target_id=story.ideas[whole].pk, by=story.staff["Priya Raman"])
