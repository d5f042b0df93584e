"""Every change in how what customers told us is understood."""

from wellheard.understand.commands.filing import (
    FILED,
    UNFILED,
    FilingError,
    file_feedback,
    unfile_feedback,
)
from wellheard.understand.commands.indexing import forget_gone, index_missing

__all__ = ["FILED", "UNFILED", "FilingError", "file_feedback", "forget_gone", "index_missing", "unfile_feedback"]
