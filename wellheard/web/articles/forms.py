"""What staff write in articles, and where these stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.articles.commands import MOST_CHARACTERS
from wellheard.listen.articles.models import Article
from wellheard.web.feedback.forms.lists import GONE_AREA, area_choices
from wellheard.web.portal.languages import languages_offered, name_in_ours
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Area, Staff

_LONG = _("Use at most %(limit_value)d characters; these are %(show_value)d.")


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An area, each named with those above it."""

    def __init__(self, *, empty: Any, **options: Any) -> None:
        super().__init__(
            queryset=Area.objects.all(),
            required=False,
            error_messages={"invalid_choice": GONE_AREA},
            **options,
        )
        self.empty = empty

    def offer(self) -> None:
        """Read which areas there are now."""
        self.choices = [("", self.empty), *area_choices()]


class TextForm(forms.Form):
    """An article in one language."""

    version = VersionField()
    title = LineField(
        label=_("Title"),
        max_length=200,
        missing=_("Give the article a title, such as “Work without a signal”."),
        help_text=_("The question as customers ask it, or what they can do."),
    )
    summary = LineField(
        label=_("In one sentence"),
        missing="",
        max_length=300,
        required=False,
        help_text=_("Stands below the title in lists and in search engines."),
    )
    body = WordsField(
        label=_("Text"),
        required=False,
        max_length=MOST_CHARACTERS,
        help_text=_("Markdown: # heading, **bold**, - list, [link](https://…). Needed before you publish."),
        error_messages={"max_length": _LONG},
        widget=forms.Textarea(attrs={"rows": 22}),
    )
    slug = LineField(
        label=_("Address"),
        missing="",
        required=False,
        help_text=_(
            "The last part of its address. Left empty, it is made of the title; an earlier address leads on to it."
        ),
    )
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})
    )
    shows = LineField(
        label=_("What it shows"),
        missing="",
        max_length=300,
        required=False,
        help_text=_("For readers who cannot see it."),
    )


class NewArticleForm(TextForm):
    """An article nobody has begun."""

    language = forms.ChoiceField(label=_("Language"), error_messages={"invalid_choice": _("Choose a language.")})
    area = AreaField(label=_("Area"), empty=_("No area in particular"))
    section = LineField(
        label=_("Section"),
        missing="",
        required=False,
        help_text=_("Articles of one section stand together, such as “Getting started”."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("version", "slug", "picture", "shows"):
            del self.fields[name]
        self.fields["language"].choices = languages_offered()  # type: ignore[attr-defined]
        self.fields["area"].offer()  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """Where an article stands, who looks after it, and who may read it."""

    version = VersionField()
    area = AreaField(label=_("Area"), empty=_("No area in particular"))
    section = LineField(
        label=_("Section"),
        missing="",
        required=False,
        help_text=_("Articles of one section stand together, such as “Getting started”."),
    )
    position = forms.IntegerField(
        label=_("Place in the section"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )
    owner = forms.ModelChoiceField(
        label=_("Looked after by"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    audience = forms.ChoiceField(label=_("Who may read it"), choices=Article.Audience.choices, widget=forms.RadioSelect)
    segment = forms.ModelChoiceField(
        label=_("Segment"),
        queryset=Segment.objects.order_by("name"),
        required=False,
        empty_label=_("No segment"),
        help_text=_("For all others the article does not exist: not in the search, nor among suggestions."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].offer()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]


class ArticleFilter(forms.Form):
    """What the list of articles is narrowed down to. Anything may be left out."""

    q = LineField(label=_("Words in the title"), missing="", max_length=100, required=False)
    area = AreaField(label=_("Area"), empty=_("Every area"))
    missing = forms.ChoiceField(label=_("Not there in"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].offer()  # type: ignore[attr-defined]
        self.fields["missing"].choices = [  # type: ignore[attr-defined]
            ("", _("In any language")),
            *(
                (code, _("Not in %(language)s") % {"language": name_in_ours(code)})
                for code, _own in languages_offered()
            ),
        ]
        for name in ("area", "missing"):
            self.fields[name].widget.attrs["class"] = "input auto"


class WishForm(forms.Form):
    """Something customers ask that has no article."""

    title = LineField(
        label=_("What should it answer?"), max_length=200, missing=_("Write what the article should answer.")
    )
    area = AreaField(label=_("Area"), empty=_("No area in particular"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].offer()  # type: ignore[attr-defined]
