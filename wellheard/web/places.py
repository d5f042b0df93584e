"""Every place of the staff pages, in the order of the rail. Who may open one is read off the view's own guard."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import URLResolver, get_resolver, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A page that stands in the rail and in the palette. `counts` names what waits there, as `waiting_counts` calls it."""

    key: str
    name: str | Promise
    url_name: str
    icon: str
    counts: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_open_to(self, staff: Staff) -> bool:
        return staff.may(_permission(get_resolver(), self.url_name))


@dataclass(frozen=True)
class Stage:
    """One of the six stages of the loop and its places."""

    key: str
    name: str | Promise
    places: tuple[Place, ...]


HOME = Place("home", _("Home"), "home", "house")
NOTIFICATIONS = Place("notifications", _("What concerns you"), "notifications", "bell")
INBOX = Place("listen.inbox", _("Inbox"), "inbox", "inbox", counts="unanswered")
FEEDBACK = Place("listen.feedback", _("Feedback"), "feedback_list", "message-square-quote")
POSTS = Place("listen.posts", _("Posts"), "moderation", "eye")
DEALS = Place("listen.deals", _("Deals"), "deals", "circle-dollar-sign")
COMPETITORS = Place("listen.competitors", _("Competitors"), "competitors", "scale")
ARTICLES = Place("listen.articles", _("Articles"), "articles", "book-open")
SURVEYS = Place("listen.surveys", _("Surveys"), "surveys", "message-square")
TALKS = Place("listen.talks", _("Talks"), "talks", "phone")
USAGE = Place("listen.usage", _("Usage"), "usage_events", "activity")
DEPARTURES = Place("listen.departures", _("Departures"), "departures", "door-open")
FILING = Place("understand.filing", _("Filing"), "filing", "folder-input", counts="unfiled")
TRENDS = Place("understand.trends", _("Trends"), "trends", "trending-up", counts="spikes")
IDEAS = Place("decide.ideas", _("Ideas"), "ideas", "lightbulb", counts="under_review")
REVIEWS = Place("decide.reviews", _("Review meeting"), "reviews", "scale", counts="to_rate")
RELEASES = Place("deliver.releases", _("Releases"), "releases", "package", counts="drafts")
ANSWERS = Place("answer.answers", _("Answers"), "answers", "reply", counts="outstanding")
FIGURES = Place("learn.figures", _("Figures"), "figures", "chart-line")
REPORTS = Place("learn.reports", _("Quarterly report"), "reports", "file-text")
AIMS = Place("learn.aims", _("Aims"), "aims", "sparkle")
GOALS = Place("learn.goals", _("Goals"), "goals", "gauge")
SUPPORT = Place("learn.support", _("Support"), "support", "timer")
KUDOS = Place("learn.kudos", _("Kudos"), "kudos", "smile")
BI = Place("learn.bi", _("Tables for other tools"), "bi_tables", "download")

STAGES = (
    Stage(
        "listen", _("Listen"), (INBOX, FEEDBACK, POSTS, ARTICLES, SURVEYS, TALKS, DEALS, COMPETITORS, DEPARTURES, USAGE)
    ),
    Stage("understand", _("Understand"), (FILING, TRENDS)),
    Stage("decide", _("Decide"), (IDEAS, REVIEWS)),
    Stage("deliver", _("Deliver"), (RELEASES,)),
    Stage("answer", _("Answer"), (ANSWERS,)),
    Stage("learn", _("Learn"), (FIGURES, AIMS, GOALS, REPORTS, SUPPORT, KUDOS, BI)),
)

TASKS = Place("tasks", _("Tasks"), "tasks", "calendar-check", counts="overdue_tasks")
DAY = Place("day", _("Whom to call"), "day", "phone")
PLAYBOOKS = Place("playbooks", _("Playbooks"), "playbooks", "list-ordered")
COMPANIES = Place("companies", _("Companies"), "companies", "building-2")
CONTACTS = Place("contacts", _("Contacts"), "contacts", "user")
SEGMENTS = Place("segments", _("Segments"), "segments", "users")
PORTAL = Place("portal", _("Public portal"), "portal", "globe")
SETTINGS = Place("settings", _("Settings"), "settings", "settings")
HELP = Place("help", _("Help"), "help", "life-buoy")
THEIR_SIDE = (DAY, TASKS, COMPANIES, PORTAL)
# What is opened less often stands below its neighbour, and shows once one is there.
BELOW = {DAY.key: (PLAYBOOKS,), COMPANIES.key: (CONTACTS, SEGMENTS)}

