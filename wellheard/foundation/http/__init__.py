"""HTTP around Django: requests to addresses that people typed in, which must never reach what only we can reach (`fetch`);
doors that answer before Django does (`doors`).
"""

from wellheard.foundation.http.addresses import FetchError, ForbiddenAddressError
from wellheard.foundation.http.fetching import Answer, fetch

__all__ = ["Answer", "FetchError", "ForbiddenAddressError", "fetch"]
