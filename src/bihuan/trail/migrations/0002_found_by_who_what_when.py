# The audit administrator looks for who did what and when; each way is backed by an index.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["actor", "number"], name="trail_entry_actor"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["account", "number"], name="trail_entry_account"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["verb", "number"], name="trail_entry_verb"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["at"], name="trail_entry_at"),
        ),
    ]
