"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from wellheard.web.api import api, unknown_address

urlpatterns: list[URLPattern | URLResolver] = [
    # Programs ask most often: their addresses are looked up first.
    path("", include("wellheard.web.programs.urls")),
    path("api/v1/", api.urls),
    path("api/<path:rest>", unknown_address),
    path("", include("wellheard.web.widget.urls")),
    path("", include("wellheard.web.home.urls")),
    path("", include("wellheard.web.find.urls")),
    path("", include("wellheard.web.conversations.urls")),
    path("", include("wellheard.web.feedback.urls")),
    path("", include("wellheard.web.moderation.urls")),
    path("", include("wellheard.web.ideas.urls")),
    path("", include("wellheard.web.reviews.urls")),
    path("", include("wellheard.web.releases.urls")),
    path("", include("wellheard.web.articles.urls")),
    path("", include("wellheard.web.help_centre.urls")),
    path("", include("wellheard.deliver.work_items.urls")),
    path("", include("wellheard.answer.urls")),
    path("", include("wellheard.web.tasks.urls")),
    path("", include("wellheard.web.deals.urls")),
    path("", include("wellheard.web.competitors.urls")),
    path("", include("wellheard.web.surveys.urls")),
    path("", include("wellheard.web.talks.urls")),
    path("", include("wellheard.web.day.urls")),
    path("", include("wellheard.learn.playbooks.urls")),
    path("", include("wellheard.web.surveys.results.urls")),
    path("", include("wellheard.web.usage.urls")),
    path("", include("wellheard.web.companies.urls")),
    path("", include("wellheard.web.departures.urls")),
    path("", include("wellheard.web.merges.urls")),
    path("", include("wellheard.customers.urls")),
    path("", include("wellheard.web.imports.urls")),
    path("", include("wellheard.web.setup.urls")),
    path("", include("wellheard.web.help.urls")),
    path("", include("wellheard.web.demo.urls")),
    path("", include("wellheard.web.notifications.urls")),
    path("", include("wellheard.workspace.urls")),
    path("", include("wellheard.connect.webhooks.urls")),
    path("", include("wellheard.connect.mail_in.urls")),
    path("", include("wellheard.listen.desk.urls")),
    path("", include("wellheard.listen.automations.urls")),
    path("", include("wellheard.listen.satisfaction.urls")),
    path("", include("wellheard.decide.demand.urls")),
    path("", include("wellheard.listen.surveys.urls")),
    path("", include("wellheard.listen.sources.urls")),
    path("", include("wellheard.connect.github.urls")),
    path("", include("wellheard.connect.crm.urls")),
    path("", include("wellheard.connect.discourse.urls")),
    path("", include("wellheard.web.trends.urls")),
    path("", include("wellheard.web.figures.urls")),
    path("", include("wellheard.web.bi.urls")),
    path("", include("wellheard.web.reports.urls")),
    path("", include("wellheard.web.goals.urls")),
    path("", include("wellheard.web.support.urls")),
    path("", include("wellheard.web.exports.urls")),
    path("", include("wellheard.web.operations.urls")),
    path("", include("wellheard.web.portal.urls")),
    path("", include("wellheard.web.brand.urls")),
    path("", include("wellheard.web.boards.urls")),
    path("", include("wellheard.web.accounts.urls")),
]

handler400 = "wellheard.web.errors.unreadable"
handler403 = "wellheard.web.errors.forbidden"
handler404 = "wellheard.web.errors.not_found"
handler500 = "wellheard.web.errors.broken"
