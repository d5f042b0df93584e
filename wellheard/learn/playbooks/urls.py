"""Addresses of playbooks."""

from django.urls import URLPattern, URLResolver, path

from wellheard.learn.playbooks import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("playbooks/", views.playbooks, name="playbooks"),
    path("playbooks/new/", views.playbook_new, name="playbook_new"),
    path("playbooks/<int:playbook_id>/", views.playbook, name="playbook"),
    path("playbooks/<int:playbook_id>/editing/", views.editing, name="playbook_editing"),
    path("playbooks/<int:playbook_id>/state/", views.state, name="playbook_state"),
    path("playbooks/steps/<int:step_id>/", views.step, name="playbook_step"),
    path("playbooks/runs/<int:run_id>/stopping/", views.stopping, name="playbook_stopping"),
]
