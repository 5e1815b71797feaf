"""An index by kind and day: a list by kind, and the records of a rare kind, cost the same however many there are."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies: ClassVar = [("records", "0002_newest_first")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="record", index=models.Index(fields=["kind", "happened", "id"], name="record_kind_day")
        ),
    ]
