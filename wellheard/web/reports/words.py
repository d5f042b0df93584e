"""How a report is put into words: its title, the names of its sections, and what the numbers propose."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.learn.figures import FIGURES
from wellheard.learn.reports.models import Report
from wellheard.web.figures import words as figures
from wellheard.web.surveys.results import words as scores
from wellheard.web.templatetags.figures import money, number
from wellheard.workspace.models import Category

SECTION_NAMES: dict[str, Promise] = {
    "summary": gettext_lazy("Three findings and three decisions wanted"),
    "said_did": gettext_lazy("You said, we did"),
    "coverage": gettext_lazy("Coverage and who was not heard"),
    "requests": gettext_lazy("Top ten requests"),
    "themes": gettext_lazy("Themes: spikes against steady trends"),
    "nps": gettext_lazy("Would they recommend us?"),
    "leaving": gettext_lazy("Departures and lost deals"),
    "support": gettext_lazy("Support load and deflection"),
    "segments": gettext_lazy("Segments"),
    "signals": gettext_lazy("Weak signals"),
    "loop": gettext_lazy("Loop figures and goals"),
    "decisions": gettext_lazy("Decisions and their outcomes"),
    "released": gettext_lazy("What we released, and what it solves"),
}


def title(summary: Mapping[str, Any]) -> str:
    """Return what a report found in one line."""
    said, answered = summary["loop"]["listen"], summary["loop"]["answer"]
    if not said:
        return _("Nobody was heard in these days")
    return ngettext(
        "They said %(shown)s thing. We answered %(answered)s of them.",
        "They said %(shown)s things. We answered %(answered)s of them.",
        said,
    ) % {"shown": number(said), "answered": number(answered)}


def day(written: str) -> str:
    """Return a day that was frozen as it is read."""
    return date_format(date.fromisoformat(written)) if written else ""


def theme(row: Mapping[str, Any]) -> str:
    """Return what a count is about, as it was called then; standard categories in the reader's language."""
    category = Category(key=row["category_key"], name=row["category_name"]).label if row["category_key"] else ""
    names = [name for name in (row["area_name"], category) if name]
    name = ", ".join(names) or _("Everything")
    tier = row["tier_name"]
    return _("%(subject)s, of %(tier)s") % {"subject": name, "tier": tier} if tier else name


def proposed(proposal: Mapping[str, Any], report: Report) -> str:
    """Return what the numbers propose as a sentence; nothing where nothing stood out."""
    made = _SENTENCES.get(proposal.get("code", ""))
    return made(proposal, report) if made else ""


def _most_wanted(said: Mapping[str, Any], report: Report) -> str:
    return ngettext(
        "“%(title)s” weighs most: %(companies)s company that pays %(money)s a month asked for it.",
        "“%(title)s” weighs most: %(companies)s companies that pay %(money)s a month asked for it.",
        said["companies"],
    ) % {
        "title": said["title"],
        "companies": number(said["companies"]),
        "money": money(said["mrr_minor"], report.currency),
    }


def _nps_rose(said: Mapping[str, Any], _report: Report) -> str:
    return _("NPS rose surely, by %(by)s points to %(score)s.") % _points(said)


def _nps_fell(said: Mapping[str, Any], _report: Report) -> str:
    return _("NPS fell surely, by %(by)s points to %(score)s.") % _points(said)


def _points(said: Mapping[str, Any]) -> dict[str, str]:
    return {"by": scores.points(said["by"]), "score": scores.points(said["score"])}


def _left(said: Mapping[str, Any], report: Report) -> str:
    return ngettext(
        "%(n)s company left, and with it %(money)s a month.",
        "%(n)s companies left, and with them %(money)s a month.",
        said["left"],
    ) % {"n": number(said["left"]), "money": money(said["left_minor"], report.currency)}


def _spike(said: Mapping[str, Any], _report: Report) -> str:
    values = {"theme": theme(said), "highest": number(said["highest"]), "usual": number(said["usual"])}
    return _("%(theme)s was unusual: %(highest)s in a day, where %(usual)s are usual.") % values


