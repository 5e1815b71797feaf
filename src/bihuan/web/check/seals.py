"""How the answers to claims are drawn: a seal each, worst first. Pure."""

from __future__ import annotations

from bihuan.reports.checking.verdicts import Ruling
from bihuan.web.seals import Seal

WORST_FIRST = (Ruling.DIFFERS, Ruling.UNCLEAR, Ruling.UNPROVEN, Ruling.MASKED, Ruling.PROVEN)
TO_DECIDE = (Ruling.DIFFERS, Ruling.UNCLEAR)
"""The answers that ask a person to look."""

_SEALS = {
    Ruling.DIFFERS: ("异", "owe"),
    Ruling.UNCLEAR: ("疑", "due"),
    Ruling.PROVEN: ("据", "ok"),
    Ruling.UNPROVEN: ("无", "open"),
    Ruling.MASKED: ("遮", "none"),
}
LINES = {
    Ruling.DIFFERS: "双线",
    Ruling.UNCLEAR: "虚线",
    Ruling.PROVEN: "实线",
    Ruling.UNPROVEN: "点线",
    Ruling.MASKED: "虚框",
}
"""How a claim is underlined, in words."""


def verdict_seal(ruling: Ruling) -> Seal:
    """The seal of an answer."""
    return Seal(*_SEALS[ruling], ruling.label)
