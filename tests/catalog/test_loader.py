"""The loader: one catalogue, or every problem at once with file, line and mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loader import load_packs
from bihuan.catalog.pack_file import PackFile

Problems = Callable[..., list[str]]
Loaded = Callable[..., Catalogue]


def with_measure(meeting: str, measure: str) -> str:
    return f"{meeting}      - {measure}\n"


def test_a_pack_without_problems_becomes_a_catalogue(loaded: Loaded, meeting: str) -> None:
    found = loaded(meetings=meeting)
    assert [head.key for head in found.packs] == ["town"]
    assert found.series("town_meeting.people").unit == "人次"


def test_every_problem_of_every_file_comes_at_once(problems_of: Problems, meeting: str) -> None:
    said = problems_of(
        meetings=meeting.replace("theme: meetings\n    day", "theme: meating\n    day").replace(
            "count}", "counting}"
        ),
        duties="duties:\n  - {key: x}\nkind: []\n",
    )
    assert said == [
        "town/duties.yaml 第 2 行: 缺少 name（写上它）",
        "town/duties.yaml 第 2 行: 缺少 theme（写上它）",
        "town/duties.yaml 第 2 行: 缺少 owed_by（写上它）",
        "town/duties.yaml 第 2 行: 缺少 series（写上它）",
        "town/duties.yaml 第 2 行: 缺少 times（写上它）",
        "town/duties.yaml 第 2 行: 缺少 per（写上它）",
        "town/duties.yaml 第 2 行: 缺少 force（写上它）",
        "town/duties.yaml 第 2 行: 缺少 source（写上它）",
        "town/duties.yaml 第 3 行: 不认识清单 kind（是不是 kinds）",
        "town/meetings.yaml 第 15 行: aggregation 不能是“counting”（是不是 count）",
    ]


def test_a_misspelt_word_names_the_nearest_one(problems_of: Problems, meeting: str) -> None:
    assert problems_of(meetings=meeting.replace("unit: 次", "unti: 次")) == [
        "town/meetings.yaml 第 15 行: 缺少 unit（写上它）",
        "town/meetings.yaml 第 15 行: 不认识 unti（是不是 unit）",
    ]


def test_what_refers_to_an_unreadable_entry_is_not_reported_again(problems_of: Problems, meeting: str) -> None:
    said = problems_of(
        meetings=meeting.replace("name: 镇务会\n", "nmae: 镇务会\n"),
        formulas="formulas: [{key: twice, name: 两倍, unit: 次, operation: sum, of: [{series: town_meeting.meetings}]}]",
    )
    assert len(said) == 2
    assert all(line.startswith("town/meetings.yaml 第 5 行") or "nmae" in line for line in said)


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("{key: a, name: 甲, unit: 次, aggregation: sum}", "计量 a 没有可以相加的栏目 a"),
        ("{key: a, name: 甲, unit: 次, aggregation: sum, field: peple}", "计量 a 没有可以相加的栏目 peple（是不是 people）"),
        ("{key: a, name: 甲, unit: 次, aggregation: sum, field: topic}", "计量 a 要相加的栏目 topic 不是数字"),
        ("{key: a, name: 甲, unit: 万人, aggregation: sum, field: people}", "计量 a 只留 0 位小数，装不下栏目 people 的最小值"),
        ("{key: a, name: 甲, unit: 万元, aggregation: sum, field: people}", "计量 a 的单位 万元 与栏目 people 的单位 人 不能换算"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, field: people}", "计量 a 是 count，不能有 field"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, where: {topik: [安全]}}", "计量 a 的条件没有对应的栏目 topik（是不是 topic）"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, where: {topic: [经费类]}}", "计量 a 的条件 topic 不可能是“经费类”（是不是 经费）"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, where: {people: [是]}}", "计量 a 的条件 people 不可能是“是”"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, where: {topic: []}}", "计量 a 的条件 topic 没有任何值"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, distinct: town}", "计量 a 的 distinct 没有对应的栏目 town"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, dated_by: people}", "计量 a 的 dated_by 要用日期栏目，people 是 number"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, on_time: [closed_on, due]}", "计量 a 的 on_time 没有对应的栏目 due"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, years_later: 1}", "计量 a 有 years_later 而没有 dated_by"),
        ("{key: a, name: 甲, unit: 天, aggregation: count, days_between: [held_on, closed_on]}", "计量 a 有 days_between，却不是 sum"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, per: unit}", "计量 a 有 per，却不是 reading"),
        ("{key: a, name: 甲, unit: 个, aggregation: stock}", "计量 a 是 stock，事项却不是登记簿"),
        ("{key: a, name: 甲, unit: '%', aggregation: rate}", "计量 a 是 rate，缺分子或分母"),
        ("{key: a, name: 甲, unit: 次, aggregation: total}", "计量 a 是 total，of 只给 total 用且必须有"),
        ("{key: a, name: 甲, unit: 次, aggregation: count, of: [{series: town_meeting.people}]}", "计量 a 是 count，不能有 of"),
        ("{key: a, name: 甲, unit: 次, aggregation: total, of: [{series: town_meeting.meeting}]}", "没有科目 town_meeting.meeting（是不是 town_meeting.meetings"),
        ("{key: a, name: 甲, unit: 次, aggregation: total, of: [{series: 'town_meeting.people[topic=安防]'}]}", "没有科目 town_meeting.people[topic=安防]"),
        ("{key: meetings, name: 甲, unit: 次, aggregation: count}", "计量 meetings 写了两遍"),
    ],
)  # fmt: skip
def test_a_measure_that_does_not_fit_its_fields_is_named(
    problems_of: Problems, meeting: str, measure: str, said: str
) -> None:
    found = problems_of(meetings=with_measure(meeting, measure))
    assert [line for line in found if line.startswith("town/meetings.yaml 第 17 行") and said in line], found


def test_a_total_of_a_total_is_refused(problems_of: Problems, meeting: str) -> None:
    first = with_measure(
        meeting, "{key: a, name: 甲, unit: 次, aggregation: total, of: [{series: town_meeting.meetings}]}"
    )
    said = problems_of(
        meetings=with_measure(
            first, "{key: b, name: 乙, unit: 次, aggregation: total, of: [{series: town_meeting.a}]}"
        )
    )
    assert "科目 town_meeting.a 本身由别的科目算出" in said[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("day_field: held_on", "day_field: held_at"), "没有栏目 held_at（是不是 held_on）"),
        (("day_field: held_on", "day_field: people"), "栏目 people 的类型是 number（这里要用类型为 day 的栏目）"),
        (("day_field: held_on", "until_field: held_on"), "有 until_field 而不是登记簿"),
        (("day_field: held_on", "part_of: town"), "没有事项 town"),
        (("choices: [安全, 经费], ", ""), "栏目 topic 是选项，却没有选项"),
        (("[安全, 经费]", "[安全, 安全]"), "栏目 topic 有重复的选项"),
        (("[安全, 经费]", "['安全[甲]', 经费]"), "栏目 topic 的选项“安全[甲]”含方括号"),
        (("type: day}", "type: day, decimals: 2}"), "栏目 held_on 有单位或小数位，类型却不是 number"),
        (("key: closed_on", "key: people"), "栏目 people 写了两遍"),
        (("    theme: meetings\n", "    theme: meetings\n    act_only: true\n"), ""),
    ],
)
def test_a_kind_that_does_not_fit_together_is_named(
    problems_of: Problems, meeting: str, change: tuple[str, str], said: str
) -> None:
    changed = meeting.replace(*change, 1)
    if not said:
        changed = changed.replace("type: choice, choices: [安全, 经费], breakdown: true", "type: text")
        said = "事项只记行为（act_only），栏目 topic 却能填任意文字"
    assert [line for line in problems_of(meetings=changed) if said in line]


DUTY = "{{key: meet, name: 开会, theme: meetings, owed_by: {{unit_type: bureau}}, series: {series}, times: {times}, per: month, force: 一般, source: {{document: 办法}}{more}}}"


def duties(*entries: str) -> str:
    return "duties:\n" + "".join(f"  - {entry}\n" for entry in entries)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"times": "1.5"}, "times 1.5 不是科目单位（次）能计的数"),
        ({"times": "0"}, "的次数要大于 0"),
        ({"times": "1e999999999"}, "times 太大或太细（最多 15 位数字）"),
        ({"times": "inf"}, "times 应是数"),
        ({"series": "town_meeting.sessions"}, "没有科目 town_meeting.sessions"),
        ({"more": ", since: 2023-05-01, until: 2023-04-30"}, "止日早于起日"),
        ({"more": ", since: 2023-02-30"}, "since 不是日期（写成 2023-01-31）"),
    ],
)
def test_a_duty_that_cannot_be_met_is_named(
    problems_of: Problems, meeting: str, entry: dict[str, str], said: str
) -> None:
    text = duties(DUTY.format(**{"series": "town_meeting.meetings", "times": "1", "more": "", **entry}))
    found = problems_of(meetings=meeting, duties=text)
    assert len(found) == 1
    assert found[0].startswith("town/duties.yaml 第 2 行")
    assert said in found[0]


def test_versions_of_a_rule_follow_each_other_and_never_overlap(
    problems_of: Problems, meeting: str, tmp_path: Path
) -> None:
    base = {"series": "town_meeting.meetings"}
    old = DUTY.format(**base, times="1", more=", until: 2023-06-30")
    new = DUTY.format(**base, times="2", more=", since: 2023-06-30")
    assert "责任事项 meet 有两条在 2023-06-30 同时有效" in problems_of(meetings=meeting, duties=duties(old, new))[0]


def test_a_rule_amended_in_june_holds_in_its_two_versions(loaded: Loaded, meeting: str) -> None:
    from datetime import date

    base = {"series": "town_meeting.meetings"}
    old = DUTY.format(**base, times="1", more=", until: 2023-06-30")
    new = DUTY.format(**base, times="2", more=", since: 2023-07-01")
    found = loaded(meetings=meeting, duties=duties(old, new))
    assert [duty.times for duty in found.duties_on(date(2023, 6, 30))] == [1]
    assert [duty.times for duty in found.duties_on(date(2023, 7, 1))] == [2]


def test_a_key_used_twice_names_the_other_place(problems_of: Problems, meeting: str) -> None:
    said = problems_of(a=meeting, b="themes: [{key: meetings, name: 又一个}]")
    assert said == ["town/b.yaml 第 1 行: 主题 meetings 已在 town/a.yaml 第 3 行 写过（改名或删去一个）"]


def test_a_pack_that_is_needed_and_absent_is_named(write_pack: Callable[..., Path], meeting: str) -> None:
    folder = write_pack(
        "village", "{key: village, name: 村, version: 1.0, description: 试, needs: [twon]}", a=meeting
    )
    town = write_pack("town")
    assert [str(problem) for problem in load_packs([folder, town])[1]] == [
        "village/pack.yaml 第 1 行: 需要的目录包 twon 不在（是不是 town）"
    ]


def test_packs_that_need_each_other_are_named(write_pack: Callable[..., Path]) -> None:
    one = write_pack("one", "{key: one, name: 一, version: 1.0, description: 试, needs: [two]}")
    two = write_pack("two", "{key: two, name: 二, version: 1.0, description: 试, needs: [one]}")
    assert all("互相依赖" in problem.message for problem in load_packs([one, two])[1])


def test_what_another_pack_defines_has_to_be_declared(write_pack: Callable[..., Path], meeting: str) -> None:
    town = write_pack("town", a=meeting)
    village = write_pack(
        "village",
        "{key: village, name: 村, version: 1.0, description: 试}",
        a="formulas: [{key: all, name: 合计, unit: 次, operation: sum, of: [{series: town_meeting.meetings}]}]",
    )
    said = [str(problem) for problem in load_packs([town, village])[1]]
    assert said == [
        "village/a.yaml 第 1 行: 用到目录包 town 的科目 town_meeting.meetings，却没有声明依赖（在 village/pack.yaml 的 needs 里加上 town）"
    ]


def test_units_that_do_not_measure_the_same_are_not_added(problems_of: Problems, meeting: str) -> None:
    formula = "formulas: [{key: all, name: 合计, unit: 次, operation: sum, of: [{series: town_meeting.people}]}]"
    assert "科目 town_meeting.people 的单位是 人次，与算式的 次 不能相加" in problems_of(a=meeting, b=formula)[0]


def test_an_organisation_fills_open_lists_and_quotas_in_a_pack_of_its_own(
    write_pack: Callable[..., Path], meeting: str
) -> None:
    open_quota = DUTY.format(series="town_meeting.meetings", times="null", more="")
    town = write_pack(
        a=meeting.replace("choices: [安全, 经费]", "list: topics"),
        b="lists: [{key: topics, name: 议题类型}]",
        c=duties(open_quota),
    )
    own = write_pack(
        "own",
        "{key: own, name: 本镇, version: 1.0, description: 试, needs: [town]}",
        a="fillings: [{list: topics, choices: [民生]}]\nquotas: [{duty: meet, times: 4, per: year}]",
    )
    alone, _ = load_packs([town])
    assert alone is not None
    assert not alone.breakdowns("town_meeting.meetings")
    assert alone.duties[0].times is None
    found, problems = load_packs([town, own])
    assert not problems
    assert found is not None
    assert found.series("town_meeting.meetings[topic=民生]").name == "镇务会次数（民生）"
    assert found.duties[0].times == 4
    assert str(found.duties[0].per) == "year"


def test_a_quota_that_the_rule_sets_cannot_be_overruled(problems_of: Problems, meeting: str) -> None:
    set_quota = DUTY.format(series="town_meeting.meetings", times="1", more="")
    said = problems_of(a=meeting, b=duties(set_quota), c="quotas: [{duty: meet, times: 4}, {duty: meat, times: 1}]")
    assert "责任事项 meet 已有次数" in said[0]
    assert "没有责任事项 meat（是不是 meet）" in said[1]


def test_a_folder_without_a_head_is_no_pack(tmp_path: Path) -> None:
    found, problems = load_packs([tmp_path])
    assert found is None
    assert "不是目录包" in problems[0].message


def test_a_head_that_cannot_be_read_is_named_with_its_line(write_pack: Callable[..., Path]) -> None:
    found, problems = load_packs([write_pack(head="key: town\nname: 镇\nversion: 1\ndescription: 试\n")])
    assert found is None
    assert str(problems[0]) == "town/pack.yaml 第 3 行: version 应是文字（数字样的文字用引号括起来）"


def test_no_pack_at_all_is_an_empty_catalogue() -> None:
    found, problems = load_packs([])
    assert found is not None
    assert not problems
    assert found.all_series() == ()


words = st.sampled_from(
    [
        "key",
        "name",
        "unit",
        "fields",
        "measures",
        "type",
        "choice",
        "count",
        "sum",
        "rate",
        "where",
        "set",
        "a",
        "甲",
        "a.b",
    ]
)
wild = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**13) | words | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=5),
    max_leaves=25,
)
files = st.dictionaries(st.sampled_from(list(PackFile.model_fields)), st.lists(wild, max_size=3) | wild, max_size=4)
fuzzing = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@fuzzing
@given(head=wild, content=files | wild)
def test_whatever_the_files_say_the_loader_answers(tmp_path: Path, head: object, content: object) -> None:
    (tmp_path / "pack.yaml").write_text(yaml.safe_dump(head, allow_unicode=True), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    found, problems = load_packs([tmp_path])
    assert (found is None) == bool(problems)


@fuzzing
@given(data=st.data())
def test_whatever_one_changes_in_a_good_pack_the_loader_answers(
    tmp_path: Path, data: st.DataObject, meeting: str
) -> None:
    """Any one value of a good pack replaced by anything at all."""
    content = yaml.safe_load(meeting)
    here, path = content, []
    while True:
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else list(range(len(here)))))
        path.append(key)
        if not isinstance(here[key], dict | list) or not here[key] or data.draw(st.booleans()):
            break
        here = here[key]
    here[key] = data.draw(wild)
    (tmp_path / "pack.yaml").write_text("{key: town, name: 镇, version: '1.0', description: 试}", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    found, problems = load_packs([tmp_path])
    assert (found is None) == bool(problems)
    assert all("第" in problem.place for problem in problems)
