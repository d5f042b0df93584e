"""What counts is found by its key and put in order without reading it: for searches, which find hundreds wherever they lie."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listen", "0006_pictures")]

    operations = [
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(
                    ("same_as", None), ("split_at", None), models.Q(("set_aside_reason", "spam"), _negated=True)
                ),
                fields=["id"],
                include=("heard_at",),
                name="feedback_counted",
            ),
        ),
    ]
