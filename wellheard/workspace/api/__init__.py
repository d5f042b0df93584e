"""What every part of the public API is made of: scopes, problems, pages, and the feed of facts."""

from wellheard.workspace.api.answers import (
    Listing,
    MovedError,
    Pages,
    at_version,
    kept,
    listed,
    missing,
    page_address,
    told,
)
from wellheard.workspace.api.problems import Problem, ProblemError, problem_response
from wellheard.workspace.api.references import named, unmerged
from wellheard.workspace.api.routers import ScopedRouter, TokenRequest
from wellheard.workspace.api.said import ChangeSaid, Day, Id, Line, Minor, Moment, Said

__all__ = [
    "ChangeSaid",
    "Day",
    "Id",
    "Line",
    "Listing",
    "Minor",
    "Moment",
    "MovedError",
    "Pages",
    "Problem",
    "ProblemError",
    "Said",
    "ScopedRouter",
    "TokenRequest",
    "at_version",
    "kept",
    "listed",
    "missing",
    "named",
    "page_address",
    "problem_response",
    "told",
    "unmerged",
]
