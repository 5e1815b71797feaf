"""Rows of an import that were checked wait on the disk until all of them are; only then does the writing begin.

SQLite has one writer at a time. Checking takes as long as writing, so others wait half as long when it comes first,
and a table with a flaw keeps nobody waiting at all. In memory the rows of the largest table would take hundreds of
MiB.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from bihuan.book.vouchers import Line
from bihuan.records.errors import CannotWrite
from bihuan.records.rows import Ready

_IN_MEMORY = 8 * 1024 * 1024
"""Bytes that are kept in memory before a file is begun: some ten thousand rows."""


class Staged:
    """Chunks of rows, written once and read once in their order, gone at the end."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._chunks = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, chunk: Sequence[Ready]) -> None:
        """Put a chunk down.

        Raises:
            CannotWrite: the disk has no room for it.
        """
        # As plain tuples: a named one takes twice as long.
        plain = [(*row[:-1], tuple(map(tuple, row.lines))) for row in chunk]
        try:
            pickle.dump(plain, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise CannotWrite("磁盘放不下导入的中间文件，请腾出空间再导入。") from error
        self._chunks += 1

    def chunks(self) -> Iterator[list[Ready]]:
        """The chunks in the order in which they were put down."""
        self._file.seek(0)
        for _ in range(self._chunks):
            # Our own file: it has no name, and nobody else can open it.
            plain = pickle.load(self._file)  # noqa: S301
            yield [Ready._make((*row[:-1], tuple(map(Line._make, row[-1])))) for row in plain]
