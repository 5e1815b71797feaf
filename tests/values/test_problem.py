from __future__ import annotations

from bihuan.values.problem import Problem, Severity
from bihuan.values.unit_type import UnitType


def test_a_problem_is_read_as_place_message_and_mend() -> None:
    bare = Problem("第 17 行 D 列", "没有填写次数")
    assert str(bare) == "第 17 行 D 列: 没有填写次数"
    assert str(Problem("第 17 行 D 列", "没有填写次数", "请填写整数")) == "第 17 行 D 列: 没有填写次数（请填写整数）"
    assert bare.severity is Severity.ERROR


def test_problems_sort_by_their_place() -> None:
    assert min([Problem("乙", "二"), Problem("乙", "一"), Problem("一", "三")]).place == "一"


def test_every_unit_type_has_its_own_chinese_word() -> None:
    assert len({each.label for each in UnitType}) == len(UnitType)
