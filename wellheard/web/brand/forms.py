"""The form about how the portal looks, where it lives and who may do what there."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.foundation.pictures import Picture, PictureError, draw_anew
from wellheard.foundation.text.fields import LineField
from wellheard.web.brand.colours import is_colour
from wellheard.workspace.forms.fields import VersionField
from wellheard.workspace.models import Vendor

LOGO_SIDE = 480
MOST_TRUSTED, MOST_LINKS = 100, 50
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")


class LogoField(forms.FileField):
    """A logo to upload; what comes out is a picture drawn anew, or nothing."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Logo"),
            required=False,
            widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            help_text=gettext_lazy("PNG, JPEG or WebP up to 5 MB; SVG files can carry programs and are not taken."),
        )

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        sent: UploadedFile[bytes] | None = super().clean(data, initial)
        if not sent:
            return None
        try:
            return draw_anew(sent.read(), longest_side=LOGO_SIDE)
        except PictureError as problem:
            raise forms.ValidationError(str(problem)) from problem


class PortalForm(forms.Form):
    """Logo, colour, address; who may write and vote, and what is held."""

    version = VersionField()
    logo = LogoField()
    without_logo = forms.BooleanField(label=gettext_lazy("Take the logo off"), required=False)
    accent = LineField(
        label=gettext_lazy("Colour"),
        required=False,
        max_length=7,
        help_text=gettext_lazy("As #rrggbb. Links and buttons of the portal take it. Left empty, they keep ours."),
    )
    portal_host = LineField(
        label=gettext_lazy("Own address of the portal"),
        required=False,
        max_length=253,
        help_text=gettext_lazy(
            "A host name such as feedback.example.com that leads to this machine. Staff cannot sign in there."
        ),
    )
    voices = forms.ChoiceField(
        label=gettext_lazy("Who may write and vote"), choices=Vendor.Voices.choices, widget=forms.RadioSelect
    )
    counts = forms.ChoiceField(
        label=gettext_lazy("When visitors see how many others want an idea"),
        choices=Vendor.Counts.choices,
        widget=forms.RadioSelect,
    )
    trusted_after = forms.IntegerField(
        label=gettext_lazy("Trust an author after so many published posts"),
        required=False,
        min_value=1,
        max_value=MOST_TRUSTED,
        help_text=gettext_lazy(
            "Their next ones appear at once, if they may be quoted. Left empty, each is read first."
        ),
    )
    most_links = forms.IntegerField(
        label=gettext_lazy("Set a post aside that has more links than"), min_value=0, max_value=MOST_LINKS
    )

    def clean_accent(self) -> str:
        colour: str = self.cleaned_data["accent"].lower()
        if colour and not is_colour(colour):
            raise forms.ValidationError(_("Write the colour as #rrggbb, such as #2f6fed."))
        return colour

    def clean_portal_host(self) -> str:
        host: str = (
            self.cleaned_data["portal_host"].lower().removeprefix("https://").removeprefix("http://").rstrip("/")
        )
        if not host:
            return ""
        if not _HOST.fullmatch(host):
            raise forms.ValidationError(_("Write a host name alone, such as feedback.example.com."))
        if host in settings.ALLOWED_HOSTS:
            raise forms.ValidationError(_("You work under this name yourselves. The portal needs another one."))
        return host

    def wanted(self) -> dict[str, Any]:
        """Return what the command is to set, apart from the logo."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"logo", "without_logo"}}


def initial_of(vendor: Vendor) -> dict[str, Any]:
    """Return what stands in the form at first."""
    return {name: getattr(vendor, name) for name in PortalForm.base_fields if name not in {"logo", "without_logo"}}
