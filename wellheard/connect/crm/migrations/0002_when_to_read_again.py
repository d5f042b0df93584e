import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]

    operations = [
        migrations.AddField(
            "crmconnection",
            "wait_until",
            models.DateTimeField(help_text="Until when it asked us to ask nothing", null=True),
        ),
        migrations.AddField(
            "crmreading",
            "changed_at",
            models.DateTimeField(help_text="The system's own time of the change that was read last", null=True),
        ),
        migrations.AddField(
            "crmreading",
            "due_at",
            models.DateTimeField(
                default=django.utils.timezone.now,
                help_text="Before that it is not read: when it failed, each time later",
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "crmreading",
            models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="crm_reading_due"),
        ),
    ]
