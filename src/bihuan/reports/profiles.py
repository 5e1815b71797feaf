"""Profiles: how an organisation's documents are headed, addressed and signed; and whether the ledger is made up.

``reports/profiles.yaml`` in the home folder has an entry for each unit; one without it writes plain documents.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bihuan.catalog.loaded import home
from bihuan.reports.errors import BrokenProfile

FILE = Path("reports", "profiles.yaml")
DEMO_MARK = "demo.txt"
DEMO_NOTICE = "演示数据，均为虚构"


class Profile(BaseModel):
    """What an organisation puts around its reports; everything may be left out.

    Attributes:
        unit: the code of the unit.
        red_head: the words of the red head, without a rule below them: 临江市消防救援支队文件.
        document_number: how a document is numbered, with {年} and {序}: 临消〔{年}〕{序}号.
        addressee: whom reports go to, where the order does not say.
        attachments: the names of what is attached.
        signature: who signs.
        copies_to: who gets a copy (抄送).
        printed_by: the office that sends it out (印发机关).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str
    red_head: str = Field(default="", max_length=40)
    document_number: str = Field(default="", max_length=60)
    addressee: str = Field(default="", max_length=80)
    attachments: tuple[str, ...] = ()
    signature: str = Field(default="", max_length=60)
    copies_to: tuple[str, ...] = ()
    printed_by: str = Field(default="", max_length=60)

    def number(self, year: int, running: int | None) -> str:
        """The document's number; the place of the running number is left blank for a draft."""
        return self.document_number.replace("{年}", str(year)).replace("{序}", str(running) if running else "　")


class _Profiles(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    profiles: tuple[Profile, ...]


def profile_of(unit: str) -> Profile:
    """The profile of the unit; a plain one where its organisation wrote none.

    Raises:
        BrokenProfile: the file cannot be read.
    """
    return next((each for each in profiles() if each.unit == unit), Profile(unit=unit))


def profiles() -> tuple[Profile, ...]:
    """Every profile that was written down.

    Raises:
        BrokenProfile: the file cannot be read.
    """
    file = home() / FILE
    return _profiles(file, file.stat().st_mtime_ns) if file.is_file() else ()


@cache
def _profiles(file: Path, _changed: int) -> tuple[Profile, ...]:
    """The profiles in the file, read once for each time that it was changed."""
    try:
        return _Profiles.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).profiles
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = "、".join(str(part) for part in first["loc"]) if first else "YAML 格式"
        raise BrokenProfile(f"{FILE} 看不懂，问题在：{where}，请对照手册改正。") from error


def notice() -> str:
    """What stands at the top of every document of a made-up ledger; "" for a real one."""
    return DEMO_NOTICE if (home() / DEMO_MARK).is_file() else ""