SETTINGS_PLACES = (
    Place("settings.profile", _("Your profile"), "settings_profile", "user"),
    Place("settings.notifications", _("What you hear by mail"), "notifications_wishes", "bell"),
    Place("settings.setting_up", _("Setting up"), "setting_up", "sparkle"),
    Place("settings.own_data", _("Start with your own data"), "own_data", "trash-2"),
    Place("settings.company", _("Your company"), "settings_company", "building-2"),
    Place("settings.portal", _("Your portal"), "settings_portal", "globe"),
    Place("settings.boards", _("Boards"), "settings_boards", "columns-3"),
    Place("settings.areas", _("Areas"), "settings_areas", "layout-grid"),
    Place("settings.categories", _("Categories"), "settings_categories", "tag"),
    Place("settings.wordings", _("Wordings"), "settings_wordings", "pencil"),
    Place("settings.tiers", _("Tiers"), "settings_tiers", "gauge"),
    Place("settings.deals", _("What deals say"), "settings_deals", "circle-dollar-sign"),
    Place("settings.reasons", _("Reasons"), "settings_reasons", "list-ordered"),
    Place("settings.replies", _("Saved replies"), "settings_replies", "reply"),
    Place("settings.macros", _("Macros"), "settings_macros", "keyboard"),
    Place("settings.automations", _("Automations"), "settings_automations", "refresh-cw"),
    Place("settings.satisfaction", _("How it went"), "settings_satisfaction", "smile"),
    Place("settings.dealing", _("Dealing conversations out"), "settings_dealing", "users"),
    Place("settings.answer_times", _("Answer times"), "settings_answer_times", "clock"),
    Place("settings.cancellation", _("Cancellation form"), "settings_cancellation", "door-open"),
    Place("settings.benchmarks", _("Benchmarks"), "survey_benchmarks", "scale"),
    Place("settings.attributes", _("Custom attributes"), "settings_attributes", "list-ordered"),
    Place("settings.rates", _("Exchange rates"), "settings_rates", "circle-dollar-sign"),
    Place("settings.suppressions", _("Not written to"), "settings_suppressions", "bell-off"),
    Place("settings.kept", _("What is kept"), "settings_kept", "eye"),
    Place("settings.mailboxes", _("Mailboxes"), "settings_mailboxes", "at-sign"),
    Place("settings.staff", _("Staff"), "settings_staff", "users"),
    Place("settings.identity_keys", _("Who is signed in"), "settings_identity_keys", "lock"),
    Place("settings.widget", _("The feedback tab"), "settings_widget", "message-square"),
    Place("settings.tokens", _("API tokens"), "settings_tokens", "key-round"),
    Place("settings.webhooks", _("Webhooks"), "settings_webhooks", "link"),
    Place("settings.sources", _("Sources"), "settings_sources", "arrow-down"),
    Place("settings.dead_letters", _("Events not understood"), "settings_dead_letters", "triangle-alert"),
    Place("settings.github", "GitHub", "settings_github", "git-pull-request"),
    Place("settings.crm", _("Systems of sales"), "settings_crm", "circle-dollar-sign"),
    Place("settings.discourse", _("Forums"), "settings_discourse", "message-square"),
    Place("settings.imports", _("Imports"), "imports", "upload"),
    Place("operations.reactions", _("Reactions"), "reactions", "activity"),
    Place("operations.mailbox", pgettext_lazy("all mail that was written here", "Mailbox"), "mailbox", "mail"),
    Place("operations.quarantine", _("Quarantine"), "quarantine", "triangle-alert"),
)

TABS = (HOME, INBOX, IDEAS, ANSWERS)


def open_to(staff: Staff, places: tuple[Place, ...]) -> list[Place]:
    """Return the places this person's role may open."""
    return [place for place in places if place.is_open_to(staff)]


def every_place() -> tuple[Place, ...]:
    """Return all places, as the palette lists them."""
    staged = tuple(place for stage in STAGES for place in stage.places)
    theirs = tuple(one for place in THEIR_SIDE for one in (place, *BELOW.get(place.key, ())))
    return (HOME, NOTIFICATIONS, *staged, *theirs, SETTINGS, *SETTINGS_PLACES, HELP)


@lru_cache(maxsize=64)
def _permission(resolver: URLResolver, url_name: str) -> Permission:
    """Return what the view's guard asks for; a view for everybody is open to whoever may read."""
    view = resolver.resolve(reverse(url_name)).func
    return getattr(view, "needs", Permission.VIEW)
