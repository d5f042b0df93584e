"""What understanding owes when something is heard or a company is saved: that it can be found."""

from wellheard.customers.models import Company
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.articles.models import ArticleText
from wellheard.listen.conversations.commands import suggest_tag
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.understand import commands, queries, similar
from wellheard.understand.suggestions import suggest_tags


@reacts_to("feedback.recorded", "feedback.reworded")
def index_feedback(fact: Fact) -> None:
    """Let what was said be found and compared."""
    feedback = Feedback.objects.filter(pk=fact.subject_id).first()
    if feedback:
        similar.index_many([queries.feedback_document(feedback)])


@reacts_to("feedback.split", "feedback.joined")
def index_quotes(fact: Fact) -> None:
    """Let the quotes of a split be found, and no longer when it was taken back."""
    quotes = fact.details["quotes"]
    there = list(Feedback.objects.filter(pk__in=quotes))
    similar.index_many([queries.feedback_document(quote) for quote in there])
    similar.forget(kind=queries.FEEDBACK, object_ids=set(quotes) - {quote.pk for quote in there})


@reacts_to("feedback.filed", "feedback.unfiled", "feedback.restored", "feedback.set_aside")
def index_filed(fact: Fact) -> None:
    """Let filed feedback vote on what comes next, and no longer when its filing is undone."""
    feedback = Feedback.objects.filter(pk=fact.subject_id).first()
    if feedback and feedback.is_filed and feedback.may_be_evidence:
        similar.index_many([queries.filed_document(feedback)])
    else:
        similar.forget(kind=queries.FILED, object_ids=[fact.subject_id])


@reacts_to("conversation.opened")
def suggest_what_it_is_about(fact: Fact) -> None:
    """Suggest the area and category of a new conversation from earlier ones; where they disagree, nothing."""
    conversation = Conversation.objects.standing().filter(pk=fact.subject_id).first()
    if conversation is None or not (words := queries.beginning_of(conversation)):
        return
    suggestion = suggest_tags(words, language=conversation.language, besides=conversation.pk)
    if suggestion.area_id and suggestion.category_id:
        suggest_tag(conversation_id=conversation.pk, area_id=suggestion.area_id, category_id=suggestion.category_id)


@reacts_to("conversation.tagged", "conversation.untagged")
def index_tagged(fact: Fact) -> None:
    """Let a conversation vote on what the next one is about, and no longer when nobody says so any more."""
    conversation = Conversation.objects.filter(pk=fact.subject_id, tags__confirmed_at__isnull=False).first()
    if conversation and (document := queries.tagged_document(conversation)):
        similar.index_many([document])
    else:
        similar.forget(kind=queries.TAGGED, object_ids=[fact.subject_id])


@reacts_to("company.saved")
def index_company(fact: Fact) -> None:
    """Let the company be found by its name, domain and id."""
    company = Company.objects.filter(pk=fact.subject_id).first()
    if company:
        similar.index_many([queries.company_document(company)])


@reacts_to(
    "article.published", "article.unpublished", "article.archived", "article.restored", "article.language_removed"
)
def index_article(fact: Fact) -> None:
    """Let an article be found and suggested in each language while readers see it."""
    texts = list(ArticleText.objects.filter(article=fact.subject_id).select_related("article"))
    live = [text for text in texts if text.is_live and text.article.is_published]
    similar.index_many(document for text in live for document in queries.article_documents(text))
    gone = {text.pk for text in texts if text not in live}
    if fact.name == "article.language_removed":
        gone.add(fact.details["text"])
    for kind in (queries.ARTICLE, queries.ARTICLE_WORDS):
        similar.forget(kind=kind, object_ids=gone)


@reacts_to("import.finished")
def index_imported(fact: Fact) -> None:  # noqa: ARG001 - whatever came in is what is not indexed yet
    """Let everything an import brought be found."""
    commands.index_missing()


@reacts_to("import.undone")
def forget_taken_back(fact: Fact) -> None:  # noqa: ARG001 - whatever is gone is what is not to be found
    """Let what was taken back not be found any more."""
    commands.forget_gone()
