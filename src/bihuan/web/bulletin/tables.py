"""The tables of a bulletin: the ranking, the key numbers against the month before, and who owes what. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bihuan.duties.accounts import Branch, Month
from bihuan.web.bulletin.charts import spark
from bihuan.web.bulletin.ranking import Entrant, Score, percent, ranked, score_of, tenths

ARREARS_NAMED = 12
"""Duties that are named for one unit; how many more there are is said."""
_THEMES = 6


@dataclass(frozen=True)
class Around:
    """What else happened, by the code of each branch's unit: late entries by month, and tasks overdue at its end.

    ``all_late`` and ``all_overdue`` hold besides what is no branch's now: of a unit that has moved away since, of one
    elsewhere to which a task was given.
    """

    late: Mapping[Month, Mapping[str, int]]
    overdue: Mapping[str, int]
    all_late: Mapping[Month, int]
    all_overdue: int


@dataclass(frozen=True)
class BulletinRow:
    """A line of the ranking; ``place`` is 0 where nothing fell due.

    Attributes:
        moved: places gained (positive) or lost since the month before; None where it was not ranked then.
        spark: the small line of six months, as SVG.
    """

    place: int
    code: str
    name: str
    score: Score
    late: int
    overdue: int
    moved: int | None
    spark: str

    @property
    def width(self) -> float:
        """The rate as the length of a bar in hundredths."""
        return float(self.score.rate or 0)

    @property
    def moved_by(self) -> int:
        """How many places, up or down."""
        return abs(self.moved or 0)


def rows_of(branches: Sequence[Branch], around: Around, months: Sequence[Month]) -> list[BulletinRow]:
    """The ranking of the units right below; the top's own account is not ranked among them."""
    month, before = months[-1], months[-2]
    below = [branch for branch in branches if not branch.is_own]
    places, earlier = (ranked(_entrants(below, around, each)) for each in (month, before))
    found: list[BulletinRow] = []
    for branch in below:
        code = branch.place.code
        moved = earlier[code] - places[code] if code in earlier and code in places else None
        rates = [score_in(branch, each).rate for each in months]
        found.append(
            BulletinRow(
                place=places.get(code, 0),
                code=code,
                name=branch.place.name,
                score=score_in(branch, month),
                late=around.late[month].get(code, 0),
                overdue=around.overdue.get(code, 0),
                moved=moved,
                spark=spark(rates, f"近{len(rates)}个月完成率：{'、'.join(map(percent, rates))}"),
            )
        )
    return sorted(found, key=lambda row: (row.place == 0, row.place))


def score_in(branch: Branch, month: Month) -> Score:
    """What the branch did of what fell due in the month."""
    return score_of(branch.by_month.get(month, {}))


def _entrants(branches: Sequence[Branch], around: Around, month: Month) -> list[Entrant]:
    late = around.late.get(month, {})
    codes = [branch.place.code for branch in branches]
    return [
        Entrant(code, score_in(branch, month), late.get(code, 0))
        for code, branch in zip(codes, branches, strict=True)
    ]


@dataclass(frozen=True)
class KeyNumber:
    """A number of the month beside that of the month before.

    Attributes:
        change: 升1.2, 少5, 平; "" where there is nothing to compare with.
        is_worse: whether the change is one to look at; None where it is neither.
    """

    name: str
    value: str
    measure: str
    before: str
    change: str
    is_worse: bool | None = None


def key_numbers(total: Mapping[Month, Score], around: Around, months: Sequence[Month]) -> list[KeyNumber]:
    """The five numbers at the top of the bulletin."""
    month, before = months[-1], months[-2]
    now, was = total[month], total[before]
    late = [around.all_late[each] for each in (month, before)]
    return [
        _rate(now, was),
        _count("欠账", "项", now.missed, was.missed),
        _count("迟办", "项", now.late, was.late),
        _count("补录", "笔", *late),
        KeyNumber("逾期任务", str(around.all_overdue), "件", "月底已过期、至今没有了结", ""),
    ]


def _rate(now: Score, was: Score) -> KeyNumber:
    if now.rate is None or was.rate is None:
        return KeyNumber("完成率", now.text.removesuffix("%"), "%" if now.rate is not None else "", was.text, "")
    apart = tenths(now.rate) - tenths(was.rate)
    change = "平" if not apart else f"{'升' if apart > 0 else '降'}{abs(apart) / 10:g}"
    return KeyNumber("完成率", now.text.removesuffix("%"), "%", was.text, change, apart < 0 if apart else None)


def _count(name: str, measure: str, now: int, was: int) -> KeyNumber:
    change = "平" if now == was else f"{'多' if now > was else '少'}{abs(now - was)}"
    return KeyNumber(name, str(now), measure, f"{was}{measure}", change, now > was if now != was else None)


def themes_of(
    branches: Sequence[Branch], months: Sequence[Month], names: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """Missed windows by theme, in the last of two months and in the one before; the largest first."""
    was, now = (_missed(branches, month) for month in months)
    order = sorted({*now, *was}, key=lambda theme: (-now[theme], -was[theme], theme))
    found = [(names.get(theme, theme), now[theme], was[theme]) for theme in order[:_THEMES]]
    rest = order[_THEMES:]
    return [*found, ("其他", sum(now[t] for t in rest), sum(was[t] for t in rest))] if rest else found


def _missed(branches: Sequence[Branch], month: Month) -> Counter[str]:
    return sum((branch.missed_themes.get(month, Counter()) for branch in branches), Counter())


@dataclass(frozen=True)
class Owing:
    """What a unit and those below it owe of the month.

    Attributes:
        names: the duties with the units that owe them.
        left: how many more there are than are named.
    """

    name: str
    href: str
    names: str
    left: int
    count: int


def arrears_of(branches: Sequence[Branch], month: Month, opens: Callable[[str], str]) -> list[Owing]:
    """Who owes what of the month, who owes most first.

    Args:
        branches: the units right below, and the top's own account.
        month: the month in which the windows ended.
        opens: the address for a unit's code where its missed windows are shown.
    """
    found: list[Owing] = []
    for branch in branches:
        owed = branch.missed_duties.get(month, Counter())
        if owed:
            named = [_named(*key, times) for key, times in islice(owed.items(), ARREARS_NAMED)]
            left = sum(islice(owed.values(), ARREARS_NAMED, None))
            name = "本级" if branch.is_own else branch.place.name
            found.append(Owing(name, opens(branch.place.code), "、".join(named), left, sum(owed.values())))
    return sorted(found, key=lambda each: -each.count)


def _named(duty: str, unit: str, times: int) -> str:
    return f"{duty}（{unit}{f'，{times}期' if times > 1 else ''}）"
