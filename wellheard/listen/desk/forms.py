"""The forms of the desk's settings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.listen.desk.commands.sharing import MOST_CHARACTERS, Whose
from wellheard.listen.desk.frames import offered_languages
from wellheard.listen.desk.models import Shared
from wellheard.listen.desk.queries.sharing import replies_for
from wellheard.listen.desk.steps import ASSIGNEES, SNOOZES, Steps
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.forms.staff import language_choices
from wellheard.workspace.forms.tiers import MOST_MINUTES
from wellheard.workspace.models import Area, Category, Staff, Team

EVERYBODY, MINE = "", "me"


class AnswerTimesForm(forms.Form):
    """Within what time everybody is answered to whom nothing else was promised."""

    version = VersionField()
    first_answer_minutes = forms.IntegerField(
        label=_("We answer first within"),
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("Business minutes, from when the customer wrote until our answer went out."),
    )
    next_answer_minutes = forms.IntegerField(
        label=_("and what they write later within"),
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("Business minutes. Later questions need more thought than the first word that somebody is there."),
    )


class DealingForm(forms.Form):
    """How many open conversations one of a team has at most."""

    most_open = forms.IntegerField(label=_("Open ones each, at most"), min_value=1, max_value=1000)


class SharedForm(forms.Form):
    """A name, and whose it is: one's own, a team's, or everybody's."""

    name = LineField(label=_("Name"), missing=_("Write a name."), max_length=120)
    whose = forms.ChoiceField(label=_("Who may use it"), required=False)

    def __init__(self, *args: Any, staff: Staff, **options: Any) -> None:
        super().__init__(*args, **options)
        self.staff = staff
        teams = [(str(team.pk), team.name) for team in Team.objects.by_name()]
        self.fields["whose"].choices = [(EVERYBODY, _g("Everybody here")), (MINE, _g("Only I")), *teams]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Whose:
        """Whose it is from now on."""
        whose = self.cleaned_data["whose"]
        if whose == MINE:
            return Whose(owner=self.staff)
        return Whose(team=Team.objects.filter(pk=int(whose)).first()) if whose else Whose()

    @property
    def version(self) -> int:
        """Which edit the writer read; 0 for something new."""
        data = self.data.get("version", "")
        return int(data) if is_whole_number(str(data)) else 0


def whose_of(row: Shared) -> str:
    """Return whose a row is, as the form has it."""
    return MINE if row.owner_id else str(row.team_id or EVERYBODY)


class SavedReplyForm(SharedForm):
    """A saved reply and its words, one field for each language."""

    def __init__(self, *args: Any, languages: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        names = dict(language_choices())
        self.languages = offered_languages(languages)
        for code in self.languages:
            self.fields[f"words_{code}"] = WordsField(
                label=names.get(code, code),
                required=False,
                max_length=MOST_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": 6, "lang": code, "dir": "auto"}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """The words by their language."""
        return {code: self.cleaned_data[f"words_{code}"] for code in self.languages}

    @property
    def parts(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields of the languages, each with whether it stands open: it has words or an error, or is the first."""
        fields = [self[f"words_{code}"] for code in self.languages]
        return [(bound, place == 0 or bool(bound.value() or bound.errors)) for place, bound in enumerate(fields)]


class StepsFields(forms.Form):
    """What is done in a conversation: each step is one field, and what is left empty is not done."""

    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.by_name(), required=False, empty_label=_("No tag")
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.in_order(), required=False, empty_label=_("No tag")
    )
    team = forms.ChoiceField(label=_("Give it to the team"), required=False)
    assign = forms.ChoiceField(label=_("and in it to"), required=False)
    priority = forms.TypedChoiceField(label=_("Priority"), required=False, coerce=int, empty_value=None)
    saved = forms.ChoiceField(label=_("Answer with the saved reply"), required=False)
    reply = WordsField(
        label=_("or with these words"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    note = WordsField(
        label=_("Note for colleagues"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    idea = forms.IntegerField(
        label=_("Let it wait for the idea number"),
        required=False,
        min_value=1,
        max_value=2**62,
        help_text=_("The number in the idea’s address. It comes back when there is news."),
    )
    snooze = forms.ChoiceField(
        label=_("Put it off"), required=False, choices=[("", _("Not put off")), *SNOOZES.items()]
    )
    aside = forms.ChoiceField(
        label=_("Set it aside as"), required=False, choices=[("", _("Not set aside")), *ConversationAside.choices]
    )
    closes = forms.BooleanField(
        label=_("Close it"), required=False, help_text=_("Closing needs an area and a category, here or given before.")
    )

    def fill_choices(self, staff: Staff) -> None:
        """Offer the people, teams and saved replies there are."""
        people = [(str(one.pk), one.name) for one in Staff.objects.at_work().order_by("name", "pk")]
        teams = [(str(team.pk), team.name) for team in Team.objects.by_name()]
        replies = [(str(one.pk), Truncator(one.name).chars(60)) for one in replies_for(staff)]
        self._offer("team", [("", _g("As it is")), ("0", _g("No team")), *teams])
        self._offer("assign", [("", _g("As it is")), *self.assignees(), *people])
        self._offer("priority", [("", _g("As it is")), *Conversation.Priority.choices])
        self._offer("saved", [("", _g("No answer")), *replies])

    def assignees(self) -> list[tuple[str, str]]:
        """Return who else can be named than somebody by name."""
        return [(code, str(name)) for code, name in ASSIGNEES.items()]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(said.get("area")) != bool(said.get("category")):
            self.add_error(
                "category" if said.get("area") else "area", _g("A tag is an area and a category: choose both.")
            )
        return said

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def steps(self, **more: Any) -> Steps:
        """Return what is done."""
        said = self.cleaned_data
        return Steps(
            tags=((said["area"].pk, said["category"].pk),) if said["area"] else (),
            assign=said["assign"],
            team=int(said["team"]) if said["team"] else None,
            priority=said["priority"],
            note=said["note"],
            reply=said["reply"],
            saved=int(said["saved"]) if said["saved"] else None,
            drafts=said.get("drafts", False),
            idea=said["idea"],
            snooze=said["snooze"],
            aside=said["aside"],
            closes=said["closes"],
            **more,
        )


def initial_of(steps: Steps) -> dict[str, object]:
    """Return steps as the form shows them."""
    area, category = steps.tags[0] if steps.tags else (None, None)
    return {
        "area": area,
        "category": category,
        "assign": steps.assign,
        "team": "" if steps.team is None else str(steps.team),
        "priority": "" if steps.priority is None else steps.priority,
        "note": steps.note,
        "reply": steps.reply,
        "saved": str(steps.saved or ""),
        "drafts": steps.drafts,
        "idea": steps.idea,
        "snooze": steps.snooze,
        "aside": steps.aside,
        "closes": steps.closes,
        "notify": [str(pk) for pk in steps.notify],
        "notify_teams": [str(pk) for pk in steps.notify_teams],
    }


class MacroForm(StepsFields, SharedForm):
    """A macro: its name, whose it is, and what it does."""

    drafts = forms.BooleanField(
        label=_("Put the answer into the draft instead of sending it"),
        required=False,
        help_text=_("Whoever uses it reads it once more and sends it."),
    )

    def __init__(self, *args: Any, staff: Staff, **options: Any) -> None:
        super().__init__(*args, staff=staff, **options)
        self.fill_choices(staff)
