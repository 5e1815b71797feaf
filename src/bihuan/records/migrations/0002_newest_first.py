"""Indexes by day: a page of the newest records costs the same however many there are, and late ones are few."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies: ClassVar = [("records", "0001_initial")]

    operations: ClassVar = [
        migrations.AddIndex(model_name="record", index=models.Index(fields=["happened", "id"], name="record_newest")),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["happened", "unit"], name="record_late", condition=Q(delay__gt=7) | Q(after_seal=True)
            ),
        ),
    ]
