"""``python -m bihuan.cli``: the same as ``bihuan``."""

from bihuan.cli.main import main

main()
