"""An index by day: a page of the newest records costs the same however many there are."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies: ClassVar = [("records", "0001_initial")]

    operations: ClassVar = [
        migrations.AddIndex(model_name="record", index=models.Index(fields=["happened", "id"], name="record_newest")),
    ]