def _grew(said: Mapping[str, Any], _report: Report) -> str:
    return _("%(theme)s grew from %(before)s to %(now)s.") % _moved(said)


def _shrank(said: Mapping[str, Any], _report: Report) -> str:
    return _("%(theme)s fell from %(before)s to %(now)s.") % _moved(said)


def _moved(said: Mapping[str, Any]) -> dict[str, str]:
    return {"theme": theme(said), "before": number(said["said_before"]), "now": number(said["said"])}


def _silent(said: Mapping[str, Any], report: Report) -> str:
    values = {
        "n": number(said["silent"]),
        "all": number(said["companies"]),
        "money": money(said["silent_mrr_minor"], report.currency),
    }
    return _("%(n)s of %(all)s companies said nothing; together they pay %(money)s a month.") % values


def _owed(said: Mapping[str, Any], _report: Report) -> str:
    return ngettext("%(n)s answer is still owed.", "%(n)s answers are still owed.", said["owed"]) % {
        "n": number(said["owed"])
    }


def _solved(said: Mapping[str, Any], _report: Report) -> str:
    values = {"helped": number(said["helped"]), "said": number(said["said"])}
    return _("%(helped)s of %(said)s who were told say that it helped.") % values


def _decide_idea(said: Mapping[str, Any], report: Report) -> str:
    values = {"title": said["title"], "rank": said["rank"], "money": money(said["mrr_minor"], report.currency)}
    return _("Decide on “%(title)s”: rank %(rank)d, nothing decided, %(money)s a month ask for it.") % values


def _keep_promise(said: Mapping[str, Any], _report: Report) -> str:
    values = {"title": said["title"], "since": day(said["since"])}
    return _("Keep or take back the promise of “%(title)s”: planned since %(since)s and not live.") % values


def _revisit(said: Mapping[str, Any], _report: Report) -> str:
    values = {"title": said["title"], "on": day(said["revisit_on"])}
    return _("Look again at “%(title)s”: it was put off until %(on)s.") % values


def _look_again(said: Mapping[str, Any], _report: Report) -> str:
    values = {"title": said["title"], "no": number(said["no"]), "said": number(said["said"])}
    return _("Open “%(title)s” again? %(no)s of %(said)s say it is not solved.") % values


def _one_company(said: Mapping[str, Any], report: Report) -> str:
    values = {
        "title": said["title"],
        "largest": money(said["largest_minor"], report.currency),
        "money": money(said["mrr_minor"], report.currency),
    }
    return (
        _("“%(title)s” is mostly one company’s wish, %(largest)s of %(money)s: is it worth building for it alone?")
        % values
    )


def _call_silent(said: Mapping[str, Any], report: Report) -> str:
    values = {"name": said["name"], "money": money(said["mrr_minor"], report.currency), "n": number(said["silent"])}
    return _("Who speaks to those who were not heard, %(n)s of them? %(name)s pays most, %(money)s a month.") % values


def _target(said: Mapping[str, Any], _report: Report) -> str:
    figure = FIGURES.get(said["figure"])
    if figure is None:
        return ""
    values = {
        "figure": figure.name,
        "value": figures.in_unit(figure, said["value"]),
        "target": figures.in_unit(figure, said["target"]),
    }
    return _("%(figure)s misses its target: %(value)s instead of %(target)s. Do more, or aim lower?") % values


_SENTENCES: dict[str, Callable[[Mapping[str, Any], Report], str]] = {
    "most_wanted": _most_wanted,
    "nps_rose": _nps_rose,
    "nps_fell": _nps_fell,
    "left": _left,
    "spike": _spike,
    "grew": _grew,
    "shrank": _shrank,
    "silent": _silent,
    "owed": _owed,
    "solved": _solved,
    "decide_idea": _decide_idea,
    "keep_promise": _keep_promise,
    "revisit": _revisit,
    "look_again": _look_again,
    "one_company": _one_company,
    "call_silent": _call_silent,
    "target": _target,
}
