"""Addresses of departures."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.departures.views import cancelling, departure, listing, settings, words

urlpatterns: list[URLPattern | URLResolver] = [
    path("cancel/", cancelling.enter, name="cancelling_enter"),
    path("cancel/<str:token>/", cancelling.cancel, name="cancelling"),
    path("cancel/<str:token>/ideas/", cancelling.look, name="cancelling_ideas"),
    path("departures/link/<int:contact_id>/", settings.link, name="cancelling_link"),
    path("settings/cancellation/", settings.cancellation, name="settings_cancellation"),
    path("settings/cancellation/<int:reason_id>/", settings.offer, name="settings_offer"),
    path("departures/", listing.departures, name="departures"),
    path("departures/why/", listing.why, name="departures_why"),
    path("departures/new/", departure.new, name="departure_new"),
    path("departures/words/", words.words, name="departure_words"),
    path("departures/words/<int:said_id>/", words.decide, name="departure_word"),
    path("departures/<int:departure_id>/", departure.departure, name="departure"),
    path("departures/<int:departure_id>/why/", departure.explain, name="departure_explaining"),
    path("departures/<int:departure_id>/return/", departure.note_return, name="departure_return"),
    path("departures/<int:departure_id>/return/why/", departure.say_what_helped, name="departure_helped"),
    path("departures/<int:departure_id>/return/undo/", departure.undo_return, name="departure_return_undoing"),
    path("departures/<int:departure_id>/undo/", departure.undo, name="departure_undoing"),
]
