"""Addresses of the tasks."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.tasks import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<int:task_id>/doing/", views.finish, name="task_doing"),
    path("tasks/<int:task_id>/undoing/", views.reopen, name="task_undoing"),
    path("tasks/<int:task_id>/assignee/", views.assign, name="task_assignee"),
]
