"""The form of an automation: when, if, then."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Segment
from wellheard.foundation.text.fields import WordsField
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.automations.commands.keeping import Rule
from wellheard.listen.automations.conditions import INSIDE, NOBODY, OUTSIDE, SOMEBODY, Conditions, words_of
from wellheard.listen.automations.models import Automation
from wellheard.listen.automations.queries import TRIGGERS
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.forms import StepsFields, initial_of
from wellheard.listen.desk.frames import offered_languages
from wellheard.listen.desk.steps import ME, Steps
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.forms.staff import language_choices
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Category, Staff, Team, Tier

# Conditions of which any value is enough; the numbers among them are ids.
NUMBERS = ("mailboxes", "areas", "categories", "tiers", "segments", "priorities", "teams")
CODES = ("channels", "languages", "stages", "waits_for")


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class AutomationForm(StepsFields):
    """When something happens, if all of this holds, then do that."""

    name = LineField(label=_("Name"), missing=_("Write a name."), max_length=120)
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=0, help_text=_("Smaller numbers act first.")
    )
    when = forms.ChoiceField(label=_("When"), choices=list(TRIGGERS.items()))

    channels = _several(_("It came by"))
    mailboxes = _several(_("It came to the mailbox"))
    areas = _several(_("It is about the area"))
    categories = _several(_("Its category is"))
    languages = _several(_("It is written in"))
    words = WordsField(
        label=_("It says one of these"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Words or phrases, with commas between them or one a line; large and small letters are the same."),
    )
    without = WordsField(
        label=_("It says none of these"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    tiers = _several(_("The company’s tier is"))
    segments = _several(_("The company is in the segment"))
    stages = _several(_("The company’s stage is"))
    mrr_from = forms.DecimalField(label=_("It pays a month at least"), required=False, min_value=0, max_digits=12)
    mrr_below = forms.DecimalField(label=_("It pays a month less than"), required=False, min_value=0, max_digits=12)
    priorities = _several(_("Its priority is"))
    waits_for = _several(_("It stands so"))
    teams = _several(_("It is with the team"))
    assignee = forms.ChoiceField(
        label=_("Who has it"),
        required=False,
        choices=[("", _("Anybody or nobody")), (SOMEBODY, _("Somebody")), (NOBODY, _("Nobody"))],
    )
    hours = forms.ChoiceField(
        label=_("At what time"),
        required=False,
        choices=[("", _("At any time")), (INSIDE, _("Within business hours")), (OUTSIDE, _("Outside business hours"))],
    )
    notify = _several(_("Tell these colleagues"))
    notify_teams = _several(_("Tell these teams"))

    def __init__(self, *args: Any, staff: Staff, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fill_choices(staff)
        people = [(str(one.pk), one.name) for one in Staff.objects.at_work().order_by("name", "pk")]
        teams = _named(Team.objects.by_name())
        self._offer("channels", list(Conversation.Channel.choices))
        self._offer("mailboxes", _named(Mailbox.objects.by_name()))
        self._offer("areas", _named(Area.objects.by_name()))
        self._offer("categories", [(str(one.pk), one.label) for one in Category.objects.in_order()])
        names = dict(language_choices())
        self._offer("languages", [(code, names.get(code, code)) for code in offered_languages(self._kept_languages())])
        self._offer("tiers", _named(Tier.objects.in_order()))
        self._offer("segments", _named(Segment.objects.order_by("name")))
        self._offer("stages", list(Company.Stage.choices))
        self._offer("priorities", list(Conversation.Priority.choices))
        self._offer("waits_for", list(Conversation.WaitsFor.choices))
        self._offer("teams", teams)
        self._offer("notify", people)
        self._offer("notify_teams", teams)

    def _kept_languages(self) -> list[str]:
        kept = self.get_initial_for_field(self.fields["languages"], "languages")
        return list(kept or [])

    def assignees(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name in super().assignees() if code != ME]

    @property
    def version(self) -> int:
        """Which edit the writer read; 0 for something new."""
        data = str(self.data.get("version", ""))
        return int(data) if is_whole_number(data) else 0

    @property
    def conditions(self) -> Conditions:
        """What must hold."""
        said = self.cleaned_data
        chosen: dict[str, Any] = {name: tuple(int(value) for value in said[name]) for name in NUMBERS}
        return Conditions(
            **chosen | {name: tuple(said[name]) for name in CODES},
            words=words_of(said["words"]),
            without=words_of(said["without"]),
            mrr_from=_minor(said["mrr_from"]),
            mrr_below=_minor(said["mrr_below"]),
            assignee=said["assignee"],
            hours=said["hours"],
        )

    @property
    def rule(self) -> Rule:
        """The automation as it is written here."""
        said = self.cleaned_data
        told = {name: tuple(int(pk) for pk in said[name]) for name in ("notify", "notify_teams")}
        return Rule(said["name"], said["when"], self.conditions, self.steps(**told), said["position"])


def initial_of_automation(automation: Automation) -> dict[str, object]:
    """Return an automation as the form shows it."""
    kept = Conditions.read(automation.conditions)
    chosen = {name: [str(value) for value in getattr(kept, name)] for name in (*NUMBERS, *CODES)}
    return {
        **initial_of(Steps.read(automation.does)),
        **chosen,
        "name": automation.name,
        "position": automation.position,
        "when": automation.when,
        "words": "\n".join(kept.words),
        "without": "\n".join(kept.without),
        "mrr_from": _major(kept.mrr_from),
        "mrr_below": _major(kept.mrr_below),
        "assignee": kept.assignee,
        "hours": kept.hours,
    }


def _named(rows: Any) -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in rows]


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.scaleb(get_currency_precision(installation().currency)))


def _major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-get_currency_precision(installation().currency))
