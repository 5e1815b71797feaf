"""What every command needs: the operator, the day, a ledger that is ready, and one way to print JSON."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click
import django
from django.apps import apps

from bihuan.catalog.loaded import home
from bihuan.values.actor import Actor, everything

if TYPE_CHECKING:
    from bihuan.trail.archive import Store

SHANGHAI = timezone(timedelta(hours=8))


class _Day(click.ParamType[date]):
    """A day as 2023-06-30."""

    name = "日期"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2023-06-30。", param, ctx)


DAY = _Day()


def setup() -> None:
    """Make Django and the ledger ready. Commands that need no ledger never call it, and start the faster."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    django.setup()
    _bring_up_to_date()


def _bring_up_to_date() -> None:
    """Make the tables on the first call in a new home, and change them after an upgrade."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    # By their names: to ask Django for its plan, every migration there ever was has to be read in.
    if not _migrations() <= set(MigrationRecorder(connection).applied_migrations()):
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)


def _migrations() -> set[tuple[str, str]]:
    """Every migration of every part, by its part and name."""
    return {
        (part.label, file.stem)
        for part in apps.get_app_configs()
        for file in Path(part.path, "migrations").glob("[0-9]*.py")
    }


def operator() -> Actor:
    """Whoever runs the program at the machine: trusted with all of it, and named in the trail."""
    return everything(f"本机 {getpass.getuser()}", datetime.now(UTC))


def store() -> Store:
    """Where the ledger lies, as the environment says."""
    from bihuan.trail.archive import Store

    return Store(home(), os.environ.get("BIHUAN_DATABASE_URL", ""))


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


def today() -> date:
    """The day in Shanghai."""
    return datetime.now(SHANGHAI).date()


def emit_json(value: object) -> None:
    """Print one JSON document, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False))
