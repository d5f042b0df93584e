"""What makes a post look like spam, and whose posts need no reading before others see them."""

import hashlib
import re

from wellheard.customers.models import Contact
from wellheard.foundation.tallies import count_one_more
from wellheard.listen.models import Feedback, Suspect
from wellheard.workspace.installation import installation

_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
# Short wishes are said in the same words by many; a longer text comes more often than this from a machine.
SHORTEST_REPEATED = 20
MOST_ALIKE, ALIKE_SECONDS = 5, 86_400


def suspicion_of(words: str, *, trap: str, origin_key: str) -> str:
    """Return why a post looks like spam; empty when it does not. One sending is counted once, however often it arrives."""
    if trap:
        return Suspect.Reason.TRAP
    if len(_LINK.findall(words)) > installation().most_links:
        return Suspect.Reason.LINKS
    if _is_repeated(words) and not Feedback.objects.filter(origin_key=origin_key).exists():
        return Suspect.Reason.REPEATED
    return ""


def is_trusted(contact: Contact) -> bool:
    """Tell whether so many of a person's posts were published that the next needs no reading first."""
    enough = installation().trusted_after
    if enough is None:
        return False
    published = Feedback.objects.filter(
        contact=contact, source=Feedback.Source.PORTAL, voice=Feedback.Voice.OWN, published_at__isnull=False
    )
    return len(published.values("pk")[:enough]) >= enough


def _is_repeated(words: str) -> bool:
    plain = " ".join(words.casefold().split())
    if len(plain) < SHORTEST_REPEATED:
        return False
    digest = hashlib.sha256(plain.encode()).hexdigest()[:32]
    return count_one_more(f"portal:words:{digest}", seconds=ALIKE_SECONDS) > MOST_ALIKE
