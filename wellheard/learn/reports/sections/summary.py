"""One page of it: how many things were said and how far they came."""

from django.db.models import Count, Exists, OuterRef, Q

from wellheard.answer.models import Answer
from wellheard.decide.models import Decision, EvidenceItem
from wellheard.deliver.models import Release
from wellheard.learn.loop import how_far
from wellheard.learn.queries import solved_figure
from wellheard.learn.reports.sections.voices import said
from wellheard.learn.reports.sections.within import Built, Within
from wellheard.listen.models import FeedbackQuerySet


def build(within: Within) -> Built:
    """Return how far what was said came, from how many companies, and what is still owed."""
    counts = how_far(said(within))
    solved = solved_figure(within.begins, within.ends)
    owed = Answer.objects.outstanding().filter(**within.days("waiting_since"))
    return Built(
        {
            "loop": counts,
            "before": how_far(_before(within)),
            "companies": said(within).exclude(company=None).aggregate(n=Count("company", distinct=True))["n"],
            "unread": counts["listen"] - counts["understand"],
            "yes": _with_yes(within),
            "releases": Release.objects.published().filter(**within.days("published_at")).count(),
            "owed": owed.count(),
            "solved_said": solved.said,
            "solved_helped": solved.helped,
        }
    )


def _with_yes(within: Within) -> int:
    """Return of how many of the things that were said something got a yes."""
    linked = EvidenceItem.objects.filter(feedback=OuterRef("pk"))
    yes = Exists(Decision.objects.filter(idea=OuterRef("idea"), outcome=Decision.Outcome.YES))
    return said(within).filter(Q(Exists(linked.filter(yes)))).count()


def _before(within: Within) -> FeedbackQuerySet:
    return said(Within(within.before, within.before))
