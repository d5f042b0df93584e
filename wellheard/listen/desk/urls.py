"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, path

from wellheard.listen.desk.views import answer_times, away, dealing, macros, replies

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/answer-times/", answer_times.answer_times, name="settings_answer_times"),
    path("settings/replies/", replies.replies, name="settings_replies"),
    path("settings/replies/new/", replies.reply_new, name="settings_reply_new"),
    path("settings/replies/<int:reply_id>/", replies.reply, name="settings_reply"),
    path("settings/replies/<int:reply_id>/removal/", replies.reply_removal, name="settings_reply_removal"),
    path("settings/macros/", macros.macros, name="settings_macros"),
    path("settings/macros/new/", macros.macro_new, name="settings_macro_new"),
    path("settings/macros/<int:macro_id>/", macros.macro, name="settings_macro"),
    path("settings/macros/<int:macro_id>/removal/", macros.macro_removal, name="settings_macro_removal"),
    path("settings/dealing/", dealing.dealing, name="settings_dealing"),
    path("settings/dealing/<int:team_id>/", dealing.team_dealing, name="settings_team_dealing"),
    path("settings/away/", away.away, name="settings_away"),
    path("desk/replies/", replies.replies_found, name="desk_replies"),
    path("desk/replies/<int:reply_id>/use/", replies.reply_use, name="desk_reply_use"),
    path("desk/macros/", macros.macros_found, name="desk_macros"),
    path("desk/macros/<int:macro_id>/use/", macros.macro_use, name="desk_macro_use"),
]
