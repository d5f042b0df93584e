"""Outbound HTTP: requests to addresses that people typed in, which must never reach what only we can reach."""

from wellheard.foundation.http.addresses import FetchError, ForbiddenAddressError
from wellheard.foundation.http.fetching import Answer, fetch

__all__ = ["Answer", "FetchError", "ForbiddenAddressError", "fetch"]
