"""Which unit enrolled a person, so that those without a post are found too; for the ones there are, by the trail."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def by_the_trail(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Note the unit at which the trail says that each person was enrolled."""
    person, unit, entry = (
        apps.get_model("organisations", "Person"),
        apps.get_model("organisations", "Unit"),
        apps.get_model("trail", "Entry"),
    )
    units = dict(unit.objects.values_list("code", "pk"))
    enrolled = entry.objects.filter(verb="enrol").values_list("subject", "unit").iterator(chunk_size=5000)
    rows = [person(pk=int(subject.split(":")[1]), unit_id=units.get(code)) for subject, code in enrolled]
    person.objects.bulk_update(rows, ["unit"], batch_size=300)


class Migration(migrations.Migration):
    """Add the field and fill it in."""

    dependencies: ClassVar = [
        ("organisations", "0002_second_factor_and_old_passwords"),
        ("trail", "0002_found_by_who_what_when"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="person",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.RunPython(by_the_trail, migrations.RunPython.noop),
    ]
