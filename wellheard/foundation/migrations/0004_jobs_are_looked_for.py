"""Jobs are looked for, not announced: PostgreSQL lets transactions that notify commit one after the other only.

Each would wait for the disk by itself. Without, those that commit at the same moment wait once, together; see `cli/work.py`.
"""

from django.db import migrations

_TRIGGER = "TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1"


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_mail_failures"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE procrastinate_jobs DISABLE {_TRIGGER}",
            f"ALTER TABLE procrastinate_jobs ENABLE {_TRIGGER}",
        ),
    ]
