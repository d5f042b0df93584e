"""Addresses of asking about demand."""

from django.urls import URLPattern, URLResolver, path

from wellheard.decide.demand.views import half_lives, sample, scores, still_needed

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/still-needed/<str:token>/", still_needed.still_needed, name="still_needed"),
    path("ideas/scores/", scores.scores, name="idea_scores"),
    path("ideas/scores/formulas/", scores.formulas, name="idea_formulas"),
    path("ideas/scores/<int:scoring_id>/", scores.scoring, name="idea_scoring"),
    path("ideas/<int:idea_id>/estimates/", scores.estimates, name="idea_estimates"),
    path("ideas/half-lives/", half_lives.half_lives, name="half_lives"),
    path("ideas/still-needed/", still_needed.asking, name="still_needed_asking"),
    path("ideas/<int:idea_id>/sample/", sample.sample, name="idea_sample"),
    path("ideas/<int:idea_id>/sample/question/", sample.linking, name="idea_sample_linking"),
]
