"""The voice-of-customer report and the product briefing: a period, its frozen sections, and what people wrote beside them."""

from wellheard.learn.reports.models.points import Point
from wellheard.learn.reports.models.readers import Reader
from wellheard.learn.reports.models.reports import Report, ReportQuerySet
from wellheard.learn.reports.models.sections import Section
from wellheard.learn.reports.models.verbatims import Verbatim

__all__ = ["Point", "Reader", "Report", "ReportQuerySet", "Section", "Verbatim"]
