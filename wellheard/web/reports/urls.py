"""Addresses of reports and of their customers' edition."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.reports.views import behind, edition, files, listing, reading, steps, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", listing.reports, name="reports"),
    path("reports/new/", listing.report_new, name="report_new"),
    path("reports/mail/", listing.report_mail, name="report_mail"),
    path("reports/<int:report_id>/", reading.report, name="report"),
    path("reports/<int:report_id>/again/", reading.again, name="report_again"),
    path("reports/<int:report_id>/customers/", edition.preview, name="report_edition"),
    path("reports/<int:report_id>/customers/report.pdf", files.edition_pdf, name="report_edition_pdf"),
    path("reports/<int:report_id>/report.pdf", files.pdf, name="report_pdf"),
    path("reports/<int:report_id>/<slug:key>.csv", files.table, name="report_csv"),
    path("reports/<int:report_id>/sections/<slug:key>/", writing.section, name="report_section"),
    path("reports/<int:report_id>/ideas/<slug:key>/", behind.ideas, name="report_ideas"),
    path("reports/<int:report_id>/said/<int:idea_id>/", behind.said, name="report_said"),
    path("reports/<int:report_id>/points/<int:point_id>/", writing.point, name="report_point"),
    path("reports/<int:report_id>/rebuilding/", steps.rebuilding, name="report_rebuilding"),
    path("reports/<int:report_id>/publishing/", steps.publishing, name="report_publishing"),
    path("reports/<int:report_id>/correction/", steps.correction, name="report_correction"),
    path("reports/<int:report_id>/opening/", steps.opening, name="report_opening"),
    path("reports/<int:report_id>/closing/", steps.closing, name="report_closing"),
    path("portal/report/<str:token>/", edition.portal_report, name="portal_report"),
]
