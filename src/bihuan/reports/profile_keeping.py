"""The verb on profiles: how a unit's documents are headed, addressed and numbered, written down with trail."""

from __future__ import annotations

import secrets
from pathlib import Path

import yaml
from django.db import transaction
from pydantic import ValidationError

from bihuan.catalog.loaded import home
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.reports.errors import BadProfile
from bihuan.reports.profiles import FILE, Profile, profile_of, profiles
from bihuan.trail.log import held_head, note
from bihuan.values.actor import Action, Actor


def profile_for(actor: Actor, unit: str) -> tuple[UnitPlace, Profile]:
    """The unit and its profile; a plain one where its organisation wrote none.

    Raises:
        UnknownUnit, MayNot: the unit is not there, or not the actor's to organise.
        BrokenProfile: the file cannot be read.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    return place, profile_of(place.code)


@transaction.atomic
def set_profile(actor: Actor, unit: str, wanted: dict[str, str | tuple[str, ...]]) -> Profile:
    """Write down how the documents of a unit are headed, addressed and numbered; the attachments stay.

    Args:
        actor: who does it.
        unit: the code or name of the unit.
        wanted: new values by the names of `Profile`'s attributes; what is not named stays.

    Raises:
        UnknownUnit, MayNot: the unit is not there, or not the actor's to organise.
        BadProfile: a value is too long, or the number has no place for the running number.
        BrokenProfile: the file cannot be read.
    """
    # The trail's head is held while the file is read and written: of two at once, none writes over the other.
    held_head()
    place, before = profile_for(actor, unit)
    try:
        made = Profile.model_validate({**before.model_dump(), **wanted, "unit": place.code})
    except ValidationError as error:
        raise BadProfile("发文设置里有一项太长或写得不对，请缩短后再保存。") from error
    if made.document_number and "{序}" not in made.document_number:
        raise BadProfile("文号里要有 {序}，签发时换成顺序号，如：临消〔{年}〕{序}号。")
    changed = {key: _words(value) for key, value in made.model_dump().items() if value != getattr(before, key)}
    _write([*(each for each in profiles() if each.unit != place.code), made])
    note(actor, "set_profile", f"unit:{place.number}", place.code, changed)
    return made


def _write(kept: list[Profile]) -> None:
    file: Path = home() / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {"profiles": [each.model_dump(mode="json", exclude_defaults=True) for each in kept]}
    half_written = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        half_written.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
        half_written.replace(file)
    finally:
        half_written.unlink(missing_ok=True)


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "、".join(value)
