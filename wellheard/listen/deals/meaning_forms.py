"""The form in which a person says what the stages and reasons of one source mean."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wellheard.listen.deals.commands import say_what_a_reason_means, say_what_a_stage_means
from wellheard.listen.deals.models import Deal, ReasonMeaning, StageMeaning
from wellheard.workspace.models import Competitor, Reason, Staff

# So many words of each kind stand in one form, those to be decided first.
MOST_SHOWN = 100
_NOTHING = "nothing"


class MeaningsForm(forms.Form):
    """Each stage with how its deals ended, each reason with ours and the competitor it names.

    `guessed` is what the source itself takes its stages for, offered where nobody decided yet, by pipeline and stage.
    """

    def __init__(
        self, *args: Any, source: str, guessed: Mapping[tuple[str, str], str] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.stages = list(StageMeaning.objects.filter(source=source).in_order()[:MOST_SHOWN])
        rows = ReasonMeaning.objects.filter(source=source).select_related("reason", "competitor")
        self.said = list(rows.in_order()[:MOST_SHOWN])
        self._reasons = {str(one.pk): one for one in Reason.objects.offered().filter(kind=Reason.Kind.DEAL).in_order()}
        self._competitors = {str(one.pk): one for one in Competitor.objects.order_by("name")} if self.said else {}
        for stage in self.stages:
            self._add_stage(stage, (guessed or {}).get((stage.pipeline, stage.stage), ""))
        for said in self.said:
            self._add_reason(said)

    def stage_rows(self) -> list[tuple[StageMeaning, forms.BoundField]]:
        """Return each stage with its field."""
        return [(stage, self[f"stage-{stage.pk}"]) for stage in self.stages]

    def reason_rows(self) -> list[tuple[ReasonMeaning, forms.BoundField, forms.BoundField]]:
        """Return each reason as it is said, with its fields."""
        return [(said, self[f"reason-{said.pk}"], self[f"competitor-{said.pk}"]) for said in self.said]

    @property
    def undecided(self) -> int:
        """How many of those shown nobody decided about yet."""
        return sum(not stage.outcome for stage in self.stages) + sum(not said.decided_at for said in self.said)

    def decide(self, *, by: Staff | None) -> int:
        """Decide what was chosen; return how many meanings that were. What stays open stays to be decided."""
        chosen = self.cleaned_data
        decided = 0
        for stage in self.stages:
            outcome = chosen.get(f"stage-{stage.pk}", "")
            if outcome and outcome != stage.outcome:
                say_what_a_stage_means(meaning_id=stage.pk, outcome=outcome, by=by)
                decided += 1
        return decided + sum(self._decide_reason(said, by) for said in self.said)

    def _decide_reason(self, said: ReasonMeaning, by: Staff | None) -> bool:
        reason, competitor = self.cleaned_data[f"reason-{said.pk}"], self.cleaned_data[f"competitor-{said.pk}"]
        if not reason and not competitor:
            return False
        meant = self._reasons.get(reason), self._competitors.get(competitor)
        if said.decided_at and meant == (said.reason, said.competitor):
            return False
        say_what_a_reason_means(meaning_id=said.pk, reason=meant[0], competitor=meant[1], by=by)
        return True

    def _add_stage(self, stage: StageMeaning, guessed: str) -> None:
        self.fields[f"stage-{stage.pk}"] = forms.ChoiceField(
            label=stage.name, required=False, choices=[("", _("Not decided yet")), *Deal.Outcome.choices]
        )
        # What a source says is lost can be lost in three ways; which one, its reasons say.
        offered = Deal.Outcome.LOST_UNKNOWN if guessed == "lost" else guessed
        self.initial[f"stage-{stage.pk}"] = stage.outcome or offered

    def _add_reason(self, said: ReasonMeaning) -> None:
        reasons = [(key, _name_of(reason)) for key, reason in self._reasons.items()]
        self.fields[f"reason-{said.pk}"] = forms.ChoiceField(
            label=_("Reason that “%(said)s” means") % {"said": said.said},
            required=False,
            choices=[("", _("Not decided yet")), (_NOTHING, _("None of our reasons")), *reasons],
        )
        self.fields[f"competitor-{said.pk}"] = forms.ChoiceField(
            label=_("Competitor that “%(said)s” names") % {"said": said.said},
            required=False,
            choices=[("", _("No competitor")), *((key, one.name) for key, one in self._competitors.items())],
        )
        if said.decided_at:
            self.initial[f"reason-{said.pk}"] = str(said.reason_id or _NOTHING)
            self.initial[f"competitor-{said.pk}"] = str(said.competitor_id or "")


def _name_of(reason: Reason) -> str:
    return reason.label if reason.parent_id is None else f"– {reason.label}"
