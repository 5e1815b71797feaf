"""Orders: what is to be written, and the plain words that every template may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.organisations.queries import UnitPlace
from bihuan.reports.errors import WrongSpan
from bihuan.reports.profiles import Profile
from bihuan.reports.templates import Template
from bihuan.values.period import BadPeriod, Period, chinese_day
from bihuan.values.unit_type import UnitType

_COMMITTEES = {
    UnitType.CORPS: "总队党委",
    UnitType.DETACHMENT: "支队党委",
    UnitType.BRIGADE: "大队党委",
    UnitType.BUREAU: "局党委",
}
_ABOVE = {UnitType.DETACHMENT: "总队党委", UnitType.BRIGADE: "支队党委", UnitType.BUREAU: "市委"}
_MONTHS = {"月": 1, "季度": 3, "半年": 6, "年": 12}


@dataclass(frozen=True)
class Order:
    """What is to be written.

    Attributes:
        template: the key of a template, or a file.
        unit: the code or name of the unit that reports.
        period: the days it reports on.
        day: the day under the signature.
        addressee: whom it goes to; "" for the one of the profile, else the committee above.
        text: the text of a draft, which takes the place of the template's own; "" for the template as it is.
        draft, version: the number of the draft whose text it is, and its version; 0 where it is no kept draft's.
        appendix: whether an issued file ends in the appendix 数据依据.
    """

    template: str
    unit: str
    period: Period
    day: date
    addressee: str = ""
    text: str = ""
    draft: int = 0
    version: int = 0
    appendix: bool = False

    def line(self, unit: str) -> str:
        """The order in one line, for a file that may come back; ``unit`` is the unit's code."""
        told = (self.template, unit, str(self.period), self.day.isoformat(), str(self.draft), str(self.version))
        return "|".join((*told, self.addressee))

    @classmethod
    def parse(cls, line: str) -> Order | None:
        """The order that a file carries; None where it cannot be read."""
        parts = line.split("|", 6)
        try:
            template, unit, period, day, draft, version, addressee = parts
            told = (Period.parse(period), date.fromisoformat(day), addressee)
            return cls(template, unit, *told, draft=int(draft), version=int(version))
        except (ValueError, BadPeriod):
            return None


def fits(template: Template, period: Period) -> bool:
    """Whether the period is as long as the template reports on; most report on any."""
    spans = template.head.spans
    if spans == "日":
        return period.first == period.last
    return not spans or period.month_count == _MONTHS.get(spans)


def check_span(template: Template, period: Period) -> None:
    """Refuse a period of another length than the template reports on: a bulletin of the month takes a month.

    Raises:
        WrongSpan: it does not fit.
    """
    if not fits(template, period):
        spans = template.head.spans
        raise WrongSpan(f"“{template.head.name}”按{spans}写，{period.name}不是一个{spans}，请换一个时段。")


def words_of(order: Order, place: UnitPlace, profile: Profile, template: Template) -> Mapping[str, str]:
    """The plain words of every template, and the signature."""
    own = _COMMITTEES.get(place.type, "党委")
    words = {
        "单位": place.name,
        "时段": chinese_day(order.period.last) if order.period.first == order.period.last else order.period.name,
        "年": str(order.period.last.year),
        "自称": own,
        "主送": order.addressee or profile.addressee or _ABOVE.get(place.type, "上级党委"),
        "日期": chinese_day(order.day),
    }
    signature = template.head.signature.replace("{单位}", place.name).replace("{自称}", own)
    return words | {"落款": profile.signature or signature or f"中共{place.name}委员会"}
