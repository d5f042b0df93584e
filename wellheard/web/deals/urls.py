"""Addresses of deals, of what is found out about them, and of what their words mean."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.deals.views import analyses, changes, deals, reasons, settings, unplaced

urlpatterns: list[URLPattern | URLResolver] = [
    path("deals/", deals.deals, name="deals"),
    path("deals/companies/", unplaced.unplaced, name="deals_unplaced"),
    path("deals/new/", deals.deal_new, name="deal_new"),
    path("deals/<int:deal_id>/", deals.deal, name="deal"),
    path("deals/<int:deal_id>/edit/", deals.deal_edit, name="deal_edit"),
    path("deals/<int:deal_id>/company/", changes.place, name="deal_company"),
    path("deals/<int:deal_id>/outcome/", changes.outcome, name="deal_outcome"),
    path("deals/<int:deal_id>/reason/", changes.reason, name="deal_reason"),
    path("deals/<int:deal_id>/reason/<int:given_id>/removing/", changes.reason_removing, name="deal_reason_removing"),
    path("deals/<int:deal_id>/competitor/", changes.rival, name="deal_competitor"),
    path("deals/<int:deal_id>/missing/", changes.missing, name="deal_missing"),
    path("analyses/<int:analysis_id>/", analyses.analysis, name="analysis"),
    path("analyses/<int:analysis_id>/step/", analyses.step, name="analysis_step"),
    path("settings/deals/", settings.deals, name="settings_deals"),
    path("settings/deals/stages/<int:meaning_id>/", settings.stage, name="stage_meaning"),
    path("settings/deals/words/<int:meaning_id>/", settings.word, name="reason_meaning"),
    path("settings/reasons/", reasons.reasons, name="settings_reasons"),
    path("settings/reasons/<int:reason_id>/", reasons.reason, name="settings_reason"),
    path("settings/reasons/<int:reason_id>/retiring/", reasons.retiring, name="reason_retiring"),
]
