"""Talks with customers: planned, held, what was said in them, and what we ask."""

from wellheard.listen.interviews.models.guides import Guide
from wellheard.listen.interviews.models.interviews import Companion, Guest, Interview, Invited
from wellheard.listen.interviews.models.outcomes import InterviewQuote, NextStep

__all__ = ["Companion", "Guest", "Guide", "Interview", "InterviewQuote", "Invited", "NextStep"]
