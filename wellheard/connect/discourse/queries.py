"""How a forum is reached."""

from wellheard.connect.discourse.client import Discourse
from wellheard.connect.discourse.models import PURPOSE, Forum
from wellheard.foundation.sealing import unseal


def discourse_of(forum: Forum) -> Discourse:
    """Return a forum as we reach it."""
    return Discourse(forum.url, unseal(forum.key_sealed, purpose=PURPOSE), forum.username)
