"""What can be wrong with what we are told about customers; the texts are shown to people."""

from wellheard.customers.errors import (
    CustomerError,
    InvalidEmailError,
    TokenError,
    UnknownCompanyError,
    UnknownContactError,
)

__all__ = ["CustomerError", "InvalidEmailError", "TokenError", "UnknownCompanyError", "UnknownContactError"]
