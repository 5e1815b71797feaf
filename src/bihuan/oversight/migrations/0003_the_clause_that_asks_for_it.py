"""A task keeps the document and the clause that ask for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the two columns, empty for every task that came of something else."""

    dependencies: ClassVar = [("oversight", "0002_first_due_first")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="task",
            name="source_document",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="task",
            name="source_clause",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
    ]
