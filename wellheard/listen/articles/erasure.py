"""What articles hold of a person: that they found one helpful or not. What they wrote beside it is feedback."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.listen.articles.models import ArticleRating


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "article_ratings",
            _("Whether articles helped them"),
            pointing_at(ArticleRating),
            {"article_id": _("Article"), "was_helpful": _("It helped"), "rated_at": _("Said")},
            _forget,
        ),
        covers=[(ArticleRating, "contact")],
    )


def _forget(person: Person) -> None:
    """Forget who it was; the counts of the article stay true."""
    ArticleRating.objects.filter(contact_id__in=person.ids).update(contact=None, visitor="")
