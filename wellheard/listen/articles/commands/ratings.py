"""Whether an article helped: counted once for each reader, who may change their mind."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.articles.commands.errors import ArticleError
from wellheard.listen.articles.commands.locking import locked
from wellheard.listen.articles.models import Article, ArticleRating
from wellheard.listen.commands import record_feedback
from wellheard.listen.models import Feedback

RATED = names.declare("article.rated", "A reader said whether an article helped; `verdict` is yes or no.")

YES, NO = "yes", "no"
ORIGIN = "article"


@transaction.atomic
def rate_article(
    *, article_id: int, language: str, verdict: str, contact: Contact | None, visitor: str = ""
) -> ArticleRating:
    """Note whether an article helped a reader: a contact, else a browser. Saying the same again changes nothing."""
    article = locked(article_id)
    if verdict not in {YES, NO}:
        raise ArticleError(_("Say yes or no."))
    who = {"contact": contact} if contact else {"contact": None, "visitor": visitor}
    new = {"was_helpful": verdict == YES, "language": language, "rated_at": clock.now()}
    rating, is_new = ArticleRating.objects.get_or_create(article=article, **who, defaults=new)
    if not is_new and rating.was_helpful == new["was_helpful"]:
        return rating
    if not is_new:
        for name, value in new.items():
            setattr(rating, name, value)
        rating.save(update_fields=list(new))
    recount_ratings(article)
    ledger.record(RATED, article, verdict=verdict, language=language)
    return rating


@transaction.atomic
def comment_on_article(*, rating_id: int, words: str, once: str, title: str, url: str) -> Feedback:
    """Keep what a reader wrote beside their yes or no, as feedback. Raises FeedbackError for what cannot be kept.

    `once` names one sending of one form: a double click keeps it once.
    """
    rating = (
        ArticleRating.objects.select_for_update(of=("self",), no_key=True).select_related("contact").get(pk=rating_id)
    )
    feedback = record_feedback(
        words=words,
        source=Feedback.Source.PORTAL,
        contact=rating.contact,
        origin=ORIGIN,
        origin_key=once,
        url=url,
        attributes={"article": title},
    )
    if rating.feedback_id != feedback.pk:
        rating.feedback = feedback
        rating.save(update_fields=["feedback"])
    return feedback


def recount_ratings(article: Article) -> None:
    """Count an article's ratings anew."""
    counted = article.ratings.aggregate(yes=Count("pk", filter=Q(was_helpful=True)), every=Count("pk"))
    article.helpful_count = counted["yes"]
    article.unhelpful_count = counted["every"] - counted["yes"]
    article.save(update_fields=["helpful_count", "unhelpful_count"])
