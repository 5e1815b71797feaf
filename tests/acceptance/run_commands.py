"""Runs many commands of ``bihuan`` in one process: JSON lists of words in, JSON answers out, a line each."""

from __future__ import annotations

import json
import sys

from click.testing import CliRunner

from bihuan.cli.main import bihuan
from bihuan.values.refusal import Refusal


def main() -> None:
    """Answer every line of standard input."""
    runner = CliRunner()
    for line in sys.stdin:
        result = runner.invoke(bihuan, json.loads(line))
        refused = str(result.exception) if isinstance(result.exception, Refusal) else ""
        if result.exception is not None and not isinstance(result.exception, Refusal | SystemExit):
            raise result.exception
        code = 2 if refused else result.exit_code
        sys.stdout.write(json.dumps({"code": code, "out": result.stdout, "refused": refused}) + "\n")


main()
