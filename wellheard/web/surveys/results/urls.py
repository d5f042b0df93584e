"""Addresses of what surveys found, and of the lists behind."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.surveys.results.views import benchmarks, results

urlpatterns: list[URLPattern | URLResolver] = [
    path("surveys/benchmarks/", benchmarks.benchmarks, name="survey_benchmarks"),
    path("surveys/benchmarks/<int:benchmark_id>/", benchmarks.benchmark, name="survey_benchmark"),
    path("surveys/benchmarks/<int:benchmark_id>/removal/", benchmarks.removal, name="survey_benchmark_removal"),
    path("surveys/<int:survey_id>/results/", results.results, name="survey_results"),
    path("surveys/<int:survey_id>/results/answers/", results.answers, name="survey_answers"),
    path("surveys/<int:survey_id>/results/heard/", results.who_is_heard, name="survey_heard"),
]
