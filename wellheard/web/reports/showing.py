"""A report ready to be shown: its sections in their order, each with the commentary beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wellheard.learn.figures import Stretch
from wellheard.learn.loop import STAGES, key_of_days
from wellheard.learn.reports import queries
from wellheard.learn.reports.models import Point, Report, Section, Verbatim
from wellheard.learn.reports.sections import SECTIONS_OF, Within
from wellheard.web.home.queries import STAGE_NAMES
from wellheard.web.reports import public, words
from wellheard.web.reports.charts import Chart, nps_chart
from wellheard.web.reports.forms import SectionForm
from wellheard.web.templatetags.charts import LoopStage
from wellheard.web.templatetags.figures import number, percent

# What draws each section.
TEMPLATES = {
    "summary": "reports/sections/summary.html",
    "said_did": "reports/sections/said_did.html",
    "coverage": "reports/sections/coverage.html",
    "requests": "reports/sections/requests.html",
    "themes": "reports/sections/themes.html",
    "nps": "reports/sections/nps.html",
    "leaving": "reports/sections/leaving.html",
    "support": "reports/sections/support.html",
    "segments": "reports/sections/segments.html",
    "signals": "reports/sections/signals.html",
    "loop": "reports/sections/loop.html",
    "decisions": "reports/sections/decisions.html",
    "released": "reports/sections/released.html",
}

# So many figures stand on the second page; a target that is missed comes first, then one that is kept.
MOST_KEY_FIGURES = 12
_URGENCY = {False: 0, True: 1, None: 2}


# Where a proposal's numbers come from.
_SECTION_OF = {
    "nps_rose": "nps",
    "nps_fell": "nps",
    "left": "leaving",
    "grew": "themes",
    "shrank": "themes",
    "silent": "coverage",
    "call_silent": "coverage",
    "owed": "said_did",
    "solved": "loop",
    "target": "loop",
}


@dataclass(frozen=True)
class Part:
    """One section with its name and the template that draws it."""

    section: Section
    chart: Chart | None = None

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def name(self) -> str:
        return str(words.SECTION_NAMES[self.key])

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.section.data
        return data

    @property
    def form(self) -> SectionForm:
        """What is written beside it, to be written on."""
        one = self.section
        initial = {"version": one.version, "commentary": one.commentary, "public_text": one.public_text}
        return SectionForm(initial=initial, auto_id=f"id_{self.key}_%s")

    @property
    def template(self) -> str:
        return TEMPLATES[self.key]


@dataclass(frozen=True)
class Proposed:
    """A finding or a decision wanted as it is read: in people's words, else as the numbers propose it."""

    point: Point
    text: str

    @property
    def is_proposal(self) -> bool:
        return not self.point.words

    @property
    def section(self) -> str:
        """Where the list behind its numbers stands; empty where it is about one thing that has a page."""
        return _SECTION_OF.get(self.point.proposal.get("code", ""), "")


