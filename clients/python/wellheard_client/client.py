"""The client: one method for each operation of the API."""

from types import TracebackType
from typing import Self

from wellheard_client.operations import Operations
from wellheard_client.transport import LEFT_OUT, LeftOut

__all__ = ["LEFT_OUT", "Client", "LeftOut"]


class Client(Operations):
    """Everything in one Wellheard, as far as the token's scopes reach.

    Moments and days are ISO 8601 texts in UTC; `datetime` and `date` may be given. Money is in minor units of the currency
    beside it. Lists are iterators that ask for the next page when it is needed. Each change carries a key of its own, so it
    is done once even where its answer is lost and it is sent again. Raises ProblemError, or UnreachableError.
    """

    def __enter__(self) -> Self:
        """Use it with `with`: its connection is closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
