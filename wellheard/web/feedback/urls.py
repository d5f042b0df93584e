"""Addresses of what customers said, and of triage."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.feedback.views import batches, counting, filing, reading, triage, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("feedback/", reading.feedback_list, name="feedback_list"),
    path("feedback/new/", writing.feedback_new, name="feedback_new"),
    path("feedback/people/", writing.people, name="feedback_people"),
    path("feedback/companies/", writing.companies, name="feedback_companies"),
    path("feedback/counts/", counting.counts, name="feedback_counts"),
    path("feedback/<int:feedback_id>/", reading.feedback, name="feedback"),
    path("feedback/<int:feedback_id>/author/", reading.author, name="feedback_author"),
    path("feedback/<int:feedback_id>/unlinking/", reading.unlinking, name="feedback_unlinking"),
    path("feedback/<int:feedback_id>/publication/", reading.publication, name="feedback_publication"),
    path("filing/", filing.filing, name="filing"),
    path("filing/undoing/", triage.undoing, name="filing_undoing"),
    path("filing/several/", batches.several, name="filing_several"),
    path("filing/several/<int:batch_id>/undoing/", batches.undoing, name="filing_several_undoing"),
    path("filing/<int:feedback_id>/", filing.filing_of, name="filing_of"),
    path("filing/<int:feedback_id>/thread/", filing.thread, name="filing_thread"),
    path("filing/<int:feedback_id>/ideas/", filing.ideas, name="filing_ideas"),
    path("filing/<int:feedback_id>/aside/", triage.aside, name="filing_aside"),
    path("filing/<int:feedback_id>/return/", triage.returning, name="filing_return"),
    path("filing/<int:feedback_id>/there/", triage.there, name="filing_there"),
    path("filing/<int:feedback_id>/splitting/", triage.splitting, name="filing_splitting"),
    path("filing/<int:feedback_id>/assignment/", triage.assignment, name="filing_assignment"),
    path("filing/<int:feedback_id>/author/", triage.author, name="filing_author"),
    path("filing/<int:feedback_id>/quoting/", triage.quoting, name="filing_quoting"),
    path("filing/<int:feedback_id>/repeats/", triage.repeats, name="filing_repeats"),
]
