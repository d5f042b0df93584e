"""Ideas that say nearly the same as another."""

from django.core.cache import cache

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.decide.suggestions import LEAST_ALIKE
from wellheard.understand import similar
from wellheard.web.portal.queries.texts import PublicText, texts_of

MOST = 3
# Ideas change their words rarely; comparing them with all others is the dearest thing on the page.
FRESH_SECONDS = 3_600


def related_ideas(idea: Idea, *, reader: Contact | None) -> list[tuple[Idea, PublicText]]:
    """Return ideas like this one that this visitor may see, most alike first."""
    ids = _ids(idea)
    visible = Idea.objects.visible_to(reader).in_bulk(ids)
    shown = [visible[idea_id] for idea_id in ids if idea_id in visible][:MOST]
    texts = texts_of(shown)
    return [(one, texts[one.pk]) for one in shown]


def _ids(idea: Idea) -> list[int]:
    key = f"portal:related:{idea.pk}:{idea.version}"
    known: list[int] | None = cache.get(key)
    if known is None:
        found = similar.find(f"{idea.title}\n{idea.public_text}", kind="idea", limit=20, language=idea.language)
        known = [match.object_id for match in found if match.object_id != idea.pk and match.score >= LEAST_ALIKE]
        cache.set(key, known, FRESH_SECONDS)
    return known
