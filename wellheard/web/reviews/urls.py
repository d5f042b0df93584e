"""Addresses of review meetings."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.reviews.views import (
    asked,
    checks,
    live,
    meetings,
    minutes,
    questions,
    rating,
    settings,
    shortlist,
    verdict,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("reviews/", meetings.reviews, name="reviews"),
    path("reviews/new/", meetings.review_new, name="review_new"),
    path("reviews/rules/", settings.rules, name="review_rules"),
    path("reviews/rules/new/", questions.question_new, name="review_question_new"),
    path("reviews/rules/<int:criterion_id>/", questions.question, name="review_question"),
    path("reviews/rules/<int:criterion_id>/retiring/", questions.retiring, name="review_retiring"),
    path("reviews/rules/<int:criterion_id>/restoring/", questions.restoring, name="review_restoring"),
    path("reviews/checks/<int:check_id>/", checks.check, name="review_check"),
    path("reviews/questions/<int:item_id>/", asked.question, name="review_asked"),
    path("reviews/<int:review_id>/", live.review, name="review"),
    path("reviews/<int:review_id>/change/", meetings.review_change, name="review_change"),
    path("reviews/<int:review_id>/calling-off/", meetings.calling_off, name="review_calling_off"),
    path("reviews/<int:review_id>/ideas/", shortlist.adding, name="review_adding"),
    path("reviews/<int:review_id>/ideas/proposed/", shortlist.proposing, name="review_proposing"),
    path("reviews/<int:review_id>/ideas/<int:item_id>/removal/", shortlist.removal, name="review_removal"),
    path("reviews/<int:review_id>/attendees/", shortlist.attendees, name="review_attendees"),
    path("reviews/<int:review_id>/asking/", shortlist.asking, name="review_asking"),
    path("reviews/<int:review_id>/freezing/", shortlist.freezing, name="review_freezing"),
    path("reviews/<int:review_id>/rating/", rating.rating, name="review_rating"),
    path("reviews/<int:review_id>/opening/", rating.opening, name="review_opening"),
    path("reviews/<int:review_id>/news/", live.news, name="review_news"),
    path("reviews/<int:review_id>/there/<int:attendee_id>/", live.there, name="review_there"),
    path("reviews/<int:review_id>/ideas/<int:item_id>/talk/", live.talk, name="review_talk"),
    path("reviews/<int:review_id>/ideas/<int:item_id>/remark/", live.remark, name="review_remark"),
    path("reviews/<int:review_id>/ideas/<int:item_id>/verdict/", verdict.verdict, name="review_verdict"),
    path("reviews/<int:review_id>/ending/", live.ending, name="review_ending"),
    path("reviews/<int:review_id>/minutes/", minutes.minutes, name="review_minutes"),
    path("reviews/<int:review_id>/minutes.md", minutes.as_markdown, name="review_minutes_markdown"),
    path("reviews/<int:review_id>/minutes.pdf", minutes.as_pdf, name="review_minutes_pdf"),
]
