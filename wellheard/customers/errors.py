"""What can be wrong with what we are told about customers; the texts are shown to people."""

from wellheard.workspace.commands import WorkspaceError


class CustomerError(WorkspaceError):
    """Something about a company, contact or segment cannot be kept; the text says what to do next."""


class UnknownCompanyError(CustomerError):
    """There is no such company."""


class UnknownContactError(CustomerError):
    """There is no such contact."""


class InvalidEmailError(CustomerError):
    """What was given is no e-mail address."""


class TokenError(CustomerError):
    """An identity token cannot be believed; the text says what is wrong with it."""