@dataclass(frozen=True)
class Shown:
    """Everything the page of a report needs, read in six statements."""

    report: Report
    parts: list[Part]
    points: dict[str, list[Proposed]]
    verbatims: Mapping[int, Verbatim]

    @property
    def data(self) -> dict[str, dict[str, Any]]:
        """The frozen numbers by section."""
        return {part.key: part.data for part in self.parts}

    @property
    def appendix(self) -> list[Part]:
        """What follows the two pages that are read first."""
        return [part for part in self.parts if part.key != "summary"]

    @property
    def nps_chart(self) -> Chart | None:
        return next((part.chart for part in self.parts if part.chart), None)

    @property
    def key_figures(self) -> list[dict[str, Any]]:
        """The figures of the short form: those that miss their target first, then those that keep it, then the others."""
        rows = [*self.data["loop"]["figures"], *self.data["support"]["figures"]]
        known = [row for row in rows if row["value"] is not None and (row["cases"] or row.get("target"))]
        return sorted(known, key=lambda row: _URGENCY[row.get("is_kept")])[:MOST_KEY_FIGURES]

    @property
    def title(self) -> str:
        return words.title(self.data["summary"])

    @property
    def period(self) -> str:
        return public.period(self.report)

    @property
    def days(self) -> str:
        """The days as lists of trends take them."""
        return f"first={self.report.begins_on.isoformat()}&last={self.report.last_on.isoformat()}"

    @property
    def days_before(self) -> str:
        """The days before, as lists of trends take them."""
        return f"first={self._before.begins_on.isoformat()}&last={self._before.last_on.isoformat()}"

    @property
    def list_days(self) -> str:
        """The days as lists of deals, departures and feedback take them."""
        return list_days(self.report)

    @property
    def list_days_before(self) -> str:
        """The days before, as the same lists take them."""
        return f"since={self._before.begins_on.isoformat()}&until={self._before.last_on.isoformat()}"

    @property
    def named_days(self) -> str:
        """The days on which customers named somebody, as the inbox takes them: a conversation may have begun before."""
        return f"named_since={self.report.begins_on.isoformat()}&named_until={self.report.last_on.isoformat()}"

    @property
    def customers(self) -> str:
        """The customers of the report, as the list of companies takes them."""
        return f"stage=customers&joined_by={self.report.last_on.isoformat()}"

    @property
    def people(self) -> str:
        """The people of the report's customers, as the list of contacts takes them."""
        return f"customers_by={self.report.last_on.isoformat()}"

    @property
    def _before(self) -> Stretch:
        return Within.of(self.report.begins_on, self.report.last_on).before

    @property
    def back_days(self) -> str:
        """The days as the list of departures takes those on which somebody came back."""
        return f"back_since={self.report.begins_on.isoformat()}&back_until={self.report.last_on.isoformat()}"

    @property
    def figure_days(self) -> str:
        """The days as figures take them."""
        return figure_days(self.report)

    @property
    def stages(self) -> list[LoopStage]:
        return loop_of(self.data["summary"], self.report)


def shown(report: Report) -> Shown:
    """Read a report as it is shown."""
    sections = queries.sections_of(report)
    parts = [_part(sections[key]) for key in SECTIONS_OF[report.kind] if key in sections]
    points = {
        kind: [Proposed(one, one.words or words.proposed(one.proposal, report)) for one in found]
        for kind, found in queries.points_of(report).items()
    }
    return Shown(report, parts, points, queries.verbatims_of(report))


def list_days(report: Report) -> str:
    """Return the days of a report as most lists take them."""
    return f"since={report.begins_on.isoformat()}&until={report.last_on.isoformat()}"


def figure_days(report: Report) -> str:
    """Return the days of a report as figures take them."""
    return f"period=custom&begin={report.begins_on.isoformat()}&end={report.last_on.isoformat()}"


def _part(section: Section) -> Part:
    return Part(section, nps_chart(section.data["steps"]) if section.key == "nps" else None)


def loop_of(summary: Mapping[str, Any], report: Report) -> list[LoopStage]:
    """Return the loop meter of a report, each number leading to its list."""
    counts, notes = summary["loop"], notes_of(summary)
    pale = {"understand": summary["unread"], "answer": min(summary["owed"], counts["listen"])}
    period, days = key_of_days(report.begins_on, report.last_on), list_days(report)
    urls = {
        "understand": f"{reverse('feedback_list')}?filed=no&{days}",
        "deliver": f"{reverse('releases')}?{days}",
        "answer": f"{reverse('answers')}?{days}",
        "learn": f"{reverse('figure', args=['solved'])}?{figure_days(report)}",
    }
    return [
        LoopStage(
            name=STAGE_NAMES[stage],
            count=counts[stage],
            waiting=pale.get(stage, 0),
            note=notes[stage],
            list_url=f"{reverse('loop_list', args=[stage])}?period={period}",
            url=urls.get(stage, ""),
        )
        for stage in STAGES
    ]


def notes_of(summary: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands below each number of the meter."""
    no = summary["loop"]["decide"] - summary["yes"]
    said, helped = summary["solved_said"], summary["solved_helped"]
    return {
        "listen": public.companies(summary["companies"]),
        "understand": public.noted("unread", summary["unread"]),
        "decide": public.yes_and_no(summary["yes"], no) if summary["loop"]["decide"] else "",
        "deliver": public.releases(summary["releases"]),
        "answer": public.noted("owed", summary["owed"]),
        "learn": public.helped(percent(helped / said), number(said)) if said else "",
    }


def public_loop(summary: Mapping[str, Any]) -> list[LoopStage]:
    """Return the loop meter as customers see it: the same numbers, leading nowhere."""
    notes = notes_of(summary)
    return [LoopStage(name=public.STAGES[stage], count=summary["loop"][stage], note=notes[stage]) for stage in STAGES]
