"""Addresses of what customers said, and of filing it."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.feedback.views import filing, reading, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("feedback/", reading.feedback_list, name="feedback_list"),
    path("feedback/new/", writing.feedback_new, name="feedback_new"),
    path("feedback/people/", writing.people, name="feedback_people"),
    path("feedback/companies/", writing.companies, name="feedback_companies"),
    path("feedback/<int:feedback_id>/", reading.feedback, name="feedback"),
    path("feedback/<int:feedback_id>/author/", reading.author, name="feedback_author"),
    path("feedback/<int:feedback_id>/unlinking/", reading.unlinking, name="feedback_unlinking"),
    path("feedback/<int:feedback_id>/publication/", reading.publication, name="feedback_publication"),
    path("filing/", filing.filing, name="filing"),
    path("filing/<int:feedback_id>/", filing.filing_of, name="filing_of"),
    path("filing/<int:feedback_id>/ideas/", filing.ideas, name="filing_ideas"),
    path("filing/<int:feedback_id>/undoing/", filing.undoing, name="filing_undoing"),
]
