"""What an act posts, measure by measure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bihuan.book.vouchers import Line
from bihuan.catalog.schema import Aggregation, Field_, FieldType, Kind, Measure, Quorum
from bihuan.records.act import Act, State, Value
from bihuan.records.posting_rules import LONGEST_ITEM, item_text, lines
from bihuan.values.quantity import BadQuantity

DAY = date(2023, 6, 5)
FIELDS = (
    Field_(key="date", name="日期", type=FieldType.DAY),
    Field_(key="form", name="形式", type=FieldType.CHOICE, choices=("现场", "视频", "书面"), breakdown=True),
    Field_(key="level", name="级别", type=FieldType.CHOICE, list="levels", breakdown=True),
    Field_(key="amount", name="金额", type=FieldType.NUMBER, measure_unit="元", decimals=2),
    Field_(key="done_on", name="办结日期", type=FieldType.DAY),
    Field_(key="due_on", name="期限", type=FieldType.DAY),
    Field_(key="town", name="乡镇", type=FieldType.UNIT),
    Field_(key="urgent", name="是否紧急", type=FieldType.YES_NO),
    Field_(key="due", name="应到", type=FieldType.NUMBER),
    Field_(key="present", name="实到", type=FieldType.NUMBER),
)
COUNT, SUM = Aggregation.COUNT, Aggregation.SUM


def posted(
    measure: Measure, kind: dict[str, object] | None = None, **fields: Value
) -> list[tuple[str, date, int, str]]:
    """What an act of a kind with one measure posts: series, day, amount, item."""
    return [(line.series, line.happened, line.amount, line.item) for line in all_lines(measure, kind, **fields)]


def all_lines(measure: Measure, kind: dict[str, object] | None = None, **fields: Value) -> tuple[Line, ...]:
    until = fields.pop("until", None)
    state = fields.pop("state", State.HELD)
    assert isinstance(state, State)
    assert until is None or isinstance(until, date)
    whole = Kind(key="k", name="事项", theme="t", fields=FIELDS, measures=(measure,), **(kind or {}))
    act = Act("k", "dc", DAY, state=state, until=until, fields=fields)
    return lines(whole, act, {"levels": ("甲", "乙")})


def measure(aggregation: Aggregation = COUNT, **more: object) -> Measure:
    return Measure(key="m", name="计量", unit="次", aggregation=aggregation, **more)


def test_a_count_adds_one_to_the_whole_and_to_each_choice() -> None:
    assert posted(measure(), form="视频", level="乙") == [
        ("k.m", DAY, 1, ""),
        ("k.m[form=视频]", DAY, 1, ""),
        ("k.m[level=乙]", DAY, 1, ""),
    ]


@pytest.mark.parametrize("state", [State.PLANNED, State.CANCELLED])
def test_only_what_was_held_posts(state: State) -> None:
    assert posted(measure(), state=state) == []


def test_conditions_name_values_or_ask_that_something_is_filled_in() -> None:
    chosen = measure(where={"form": ("现场", "视频")})
    assert [len(posted(chosen, form=form)) for form in ("现场", "书面")] == [2, 0]
    assert posted(chosen) == []
    assert [len(posted(measure(where={"done_on": "set"}), done_on=day)) for day in (DAY, None)] == [1, 0]
    assert [len(posted(measure(where={"urgent": False}), urgent=urgent)) for urgent in (False, True)] == [1, 0]


def test_a_measure_that_is_narrowed_to_one_choice_is_not_broken_down_by_it() -> None:
    assert posted(measure(where={"form": "现场"}), form="现场") == [("k.m", DAY, 1, "")]


def test_a_sum_adds_the_field_in_the_measures_smallest_step() -> None:
    money = Measure(key="m", name="金额", unit="万元", aggregation=SUM, field="amount", decimals=6)
    assert posted(money, amount=Decimal("11534.56")) == [("k.m", DAY, 1_153_456, "")]
    assert posted(money, amount=20_000) == [("k.m", DAY, 2_000_000, "")]
    assert posted(money) == []


def test_a_zero_that_was_written_down_is_posted() -> None:
    assert posted(measure(SUM, field="due"), due=0) == [("k.m", DAY, 0, "")]


def test_an_amount_beyond_the_book_is_refused() -> None:
    with pytest.raises(BadQuantity):
        posted(measure(SUM, field="due"), due=2**53)


def test_another_day_may_date_a_measure_and_without_it_nothing_is_posted() -> None:
    dated = measure(dated_by="done_on")
    assert posted(dated, done_on=date(2023, 7, 9)) == [("k.m", date(2023, 7, 9), 1, "")]
    assert posted(dated) == []


def test_a_measure_may_ask_for_a_later_year() -> None:
    next_year = measure(dated_by="done_on", years_later=1)
    assert [len(posted(next_year, done_on=date(year, 3, 1))) for year in (2023, 2024, 2025)] == [0, 1, 0]


def test_on_time_is_up_to_the_day_itself() -> None:
    on_time = measure(on_time=("done_on", "due_on"))
    days = (date(2023, 6, 9), date(2023, 6, 10), date(2023, 6, 11), None)
    assert [len(posted(on_time, done_on=day, due_on=date(2023, 6, 10))) for day in days] == [1, 1, 0, 0]
    assert posted(on_time, done_on=DAY) == []


def test_the_days_between_two_days_are_summed_and_the_acts_own_day_is_one_of_them() -> None:
    between = measure(SUM, days_between=("date", "done_on"))
    assert posted(between, {"day_field": "date"}, done_on=date(2023, 6, 15)) == [("k.m", DAY, 10, "")]
    assert posted(between, {"day_field": "date"}) == []


def test_a_distinct_count_carries_what_is_counted_once() -> None:
    assert posted(measure(distinct="town"), town="xh") == [("k.m", DAY, 1, "xh")]
    assert posted(measure(distinct="town")) == []
    assert posted(measure(distinct="town"), {"unit_field": "town"}) == [("k.m", DAY, 1, "dc")]


def test_a_standing_entry_is_taken_out_on_the_day_after_its_last() -> None:
    register: dict[str, object] = {"standing": True}
    entry = all_lines(measure(Aggregation.STOCK), register, form="现场", until=date(2023, 6, 30))
    assert [(line.series, line.happened, line.amount, line.closes) for line in entry] == [
        ("k.m", DAY, 1, False),
        ("k.m", date(2023, 7, 1), -1, True),
        ("k.m[form=现场]", DAY, 1, False),
        ("k.m[form=现场]", date(2023, 7, 1), -1, True),
    ]
    assert [line.amount for line in all_lines(measure(Aggregation.STOCK), register)] == [1]


def test_an_entry_that_ended_before_it_would_count_posts_nothing() -> None:
    late = measure(Aggregation.STOCK, dated_by="done_on")
    assert posted(late, {"standing": True}, done_on=date(2023, 7, 1), until=date(2023, 6, 30)) == []


def test_a_reading_is_kept_apart_by_field_or_by_unit() -> None:
    reading = Aggregation.READING
    assert posted(measure(reading, field="due", per="town"), due=7, town="xh") == [("k.m", DAY, 7, "xh")]
    assert posted(measure(reading, field="due", per="unit"), due=7) == [("k.m", DAY, 7, "dc")]
    assert posted(measure(reading, field="due"), due=7) == [("k.m", DAY, 7, "")]


def test_a_rate_and_a_total_post_nothing() -> None:
    assert posted(measure(Aggregation.RATE)) == []


@pytest.mark.parametrize(
    ("share", "more", "present", "counts"),
    [("1/2", False, 5, True), ("1/2", True, 5, False), ("1/2", True, 6, True), ("2/3", False, 6, False)],
)
def test_a_quorum_is_met_or_passed(share: str, more: bool, present: int, counts: bool) -> None:  # noqa: FBT001 - a table
    quorum: dict[str, object] = {"quorum": Quorum(present="present", due="due", share=share, more=more)}
    assert bool(posted(measure(), quorum, due=10, present=present)) is counts
    assert posted(measure(), quorum, due=10) == []


def test_a_long_item_keeps_its_beginning_and_stays_distinct() -> None:
    one, other = "甲" * 300, "甲" * 299 + "乙"
    assert len(item_text(one)) == LONGEST_ITEM
    assert item_text(one) != item_text(other)
