"""What the inbox changes across stages, each in one transaction."""

from wellheard.web.conversations.commands.feedback import Chosen, Evidence, link_to_idea
from wellheard.web.conversations.commands.product import bring_in_product, managers_of
from wellheard.web.conversations.commands.writing import Ending, answer_customer

__all__ = [
    "Chosen",
    "Ending",
    "Evidence",
    "answer_customer",
    "bring_in_product",
    "link_to_idea",
    "managers_of",
]
