"""Charts read back out of a .docx: which picture of ours still stands, which was exchanged, which is gone. Pure."""

from __future__ import annotations

import hashlib
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.reports.docx.binding import CHART, Xml

_LINE = re.compile(r"([0-9a-f]{16})\|([0-9a-f]{16})\|(?:(\d{1,6})-(\d{1,6}))?", re.ASCII)
_LARGEST = 16 * 1024 * 1024
"""No picture of ours unpacks to more."""
_FOLDER = "word"
_MOST_MARKS = 1_000
EXCHANGED, RETOLD = "另一幅图", "改过文字说明的图"


@dataclass(frozen=True)
class Drawn:
    """A picture as it stands in the body.

    Attributes:
        relation: by which name the body calls the file of the picture.
        said: its words for those who do not see it.
        inside: the numbers of the charts in whose bookmark it stands.
    """

    relation: str
    said: str
    inside: frozenset[int]


def charted(values: Mapping[str, str], drawn: Iterable[Drawn], digests: Mapping[str, str]) -> dict[int, str | None]:
    """For each mention that is drawn in a chart: "" where its picture stands as written, else what stands there.

    None where nothing does: the picture was taken out.

    Args:
        values: the document's properties.
        drawn: the pictures in the body.
        digests: of each picture's file, by the relation's name.
    """
    pictures = list(drawn)
    found: dict[int, str | None] = {}
    for name, value in values.items():
        chart, line = CHART.fullmatch(name), _LINE.fullmatch(value)
        if chart is not None and line is not None:
            found |= dict.fromkeys(mentions_in(value), _state(int(chart[1]), line, pictures, digests))
    return found


def mentions_in(line: str) -> range:
    """The mentions of the chart of which the index says this; none where it cannot be read."""
    found = _LINE.fullmatch(line)
    if found is None or found[3] is None:
        return range(0)
    first = int(found[3])
    return range(first, min(int(found[4]), first + _MOST_MARKS) + 1)


def _state(chart: int, line: re.Match[str], pictures: list[Drawn], digests: Mapping[str, str]) -> str | None:
    same = [each for each in pictures if digests.get(each.relation) == line[1]]
    if same:
        is_told = any(hashlib.sha256(each.said.encode()).hexdigest()[:16] == line[2] for each in same)
        return "" if is_told else RETOLD
    return EXCHANGED if any(chart in each.inside for each in pictures) else None


def picture_digests(package: zipfile.ZipFile, relations: Xml, drawn: Iterable[Drawn]) -> dict[str, str]:
    """The digest of every picture that the body shows, by the relation's name; none is unpacked beyond a limit."""
    found: dict[str, str] = {}
    wanted = {each.relation for each in drawn}
    names = set(package.namelist())
    for row in relations:
        target = posixpath.normpath(posixpath.join(_FOLDER, str(row.get("Target", "")))).lstrip("/")
        is_picture = str(row.get("Type", "")).endswith("/image") and target in names
        if str(row.get("Id")) in wanted and is_picture and package.getinfo(target).file_size <= _LARGEST:
            found[str(row.get("Id"))] = hashlib.sha256(package.read(target)).hexdigest()[:16]
    return found
