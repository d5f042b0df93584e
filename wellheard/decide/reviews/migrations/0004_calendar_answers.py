from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0003_calendars_and_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="attendee",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[("accepted", "comes"), ("declined", "declined"), ("tentative", "may come")],
                help_text="Empty: none to the talk as planned now",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="attendee",
            name="answer_sequence",
            field=models.PositiveIntegerField(
                default=0, help_text="Answers to an earlier state of the invitation do not count any more"
            ),
        ),
        migrations.AddField(
            model_name="attendee",
            name="answer_words",
            field=models.TextField(blank=True, help_text="What they wrote beside it"),
        ),
        migrations.AddField(
            model_name="attendee",
            name="answered_at",
            field=models.DateTimeField(blank=True, help_text="By their calendar (RFC 5545, DTSTAMP)", null=True),
        ),
    ]
