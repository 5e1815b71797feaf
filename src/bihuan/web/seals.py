"""Seals: one character in a square says the state, in colour and in black and white. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.duties.balances import State as DutyState
from bihuan.records.act import State as RecordState


@dataclass(frozen=True)
class Seal:
    """A seal: its character, the shape that the stylesheet draws, and the word that is read out."""

    character: str
    shape: str
    word: str


_DUTY = {
    DutyState.MET: ("办", "ok"),
    DutyState.MET_LATE: ("迟", "late"),
    DutyState.OPEN: ("待", "open"),
    DutyState.MISSED: ("欠", "owe"),
    DutyState.WAIVED: ("免", "none"),
    DutyState.UPCOMING: ("未", "none"),
}
_RECORD = {
    RecordState.HELD: ("办", "ok"),
    RecordState.PLANNED: ("计", "open"),
    RecordState.CANCELLED: ("消", "none"),
}


def duty_seal(state: DutyState) -> Seal:
    """The seal of a window."""
    return Seal(*_DUTY[state], state.label)


def record_seal(state: RecordState) -> Seal:
    """The seal of a record that stands."""
    return Seal(*_RECORD[state], state.label)


CORRECTED = Seal("正", "late", "已更正")
VOIDED = Seal("废", "none", "已作废")
ENTERED = Seal("记", "act", "记入")
