"""What every command needs: the operator, the day, Django, and one way to print JSON."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, date, datetime, timedelta, timezone

import click
import django

from bihuan.values.actor import Actor, everything

SHANGHAI = timezone(timedelta(hours=8))


def setup() -> None:
    """Make Django ready. Commands that need no ledger never call it, and start the faster."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    django.setup()


def operator() -> Actor:
    """Whoever runs the program at the machine: trusted with all of it, and named in the trail."""
    return everything(f"本机 {getpass.getuser()}", datetime.now(UTC))


def today() -> date:
    """The day in Shanghai."""
    return datetime.now(SHANGHAI).date()


def emit_json(value: object) -> None:
    """Print one JSON document, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False))
