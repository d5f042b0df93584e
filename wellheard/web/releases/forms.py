"""What staff write about a release, and which ideas it ships."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.deliver.commands import MOST_CHARACTERS, MOST_OF_EVENT
from wellheard.deliver.models import Release
from wellheard.deliver.queries import shippable
from wellheard.foundation import clock
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.surveys.models import Survey
from wellheard.listen.surveys.thanking import Honoured, among, consents, honouring
from wellheard.listen.usage.models import EventName
from wellheard.web.ideas.keys import key_of
from wellheard.workspace.forms.days import DayField
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Product

# The form offers so many surveys to thank for, the latest first.
MOST_THANKED = 10
# So many events are offered, the latest first; any other may be typed.
MOST_EVENTS = 200


class BetweenForm(forms.Form):
    """Between which days something went live: the list behind a number of a report. Either may be left out."""

    since = DayField()
    until = DayField()

    @property
    def days(self) -> dict[str, date]:
        """Return the days that were asked for, as far as they could be read."""
        self.is_valid()
        return {name: day for name, day in self.cleaned_data.items() if day}

    def narrow(self, rows: QuerySet[Release]) -> QuerySet[Release]:
        """Return what went live on these days of the installation's clock, both included."""
        zone, days = clock.zone(), self.days
        if since := days.get("since"):
            rows = rows.filter(published_at__gte=datetime.combine(since, time.min, zone))
        if until := days.get("until"):
            rows = rows.filter(published_at__lte=datetime.combine(until, time.max, zone))
        return rows


class NewReleaseForm(forms.Form):
    """What went live, in customers' words."""

    title = LineField(
        label=_("Title"),
        max_length=200,
        missing=_("Give the release a title, such as “Work offline”."),
        help_text=_("What customers can do now, such as “Work offline”."),
    )
    version_name = LineField(
        label=_("Version"),
        missing="",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "8.3", "autocomplete": "off"}),
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.by_name(),
        required=False,
        empty_label=_("Every product"),
        error_messages={"invalid_choice": _("This product does not exist any more; choose another.")},
    )
    event = LineField(
        label=_("How it shows that somebody uses it"),
        missing="",
        max_length=MOST_OF_EVENT,
        required=False,
        help_text=_("The name of a usage event. Left empty, it is the one a review named for the idea, if any."),
        widget=forms.TextInput(attrs={"list": "events", "autocomplete": "off"}),
    )
    notes = WordsField(
        label=_("What is new"),
        required=False,
        max_length=MOST_CHARACTERS,
        help_text=_("In customers' words: what they can do now, and where they find it. Needed before you publish."),
        error_messages={"max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    ideas = forms.ModelMultipleChoiceField(
        label=_("Ideas it ships"),
        queryset=Idea.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("One of the ideas is live already or does not exist any more; choose again."),
            "invalid_pk_value": _("One of the ideas does not exist any more; choose again."),
        },
    )

    thanks = forms.ModelMultipleChoiceField(
        label=_("Thank those who answered"),
        queryset=Survey.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("One of the surveys thanks nobody any more; choose again."),
            "invalid_pk_value": _("One of the surveys thanks nobody any more; choose again."),
        },
    )

    def __init__(self, *args: Any, shipped: Iterable[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ideas"].queryset = shippable(shipped)  # type: ignore[attr-defined]
        self.fields["thanks"].queryset = honouring()  # type: ignore[attr-defined]

    @property
    def events(self) -> list[str]:
        """Return the events the product told of last, to choose from."""
        told = EventName.objects.counted().filter(kind=EventName.Kind.TRACK).exclude(name="").newest_first()
        return list(told.values_list("name", flat=True)[:MOST_EVENTS])

    @property
    def chosen(self) -> list[int]:
        """Return the ideas that are chosen now, also while the form is being filled in."""
        return [key for value in self["ideas"].value() or [] if (key := key_of(str(value)))]

    @property
    def thankable(self) -> list[tuple[Survey, Honoured, bool]]:
        """Return the latest surveys whose people may be thanked, who agreed to it, and whether the release thanks them."""
        chosen = {key_of(str(value)) for value in self["thanks"].value() or []}
        latest = list(honouring()[:MOST_THANKED])
        latest += honouring().filter(pk__in=chosen - {one.pk for one in latest})
        agreed = consents(one.pk for one in latest)
        return [(one, among(by for by in agreed if by.survey_id == one.pk), one.pk in chosen) for one in latest]


class ReleaseForm(NewReleaseForm):
    """A release that somebody drafted."""

    version = VersionField()


class ReleaseTranslationForm(forms.Form):
    """What customers read of a release, in another language."""

    version = VersionField()
    title = LineField(
        label=_("Title"), max_length=200, missing="", required=False, help_text=_("Left empty, they read the original.")
    )
    notes = WordsField(
        label=_("What is new"),
        max_length=MOST_CHARACTERS,
        help_text=_("Answers that nobody edited and that have not gone out yet take it up."),
        error_messages={
            "required": _("Write what is new in this language."),
            "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
        },
        widget=forms.Textarea(attrs={"rows": 8}),
    )
