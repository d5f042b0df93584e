"""Addresses of departures."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.departures.views import departure, listing, words

urlpatterns: list[URLPattern | URLResolver] = [
    path("departures/", listing.departures, name="departures"),
    path("departures/why/", listing.why, name="departures_why"),
    path("departures/new/", departure.new, name="departure_new"),
    path("departures/words/", words.words, name="departure_words"),
    path("departures/words/<int:said_id>/", words.decide, name="departure_word"),
    path("departures/<int:departure_id>/", departure.departure, name="departure"),
    path("departures/<int:departure_id>/why/", departure.explain, name="departure_explaining"),
    path("departures/<int:departure_id>/return/", departure.note_return, name="departure_return"),
    path("departures/<int:departure_id>/return/undo/", departure.undo_return, name="departure_return_undoing"),
    path("departures/<int:departure_id>/undo/", departure.undo, name="departure_undoing"),
]
