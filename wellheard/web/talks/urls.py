"""Addresses of talks with customers."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.talks.views import coverage, guides, planning, talk, talks

urlpatterns: list[URLPattern | URLResolver] = [
    path("talks/", talks.talks, name="talks"),
    path("talks/new/", planning.talk_new, name="talk_new"),
    path("talks/coverage/", coverage.coverage, name="talk_coverage"),
    path("talks/guides/", guides.guides, name="talk_guides"),
    path("talks/guides/<int:guide_id>/", guides.guide, name="talk_guide"),
    path("talks/guides/<int:guide_id>/retiring/", guides.retiring, name="talk_guide_retiring"),
    path("talks/steps/<int:step_id>/", talks.step, name="talk_step"),
    path("talks/<int:talk_id>/", talk.talk, name="talk"),
    path("talks/<int:talk_id>/moving/", planning.moving, name="talk_moving"),
    path("talks/<int:talk_id>/people/", planning.people, name="talk_people"),
    path("talks/<int:talk_id>/state/", planning.state, name="talk_state"),
    path("talks/<int:talk_id>/notes/", talk.notes, name="talk_notes"),
    path("talks/<int:talk_id>/quotes/", talk.quotes, name="talk_quotes"),
    path("talks/<int:talk_id>/steps/", talk.steps, name="talk_steps"),
    path("talks/<int:talk_id>/talk.ics", talk.calendar, name="talk_calendar"),
]
