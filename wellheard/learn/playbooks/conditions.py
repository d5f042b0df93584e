"""Conditions of a playbook on what the fact that begins it holds: a score of 6 or less, what a company pays, why it left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.customers.models import Company
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.money import spoken, to_major, to_minor
from wellheard.learn.playbooks.beginnings import IN_WORDS
from wellheard.learn.playbooks.errors import PlaybookError
from wellheard.listen.deals.models import Deal
from wellheard.listen.surveys.models import QuestionKind, Survey
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Reason

AT_MOST, AT_LEAST, IS = "at_most", "at_least", "is"
COMPANY, MRR = "company", "mrr"
MOST_VALUE = 10**12
_ANSWERED = ("response.completed", "response.found_unhappy")
# The numbers each fact holds; amounts are kept in minor units of the reporting currency.
_NUMBERS: dict[tuple[str, str], str | Promise] = {
    **{(fact, "score"): gettext_lazy("the score") for fact in _ANSWERED},
    ("departure.recorded", "mrr_minor"): gettext_lazy("what they paid a month"),
    ("company.returned", "mrr_minor"): gettext_lazy("what they pay a month again"),
    ("company.returned", "days"): gettext_lazy("days they were away"),
    (COMPANY, MRR): gettext_lazy("what they pay a month"),
}
_MONEY = {"mrr_minor", MRR}


@dataclass(frozen=True)
class Condition:
    """One thing that must hold: `detail` of a fact (or of the company) `compared` with a value, a number or a code."""

    fact: str
    detail: str
    compared: str
    value: int | str

    def kept(self) -> dict[str, int | str]:
        """Return this as a playbook keeps it."""
        return {"fact": self.fact, "detail": self.detail, "compared": self.compared, "value": self.value}


def conditions_of(kept: Sequence[Mapping[str, int | str]]) -> list[Condition]:
    """Return the conditions a playbook keeps."""
    return [Condition(str(one["fact"]), str(one["detail"]), str(one["compared"]), one["value"]) for one in kept]


def hold(conditions: Sequence[Condition], fact: Fact, company: Company) -> bool:
    """Tell whether all hold; one on what the fact does not say does not."""
    return all(_holds(one, _value_of(one, fact, company)) for one in conditions)


def offered() -> Iterator[tuple[str | Promise, list[tuple[str, str]]]]:
    """Return what may be chosen, grouped by the fact that holds it: numbers to compare, and codes that are whole conditions."""
    yield _("The company"), [(f"{COMPANY}:{MRR}", str(_NUMBERS[COMPANY, MRR]))]
    for name in ("departure.recorded", "company.returned", "deal.lost", *_ANSWERED):
        numbers = [(f"{fact}:{detail}", str(words)) for (fact, detail), words in _NUMBERS.items() if fact == name]
        codes = [
            (f"{name}:{detail}:{code}", _("%(detail)s: %(value)s") % {"detail": words, "value": label})
            for detail, words, options in _codes(name)
            for code, label in options
        ]
        yield IN_WORDS[name], [*numbers, *codes]


def read(chosen: str, compared: str, value: Decimal | None) -> Condition:
    """Return the condition somebody chose. Raises PlaybookError where a number to compare with is missing or cannot be."""
    fact, _colon, rest = chosen.partition(":")
    detail, _colon, code = rest.partition(":")
    if code:
        return Condition(fact, detail, IS, code)
    if value is None:
        raise PlaybookError(_("Write the number to compare with."), field="value")
    if detail in _MONEY:
        return Condition(fact, detail, compared, to_minor(value, installation().currency))
    return Condition(fact, detail, compared, int(value))


def as_typed(one: Condition) -> dict[str, object]:
    """Return a condition as the form shows it."""
    if one.compared == IS:
        return {"chosen": f"{one.fact}:{one.detail}:{one.value}"}
    value = to_major(int(one.value), installation().currency) if one.detail in _MONEY else one.value
    return {"chosen": f"{one.fact}:{one.detail}", "compared": one.compared, "value": value}


def require_of(conditions: Sequence[Condition], begins_on: str) -> None:
    """Refuse a condition on a fact that does not begin the playbook: it would never hold. Raises PlaybookError."""
    for one in conditions:
        if one.fact not in {COMPANY, begins_on}:
            raise PlaybookError(
                _(
                    "“%(words)s” is not said by what begins this playbook. Choose another condition, or another beginning."
                )
                % {"words": in_words(one, known_codes())}
            )


Known = dict[tuple[str, str, str], tuple[str, str]]


def known_codes() -> Known:
    """Return what each code of each fact is called, read once for all sentences of a page."""
    return {
        (fact, detail, code): (words, label)
        for fact in ("departure.recorded", "deal.lost", *_ANSWERED)
        for detail, words, options in _codes(fact)
        for code, label in options
    }


def in_words(one: Condition, known: Known) -> str:
    """Return a condition as a part of a sentence."""
    if one.compared == IS:
        code = str(one.value)
        words, label = known.get((one.fact, one.detail, code), (one.detail, code))
        return _("%(detail)s: %(value)s") % {"detail": words, "value": label}
    is_money = one.detail in _MONEY
    shown = spoken(int(one.value), installation().currency) if is_money else str(one.value)
    said = {"detail": str(_NUMBERS.get((one.fact, one.detail), one.detail)), "value": shown}
    if one.compared == AT_MOST:
        return _("%(detail)s is %(value)s or less") % said
    return _("%(detail)s is %(value)s or more") % said


def sentence(begins: str, conditions: Sequence[Condition], known: Known) -> str:
    """Return in one sentence when a playbook begins."""
    parts = [begins, *(in_words(one, known) for one in conditions)]
    return _("Begins when: %(parts)s.") % {"parts": _(", and ").join(parts)}


def _codes(fact: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the codes a fact holds: each with what it means, and what it may be."""
    if fact in _ANSWERED:
        surveys = [(str(one.pk), one.name) for one in Survey.objects.order_by("name", "pk")[:100]]
        kinds = [(str(value), str(label)) for value, label in QuestionKind.choices]
        return [("kind", _("what it measures"), kinds), ("survey", _("the survey"), surveys)]
    if fact == "departure.recorded":
        rows = Reason.objects.filter(kind=Reason.Kind.DEPARTURE).select_related("parent").in_order()
        return [("reason", _("why they left"), [(one.key, one.full_label) for one in rows])]
    if fact == "deal.lost":
        lost = [(value, str(label)) for value, label in Deal.Outcome.choices if value.startswith("lost")]
        return [("outcome", _("how it was lost"), lost)]
    return []


def _value_of(one: Condition, fact: Fact, company: Company) -> object:
    if one.fact == COMPANY:
        return company.mrr_minor
    if one.fact != fact.name:
        return None
    if one.detail == "reason":
        return _reason_in(one, str(fact.details.get("reason") or ""))
    if one.detail == "kind":
        return Survey.objects.filter(pk=fact.details.get("survey")).values_list("kind", flat=True).first()
    return fact.details.get(one.detail)


def _reason_in(one: Condition, given: str) -> str:
    """Return the reason given, or the one it belongs to where that is asked for: the first level means those below it too."""
    below = Reason.objects.filter(kind=Reason.Kind.DEPARTURE, key=given, parent__key=one.value)
    return str(one.value) if given != one.value and below.exists() else given


def _holds(one: Condition, found: object) -> bool:
    if found is None:
        return False
    if one.compared == IS:
        return str(found) == str(one.value)
    if not isinstance(found, int):
        return False
    return found <= int(one.value) if one.compared == AT_MOST else found >= int(one.value)
