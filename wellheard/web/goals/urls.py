"""Addresses of the goals."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.goals import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("goals/", views.goals, name="goals"),
    path("goals/new/", views.new, name="goal_new"),
    path("goals/<int:goal_id>/", views.goal, name="goal"),
    path("goals/<int:goal_id>/editing/", views.edit, name="goal_editing"),
    path("goals/<int:goal_id>/closing/", views.close, name="goal_closing"),
    path("goals/<int:goal_id>/reopening/", views.reopen, name="goal_reopening"),
    path("goals/<int:goal_id>/results/new/", views.new_result, name="key_result_new"),
    path("goals/results/<int:result_id>/", views.result, name="key_result"),
    path("goals/results/<int:result_id>/editing/", views.edit_result, name="key_result_editing"),
    path("goals/results/<int:result_id>/removing/", views.remove_result, name="key_result_removing"),
    path(
        "goals/results/<int:result_id>/decisions/<int:decision_id>/removing/",
        views.unbind_decision,
        name="key_result_unbinding",
    ),
    path("goals/results/<int:result_id>/check-in/", views.say, name="check_in"),
]
