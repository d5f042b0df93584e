"""Forms of sources."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import LineField
from wellheard.listen.sources.commands import MOST_PER_MINUTE
from wellheard.listen.sources.models import Source
from wellheard.workspace.forms.fields import VersionField
from wellheard.workspace.models import Product

MOST_TEXT = 13_000


class SourceForm(forms.Form):
    """What a source is called, what it belongs to and what it may do."""

    name = LineField(label=_("Name"), help_text=_("Such as “Web app” or “Backend”."))
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label=_("No product in particular")
    )
    origins = forms.CharField(
        label=_("Sites"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "For a key in pages: one a line, such as https://app.example.com. Only their pages may use it. Empty: any."
        ),
    )
    per_minute = forms.IntegerField(
        label=_("Events a minute at most"),
        initial=60_000,
        min_value=0,
        max_value=MOST_PER_MINUTE,
        help_text=_("Whoever sends more is told to wait. 0: any number."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["product"].queryset = Product.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_origins(self) -> list[str]:
        """Return the sites one by one."""
        return [line.strip() for line in self.cleaned_data["origins"].splitlines() if line.strip()]


class NewSourceForm(SourceForm):
    """A source that is made."""

    field_order = ("name", "kind", "product", "origins", "per_minute")

    kind = forms.ChoiceField(
        label=_("Where its key is"),
        choices=[
            (Source.Kind.BROWSER, _("In your pages")),
            (Source.Kind.SERVER, _("On your servers")),
        ],
        help_text=_(
            "In pages everybody can read the key, so nothing it says of people is believed. "
            "On your servers it is a secret, and what it says is taken as true."
        ),
        initial=Source.Kind.SERVER,
        widget=forms.RadioSelect,
    )


class ChangeSourceForm(SourceForm):
    """A source as it is."""

    version = VersionField()
