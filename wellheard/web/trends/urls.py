"""Addresses of trends, of what is behind them, and of what was unusual."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.trends import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("trends/", views.trends, name="trends"),
    path("trends/behind/", views.behind, name="trends_behind"),
    path("trends/asked/<slug:key>/", views.asked, name="trends_asked"),
    path("trends/watch/", views.watch, name="trends_watch"),
    path("trends/spikes/<int:spike_id>/", views.spike, name="spike"),
    path("trends/spikes/<int:spike_id>/expected/", views.expected, name="spike_expected"),
    path("trends/spikes/<int:spike_id>/unexpected/", views.unexpected, name="spike_unexpected"),
]
