"""Addresses of the work that ideas and conversations wait for."""

from django.urls import URLPattern, URLResolver, path

from wellheard.deliver.work_items import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ideas/<int:idea_id>/work-items/", views.idea_work, name="idea_work"),
    path("ideas/<int:idea_id>/work-items/<int:item_id>/unlinking/", views.idea_unlinking, name="idea_work_unlinking"),
    path("inbox/<int:conversation_id>/work-items/", views.conversation_work, name="conversation_work"),
    path(
        "inbox/<int:conversation_id>/work-items/<int:item_id>/unlinking/",
        views.conversation_unlinking,
        name="conversation_work_unlinking",
    ),
    path("trends/spikes/<int:spike_id>/work-items/", views.spike_work, name="spike_work"),
    path(
        "trends/spikes/<int:spike_id>/work-items/<int:item_id>/unlinking/",
        views.spike_unlinking,
        name="spike_work_unlinking",
    ),
    path("work-items/<int:item_id>/", views.work_item, name="work_item"),
    path("work-items/<int:item_id>/following/", views.following, name="work_item_following"),
    path("work-items/<int:item_id>/outcome/", views.outcome, name="work_item_outcome"),
    path("work-items/wanted/<int:wanted_id>/again/", views.again, name="work_item_again"),
]
