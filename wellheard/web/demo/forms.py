"""What an owner types to begin with their own data."""

from wellheard.web.accounts.forms import SetUpForm


class OwnDataForm(SetUpForm):
    """The few things Wellheard must know of whoever looked at the demo as a person of it."""
