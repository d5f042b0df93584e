"""Who is owed what, how we put it, and who asked not to be written to about an idea."""

from wellheard.answer.models.answers import Answer, AnswerQuerySet
from wellheard.answer.models.opt_outs import IdeaOptOut
from wellheard.answer.models.wordings import Wording

__all__ = ["Answer", "AnswerQuerySet", "IdeaOptOut", "Wording"]
