"""Conversations know whether somebody has yet to say what they were about."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q

from wellheard.foundation import clock

# What was closed longer ago and says nothing came with an import: it is nobody's work any more.
_DAYS = 30


def note_what_awaits_filing(apps, _editor):
    conversations = apps.get_model("conversations", "Conversation").objects
    confirmed = apps.get_model("conversations", "Tag").objects.filter(conversation=OuterRef("pk"))
    lately = ~Q(state="closed") | Q(last_message_at__gte=clock.now() - timedelta(days=_DAYS))
    conversations.filter(lately, ~Exists(confirmed.exclude(confirmed_at=None))).update(awaits_filing=True)


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0007_left_out"),
    ]

    operations = [
        # Most are filed: only the others are written.
        migrations.AddField(
            model_name="conversation",
            name="awaits_filing",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(note_what_awaits_filing, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="conversation",
            name="awaits_filing",
            field=models.BooleanField(
                default=True,
                help_text="Nobody has said what it was about yet; history that came in closed awaits nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                fields=["-last_message_at", "-id"],
                condition=models.Q(("aside_reason", ""), ("merged_into", None), ("awaits_filing", True)),
                name="conversation_unfiled",
            ),
        ),
    ]
