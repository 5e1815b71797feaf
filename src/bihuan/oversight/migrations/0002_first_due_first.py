"""Indexes by deadline: a list of tasks costs the same however many were ever given."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies: ClassVar = [("oversight", "0001_initial")]

    operations: ClassVar = [
        migrations.AddIndex(model_name="task", index=models.Index(fields=["due", "id"], name="task_due")),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["due", "id"], name="task_due_open", condition=~Q(state__in=("closed", "cancelled"))
            ),
        ),
    ]
