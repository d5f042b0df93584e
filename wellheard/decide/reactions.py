"""What deciding owes when something happens: money brought up to date, links in their place, ideas found by search."""

from collections.abc import Sequence

from wellheard.customers.commands import refresh_segments_of
from wellheard.customers.models import Contact, Segment
from wellheard.decide import merging
from wellheard.decide.commands import keep_following, place_evidence, recount_comments, settle_deals
from wellheard.decide.commands.rankings import LARGE, keep_ranking
from wellheard.decide.counters import in_parts, recount, recount_worth
from wellheard.decide.deal_money import weigh_deals
from wellheard.decide.imports.ideas import IdeaImporter
from wellheard.decide.models import Comment, Evidence, EvidenceItem, Follower, Idea, ImportedIdea, SegmentRanking
from wellheard.decide.suggestions import idea_document
from wellheard.foundation.facts.ledger import reacts_in_parts, reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.imports.running import IMPORTERS
from wellheard.listen.models import Import, ImportedRow
from wellheard.understand import similar

# Every way in is brought in by the stage that knows what it is.
IMPORTERS[Import.Kind.IDEAS] = IdeaImporter


@reacts_to("company.mrr_changed", "company.saved")
def recount_money(fact: Fact) -> None:
    """Bring the money of the ideas a company asks for up to date: what it pays, its stage, its renewal."""
    in_parts(recount_worth, Evidence.objects.filter(company_id=fact.subject_id).values_list("idea_id", flat=True))


@reacts_in_parts(
    "deal.heard",
    "deal.won",
    "deal.lost",
    "deal.reopened",
    "deal.missing_noted",
    "deal.placed",
    "deal.withdrawn",
    "deal.restored",
)
def weigh_what_deals_missed(facts: Sequence[Fact]) -> None:
    """Bring the money of the ideas that deals missed up to date: how they ended, what they are worth, whose they are."""
    settle_deals(deal_ids=[fact.subject_id for fact in facts])


@reacts_to("deals.priced")
def weigh_deals_again(_fact: Fact) -> None:
    """Bring the money of deals up to date everywhere: rates came in, or the reporting currency is another."""
    weigh_deals()


@reacts_to("installation.changed")
def recount_months(fact: Fact) -> None:
    """Count what was asked in which month again: months begin in the installation's zone."""
    if "time_zone" in fact.details["columns"]:
        in_parts(recount, Idea.objects.values_list("pk", flat=True))


@reacts_to("segment.saved")
def rank_for_segment(fact: Fact) -> None:
    """Count anew how a segment's companies rank ideas: its rule may be another."""
    SegmentRanking.objects.filter(segment=fact.subject_id).delete()
    for segment in Segment.objects.filter(pk=fact.subject_id, company_count__gt=LARGE):
        keep_ranking(segment=segment)


@reacts_to("feedback.placed")
def move_links(fact: Fact) -> None:
    """Count feedback for the company it turned out to come from."""
    place_evidence(feedback_id=fact.subject_id)
    if fact.company_id:
        refresh_segments_of(company_id=fact.company_id, asking=("asked_for", "asked_in"))


merging.register_rows("comments", Comment)
merging.register_rows("followers", Follower, once_per=("contact",))


@reacts_to("idea.merged", "idea.unmerged")
def count_moved_comments(fact: Fact) -> None:
    """Count the comments of both ideas again: they moved."""
    recount_comments(idea_ids=[fact.subject_id, fact.details["into"]])


@reacts_to(
    "feedback.published",
    "feedback.hidden",
    "feedback.undecided",
    "feedback.reworded",
    "feedback.restored",
    "feedback.quotable_set",
)
def count_comments(fact: Fact) -> None:
    """Count a comment that everybody may read now, and one that they may not any more."""
    recount_comments(idea_ids=Comment.objects.filter(feedback=fact.subject_id).values_list("idea_id", flat=True))


@reacts_to("feedback.published", "feedback.hidden", "feedback.undecided", "feedback.restored", "feedback.quotable_set")
def choose_quotes(fact: Fact) -> None:
    """Choose the words that stand for an idea on the portal among those that may be read now."""
    recount_worth(EvidenceItem.objects.filter(feedback=fact.subject_id).values_list("idea_id", flat=True))


@reacts_to("feedback.placed")
def follow_what_they_commented(fact: Fact) -> None:
    """Let whoever turns out to have commented on an idea hear about it."""
    contact = Contact.objects.filter(pk=fact.contact_id or 0).first()
    for comment in Comment.objects.standing().filter(feedback=fact.subject_id, feedback__contact=contact):
        if contact:
            keep_following(idea_id=comment.idea_id, contact=contact)


@reacts_to("idea.opened", "idea.edited", "idea.merged", "idea.unmerged")
def index_idea(fact: Fact) -> None:
    """Let the idea be found and suggested while it stands for itself."""
    idea = Idea.objects.filter(pk=fact.subject_id).first()
    if idea is None or idea.merged_into_id:
        similar.forget(kind="idea", object_ids=[fact.subject_id])
        return
    similar.index_many([idea_document(idea)])


@reacts_to("import.finished")
def index_imported_ideas(fact: Fact) -> None:
    """Let ideas that an import brought be found and suggested."""
    rows = ImportedRow.objects.filter(run=fact.subject_id, kind="decide.idea", before__isnull=True)
    ideas = Idea.objects.filter(pk__in=rows.values("object_id")).iterator(chunk_size=500)
    similar.index_many(idea_document(idea) for idea in ideas)


@reacts_to("import.undone")
def count_without_imported(fact: Fact) -> None:
    """Let ideas count without the votes and words that were taken back."""
    if fact.details["kind"] == Import.Kind.IDEAS:
        ideas = list(ImportedIdea.objects.values_list("idea_id", flat=True))
        in_parts(recount, ideas)
        recount_comments(idea_ids=ideas)


@reacts_to(
    "feedback.linked",
    "feedback.unlinked",
    "evidence.withdrawn",
    "evidence.reaffirmed",
    "idea.voted",
    "idea.vote_withdrawn",
)
def place_asker_in_segments(fact: Fact) -> None:
    """Bring the segments that ask who asked for what up to date for the company concerned."""
    if fact.company_id:
        refresh_segments_of(company_id=fact.company_id, asking=("asked_for", "asked_in"))


@reacts_to("idea.discarded")
def forget_idea(fact: Fact) -> None:
    """Let an idea that was written by mistake not be suggested any more."""
    similar.forget(kind="idea", object_ids=[fact.subject_id])
