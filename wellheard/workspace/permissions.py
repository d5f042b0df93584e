"""Who may do what: the one table. Pages and endpoints name a permission; roles are only ever looked up here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a staff member works as."""

    ADMIN = "admin", _("Admin")
    PRODUCT = "product", _("Product")
    AGENT = "agent", _("Support")
    SUCCESS = "success", _("Success")
    SALES = "sales", _("Sales")
    VIEWER = "viewer", _("Viewer")


class Permission(models.TextChoices):
    """One thing a role may or may not do."""

    VIEW = "view", _("Read feedback, ideas, companies and figures")
    LOG_FEEDBACK = "log_feedback", _("Write down what a customer said")
    CONVERSE = "converse", _("Answer conversations")
    RECORD_DEALS = "record_deals", _("Record deals and departures, and say why")
    FILE_FEEDBACK = "file_feedback", _("File feedback and link it to ideas")
    EDIT_IDEAS = "edit_ideas", _("Make and edit ideas")
    DECIDE = "decide", _("Record decisions")
    RUN_REVIEWS = "run_reviews", _("Plan and lead review meetings")
    RELEASE = "release", _("Publish releases")
    WRITE_ARTICLES = "write_articles", _("Write and publish articles")
    RUN_SURVEYS = "run_surveys", _("Make surveys and ask customers")
    SET_GOALS = "set_goals", _("Set objectives, key results and how they went")
    PUBLISH_REPORTS = "publish_reports", _("Write and publish reports")
    TALK = "talk", _("Plan talks with customers, write down what was said, and keep playbooks")
    DO_TASKS = "do_tasks", _("Finish tasks they are given")
    ANSWER = "answer", _("Edit, hold and send answers")
    EDIT_COMPANIES = "edit_companies", _("Edit companies, contacts and segments")
    EXPORT = "export", _("Export rows to files")
    ERASE = "erase", _("Erase what is known of a person")
    IMPORT_FILES = "import_files", _("Import files and take imports back")
    EDIT_WORKSPACE = "edit_workspace", _("Edit products, areas, categories, teams, tiers, custom attributes and rates")
    MANAGE_STAFF = "manage_staff", _("Invite staff and set their roles")
    MANAGE_TOKENS = "manage_tokens", _("Make and revoke API tokens and webhooks")
    MANAGE_MAILBOXES = "manage_mailboxes", _("Set up mailboxes and how their mail comes and goes")
    OPERATE = "operate", _("See reactions and the mailbox, run failed work again")


_EVERYONE = frozenset(Role)
_HEARING = frozenset({Role.ADMIN, Role.PRODUCT, Role.AGENT, Role.SUCCESS, Role.SALES})

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.VIEW: _EVERYONE,
    Permission.LOG_FEEDBACK: _HEARING,
    Permission.CONVERSE: frozenset({Role.ADMIN, Role.PRODUCT, Role.AGENT, Role.SUCCESS}),
    Permission.RECORD_DEALS: frozenset({Role.ADMIN, Role.PRODUCT, Role.SUCCESS, Role.SALES}),
    Permission.FILE_FEEDBACK: frozenset({Role.ADMIN, Role.PRODUCT, Role.AGENT, Role.SUCCESS}),
    Permission.EDIT_IDEAS: frozenset({Role.ADMIN, Role.PRODUCT, Role.AGENT, Role.SUCCESS}),
    Permission.DECIDE: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.RUN_REVIEWS: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.RELEASE: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.WRITE_ARTICLES: frozenset({Role.ADMIN, Role.PRODUCT, Role.AGENT, Role.SUCCESS}),
    Permission.RUN_SURVEYS: frozenset({Role.ADMIN, Role.PRODUCT, Role.SUCCESS}),
    Permission.SET_GOALS: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.PUBLISH_REPORTS: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.TALK: frozenset({Role.ADMIN, Role.PRODUCT, Role.SUCCESS, Role.SALES}),
    Permission.DO_TASKS: _HEARING,
    Permission.ANSWER: frozenset({Role.ADMIN, Role.PRODUCT, Role.AGENT, Role.SUCCESS}),
    Permission.EDIT_COMPANIES: frozenset({Role.ADMIN, Role.SUCCESS, Role.SALES}),
    Permission.EXPORT: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.ERASE: frozenset({Role.ADMIN}),
    Permission.IMPORT_FILES: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.EDIT_WORKSPACE: frozenset({Role.ADMIN, Role.PRODUCT}),
    Permission.MANAGE_STAFF: frozenset({Role.ADMIN}),
    Permission.MANAGE_TOKENS: frozenset({Role.ADMIN}),
    Permission.MANAGE_MAILBOXES: frozenset({Role.ADMIN}),
    Permission.OPERATE: frozenset({Role.ADMIN}),
}


def is_granted(role: str, permission: Permission) -> bool:
    """Tell whether a role has a permission."""
    return role in GRANTS[permission]
