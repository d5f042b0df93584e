"""Settings of mailboxes, the quarantine, and where programs post mail."""

from django.urls import URLPattern, URLResolver, path

from wellheard.connect.mail_in.views import mailboxes, posting, quarantine

urlpatterns: list[URLPattern | URLResolver] = [
    path("mail-in/", posting.take, name="mail_in"),
    path("settings/mailboxes/", mailboxes.mailboxes, name="settings_mailboxes"),
    path("settings/mailboxes/new/", mailboxes.new_mailbox, name="settings_mailbox_new"),
    path("settings/mailboxes/key/", mailboxes.hand_over_key, name="settings_mailbox_key"),
    path("settings/mailboxes/consent/", mailboxes.mailbox_consent, name="settings_mailbox_consent"),
    path("settings/mailboxes/<int:mailbox_id>/", mailboxes.mailbox, name="settings_mailbox"),
    path("settings/mailboxes/<int:mailbox_id>/trial/", mailboxes.mailbox_trial, name="settings_mailbox_trial"),
    path(
        "settings/mailboxes/<int:mailbox_id>/switching/", mailboxes.mailbox_switching, name="settings_mailbox_switching"
    ),
    path("operations/quarantine/", quarantine.quarantine, name="quarantine"),
    path("operations/quarantine/retries/", quarantine.retry_all, name="quarantine_retries"),
    path("operations/quarantine/<int:mail_id>/retry/", quarantine.retry, name="quarantine_retry"),
    path("operations/quarantine/<int:mail_id>/removal/", quarantine.discard, name="quarantine_removal"),
    path("operations/quarantine/<int:mail_id>/raw/", quarantine.raw, name="quarantine_raw"),
]
