"""Keep the total of each day beside its areas and categories."""

from django.db import migrations, models

TOTALS = "INSERT INTO trends_daytotal (day, count) SELECT day, sum(count) FROM trends_dayvolume GROUP BY day"


class Migration(migrations.Migration):
    dependencies = [("trends", "0003_usual_alerts")]
    operations = [
        migrations.CreateModel(
            name="DayTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL(TOTALS, migrations.RunSQL.noop),
    ]
