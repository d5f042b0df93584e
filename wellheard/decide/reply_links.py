"""What saved replies can lead to by its number: an idea on the portal, an article of the help centre."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.listen.articles.models import Article
from wellheard.listen.articles.queries import texts_for
from wellheard.listen.desk.filling import leads_to
from wellheard.workspace.installation import portal_address


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    leads_to("idea", _("An idea’s title and its address on the portal, by its number"), idea_link)
    leads_to("article", _("An article’s title and its address in the help centre, by its number"), article_link)


def idea_link(number: int, language: str) -> str:
    """Return an idea's title and address; nothing where customers cannot see it."""
    idea = Idea.objects.visible_to(None).prefetch_related("translations").filter(pk=number).first()
    if idea is None:
        return ""
    title = idea.title
    if language:
        translated = next((text for text in idea.translations.all() if text.language == language), None)
        title = translated.title if translated and translated.title else title
    return f"{title}\n{portal_address(reverse('portal_idea', args=[idea.pk]))}"


def article_link(number: int, language: str) -> str:
    """Return an article's title and address, in the reader's language where it is there; nothing where they cannot read it."""
    if not Article.objects.visible_to(None).filter(pk=number).exists():
        return ""
    text = texts_for([number], language=language).get(number)
    if text is None:
        return ""
    return f"{text.title}\n{portal_address(reverse('help_article', args=[text.language, text.slug]))}"
