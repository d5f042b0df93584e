"""Addresses of surveys."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.surveys.views import audience, fatigue, questions, rewards, sending, surveys, why

urlpatterns: list[URLPattern | URLResolver] = [
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/new/", surveys.survey_new, name="survey_new"),
    path("surveys/new/ideas/", surveys.survey_from_ideas, name="survey_from_ideas"),
    path("surveys/ledger/", fatigue.ledger, name="survey_ledger"),
    path("surveys/rules/", fatigue.rules, name="survey_rules"),
    path("surveys/quiet/", fatigue.quiet, name="survey_quiet"),
    path("surveys/quiet/<int:quiet_id>/ending/", fatigue.quiet_ending, name="survey_quiet_ending"),
    path("surveys/<int:survey_id>/", surveys.survey, name="survey"),
    path("surveys/<int:survey_id>/state/", surveys.survey_state, name="survey_state"),
    path("surveys/<int:survey_id>/starting/", audience.starting, name="survey_starting"),
    path("surveys/<int:survey_id>/audience/", audience.audience, name="survey_audience"),
    path("surveys/<int:survey_id>/audience/reach/", audience.reached, name="survey_reach"),
    path("surveys/<int:survey_id>/sending/", sending.sending, name="survey_sending"),
    path("surveys/<int:survey_id>/sending/link/", sending.link, name="survey_link"),
    path("surveys/<int:survey_id>/sending/own/", sending.own_link, name="survey_own_link"),
    path("surveys/<int:survey_id>/sending/<int:wave_id>/", sending.wave_step, name="survey_wave_step"),
    path("surveys/<int:survey_id>/rewards/", rewards.rewards, name="survey_rewards"),
    path("surveys/<int:survey_id>/rewards/codes/", rewards.codes, name="survey_codes"),
    path("surveys/<int:survey_id>/rewards/drawing/", rewards.drawing, name="survey_drawing"),
    path("surveys/<int:survey_id>/why/", why.why, name="survey_why"),
    path("surveys/<int:survey_id>/copy/", surveys.survey_copy, name="survey_copy"),
    path("surveys/<int:survey_id>/removal/", surveys.survey_removal, name="survey_removal"),
    path("surveys/<int:survey_id>/questions/", questions.questions, name="survey_questions"),
    path("surveys/<int:survey_id>/questions/preview/", questions.preview, name="survey_preview"),
    path("surveys/<int:survey_id>/questions/<str:language>/", questions.language, name="survey_language"),
]
