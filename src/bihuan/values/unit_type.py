"""The types of unit that a duty can be owed by."""

from __future__ import annotations

from enum import StrEnum


class UnitType(StrEnum):
    """What a node of the organisation tree is."""

    MINISTRY = "ministry"
    CORPS = "corps"
    DETACHMENT = "detachment"
    BRIGADE = "brigade"
    STATION = "station"
    BUREAU = "bureau"
    DEPARTMENT = "department"
    PARTY_COMMITTEE = "party_committee"
    PARTY_GROUP = "party_group"
    DISCIPLINE_COMMITTEE = "discipline_committee"
    GENERAL_BRANCH = "general_branch"
    PARTY_BRANCH = "party_branch"
    BRANCH_GROUP = "branch_group"
    MASS_ORGANISATION = "mass_organisation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _LABELS[self]


_LABELS = {
    UnitType.MINISTRY: "部局",
    UnitType.CORPS: "总队",
    UnitType.DETACHMENT: "支队",
    UnitType.BRIGADE: "大队",
    UnitType.STATION: "站",
    UnitType.BUREAU: "局",
    UnitType.DEPARTMENT: "科室",
    UnitType.PARTY_COMMITTEE: "党委",
    UnitType.PARTY_GROUP: "党组",
    UnitType.DISCIPLINE_COMMITTEE: "纪委",
    UnitType.GENERAL_BRANCH: "党总支",
    UnitType.PARTY_BRANCH: "党支部",
    UnitType.BRANCH_GROUP: "党小组",
    UnitType.MASS_ORGANISATION: "群团组织",
    UnitType.OTHER: "其他",
}
