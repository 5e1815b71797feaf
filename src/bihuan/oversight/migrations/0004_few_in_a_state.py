"""What was returned is found without passing over every open task."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index of open tasks by their state."""

    dependencies: ClassVar = [("oversight", "0003_the_clause_that_asks_for_it")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ("closed", "cancelled")), _negated=True),
                fields=["state", "due", "id"],
                name="task_state_open",
            ),
        ),
    ]
