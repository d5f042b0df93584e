"""Addresses of the portal's boards, on our side."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.boards import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/boards/", views.boards, name="settings_boards"),
    path("settings/boards/<int:board_id>/", views.board, name="settings_board"),
    path("settings/boards/<int:board_id>/removal/", views.board_removal, name="settings_board_removal"),
    path("ideas/<int:idea_id>/board/", views.placing, name="idea_board"),
]
