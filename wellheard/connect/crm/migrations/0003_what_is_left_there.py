from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0002_when_to_read_again")]

    operations = [
        migrations.AddField(
            "crmconnection",
            "compared_to",
            models.BigIntegerField(
                default=0,
                help_text="Up to which of its readings we asked what it still has, where it lists nothing deleted",
            ),
        ),
    ]
