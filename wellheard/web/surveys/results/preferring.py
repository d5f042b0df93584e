"""The ways to count choices between two, side by side: what each is called, means, and how much it is worth."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.listen.surveys.results.pairs import COMPANIES, EVERYBODY, MONEY, PEOPLE, Pairs, Ranking
from wellheard.web.surveys.results import words

NAMES: dict[str, Promise] = {
    PEOPLE: gettext_lazy("Each person counts the same"),
    COMPANIES: gettext_lazy("Each company counts the same"),
    MONEY: gettext_lazy("By what they pay"),
    EVERYBODY: gettext_lazy("Weighted to everybody"),
}
MEANINGS: dict[str, Promise] = {
    PEOPLE: gettext_lazy("All choices of a person are one voice together, however many pairs they were shown."),
    COMPANIES: gettext_lazy("All people of a company are one voice together, however many of them chose."),
    MONEY: gettext_lazy(
        "Each company counts by what it pays a month now. One large customer can decide it; the interval says so."
    ),
    EVERYBODY: gettext_lazy(
        "Each person counts so that those who chose look like everybody the survey is for, by tier, plan, time with us and role."
    ),
}


@dataclass(frozen=True)
class Column:
    """One way of counting, as a column of the table of preferences."""

    ranking: Ranking

    @property
    def name(self) -> str:
        return str(NAMES[self.ranking.way])

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self.ranking.way])

    @property
    def shown(self) -> str:
        """Which list stands behind it."""
        return "people" if self.ranking.way in {PEOPLE, EVERYBODY} else "companies"

    @property
    def note(self) -> str:
        """Say of whom it is, and how many that count the same it is worth."""
        values = {
            "people": words.whole(self.ranking.people),
            "companies": words.whole(self.ranking.companies),
            "worth": words.decimal(self.ranking.worth),
        }
        if self.ranking.way == PEOPLE:
            return _("%(people)s people of %(companies)s companies.") % values
        if self.ranking.way == EVERYBODY:
            return _("%(people)s people, worth %(worth)s that count the same.") % values
        return _("%(companies)s companies, worth %(worth)s that count the same.") % values


def columns(pairs: Pairs) -> list[Column]:
    """Return the ways there is something for, each person first."""
    return [Column(ranking) for ranking in pairs.rankings]
