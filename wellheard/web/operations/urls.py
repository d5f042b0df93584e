"""Addresses of web/operations."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.operations.views import mailbox, metrics, reactions

urlpatterns: list[URLPattern | URLResolver] = [
    path("metrics", metrics.metrics, name="metrics"),
    path("operations/reactions/", reactions.reactions, name="reactions"),
    path("operations/reactions/reruns/", reactions.rerun_all, name="reaction_reruns"),
    path("operations/reactions/<int:job_id>/rerun/", reactions.rerun, name="reaction_rerun"),
    path("operations/mailbox/", mailbox.mailbox, name="mailbox"),
    path("operations/mailbox/<int:mail_id>/", mailbox.mail, name="mailbox_mail"),
    path("operations/mailbox/<int:mail_id>/rerun/", mailbox.rerun, name="mailbox_rerun"),
]
