"""Addresses of a survey's page for customers."""

from django.urls import URLPattern, URLResolver, path

from wellheard.listen.surveys import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("s/<str:token>/", views.survey_page, name="survey_page"),
    path("s/<str:token>/thanks/", views.survey_thanks, name="survey_thanks"),
    path("s/<str:token>/stop/", views.survey_stop, name="survey_stop"),
]
