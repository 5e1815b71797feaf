"""``bihuan figure``: what it prints, as JSON and for people, and how it refuses."""

from __future__ import annotations

import json
from datetime import date

import click
import pytest
from click.testing import CliRunner, Result

from bihuan.book.posting import reverse
from bihuan.book.vouchers import Line
from bihuan.catalog.errors import UnknownKey
from bihuan.cli.figures import figure_command
from bihuan.organisations.errors import UnknownUnit
from book.acts import Tree, enter, meeting
from conftest import at


@pytest.fixture
def year(tree: Tree, titles: None) -> Tree:
    """Two meetings, the second corrected in July."""
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4), at=at(2023, 3, 6))
    enter(tree, 2, "dc2", *meeting(date(2023, 4, 5), 3), at=at(2023, 4, 6))
    reverse("record", [2], at(2023, 7, 10, 9))
    enter(tree, 3, "dc2", *meeting(date(2023, 4, 5), 5), at=at(2023, 7, 10, 9))
    return tree


def run(*words: str) -> Result:
    """The command's result; a refusal is raised, since `bihuan.cli.main` turns all of them into a line."""
    return CliRunner().invoke(figure_command, list(words), standalone_mode=False, catch_exceptions=False)


def answer(*words: str) -> dict[str, object]:
    """What the command prints with --json."""
    found: dict[str, object] = json.loads(run(*words, "--json").output)
    return found


def test_the_answer_is_one_json_object(year: Tree) -> None:
    found = answer("meeting.items", "--unit", "dc", "--period", "2023-H1")
    assert list(found) == [
        "key",
        "name",
        "unit",
        "period",
        "as_of",
        "own",
        "value",
        "exact",
        "text",
        "measure_unit",
        "members",
        "digest",
        "definition",
        "notes",
        "parts",
        "unit_name",
    ]
    assert (found["value"], found["text"], found["members"], found["unit_name"]) == (9, "9项", 2, "东城消防救援大队")


def test_the_proof_names_every_record(year: Tree) -> None:
    found = answer("meeting.items", "--unit", "dc", "--period", "2023-H1", "--proof")
    assert found["proof"] == [
        {
            "unit": "dc1",
            "unit_name": "东城一站",
            "day": "2023-03-05",
            "title": "第1次会议",
            "evidence": ["纪要1.pdf"],
            "amount": 4,
            "origin": "record",
            "source": 1,
        },
        {
            "unit": "dc2",
            "unit_name": "东城二站",
            "day": "2023-04-05",
            "title": "第3次会议",
            "evidence": ["纪要3.pdf"],
            "amount": 5,
            "origin": "record",
            "source": 3,
        },
    ]


@pytest.mark.parametrize(
    ("moment", "value", "sources"),
    [("2023-07-09", 7, [1, 2]), ("2023-07-10", 9, [1, 3]), ("2023-07-10T08:59", 7, [1, 2]), ("2023-03-05", 0, [])],
)
def test_before_a_correction_the_earlier_value_and_members_are_told(
    year: Tree, moment: str, value: int, sources: list[int]
) -> None:
    found = answer("meeting.items", "--unit", "dc", "--period", "2023-H1", "--proof", "--as-of", moment)
    members = found["proof"]
    assert isinstance(members, list)
    assert (found["value"], [member["source"] for member in members]) == (value, sources)


def test_a_long_proof_is_told_whole(year: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.cli.figures._PAGE", 1)
    found = answer("meeting.items_each", "--unit", "zd", "--period", "2023", "--proof")
    parts = found["parts"]
    assert isinstance(parts, list)
    assert [[member["source"] for member in part["proof"]] for part in parts] == [[1, 3], [1, 3]]


def test_a_rate_without_a_base_has_no_value(year: Tree) -> None:
    found = answer("notice.answer_rate", "--unit", "dc", "--period", "2023-H1")
    assert (found["value"], found["text"]) == (None, "—")


def test_a_fraction_is_a_number_with_its_exact_value_beside_it(year: Tree) -> None:
    enter(year, 9, "dc", *meeting(date(2023, 5, 5), 1))
    found = answer("meeting.items_each", "--unit", "dc", "--period", "2023-H1")
    assert (found["value"], found["exact"], found["text"]) == (10 / 3, "10/3", "3.33项")


def test_a_person_reads_a_table(year: Tree) -> None:
    shown = run("meeting.items", "--unit", "东城消防救援大队", "--period", "2023-H1", "--proof").output
    for words in ("党委会议题数", "9项", "2023年上半年", "含全部下级", "共 2 条", "第1次会议", "纪要3.pdf", "记录 3"):
        assert words in shown


def test_a_moment_in_another_zone_is_shown_in_shanghai(year: Tree) -> None:
    asked = ("meeting.items", "--unit", "dc", "--period", "2023-H1", "--as-of", "2023-07-10T00:59:00+00:00")
    assert "2023-07-10 08:59" in run(*asked).output
    assert answer(*asked)["as_of"] == "2023-07-10T08:59:00+08:00"


def test_a_person_reads_the_parts_of_a_rate(year: Tree) -> None:
    enter(year, 9, "dc", Line("notice.issued", date(2023, 5, 5), 2), Line("notice.answered", date(2023, 5, 5), 1))
    shown = run("notice.answer_rate", "--unit", "dc", "--period", "2023-H1", "--own", "--proof").output
    for words in ("50%", "发出通知书数 2份", "本单位自身", "回复通知书数的依据，共 1 条"):
        assert words in shown


def test_an_unknown_key_or_unit_is_refused_in_chinese(year: Tree) -> None:
    with pytest.raises(UnknownKey, match="目录里没有科目"):
        run("meeting.meeting", "--unit", "dc", "--period", "2023")
    with pytest.raises(UnknownUnit, match="没有找到单位"):
        run("meeting.meetings", "--unit", "nowhere", "--period", "2023")


def test_a_moment_that_is_none_is_refused_in_chinese(year: Tree) -> None:
    with pytest.raises(click.BadParameter, match="看不懂时刻"):
        run("meeting.meetings", "--unit", "dc", "--period", "2023", "--as-of", "昨天")
