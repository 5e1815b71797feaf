"""Opens pages as the demo's author, in one process: addresses in; out a JSON list of status and statements, a line each."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Answer every line of standard input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bihuan.cli.demo.organisation import PASSWORD

    client = Client()
    client.post("/login/", {"username": "zhengzhi", "password": PASSWORD})
    for line in sys.stdin:
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(line.strip())
        sys.stdout.write(json.dumps([answer.status_code, len(statements)]) + "\n")


main()
