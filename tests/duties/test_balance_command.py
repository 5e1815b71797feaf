from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bihuan.cli.duties import balance_command, waive_command
from bihuan.cli.main import main
from bihuan.organisations.queries import UnitPlace
from duties.acts import ASSEMBLY, HOURS, INSPECTION, MEETING, did

Tree = dict[str, UnitPlace]
MONTHS = [f"{month:02}-15" for month in range(1, 13)]


def balance(*words: str) -> Result:
    return CliRunner().invoke(balance_command, words, terminal_width=200)


def test_json_shows_every_window_of_every_duty_with_its_rule_s_source(tree: Tree) -> None:
    did(tree["dczb"], MEETING, *MONTHS[:11])
    did(tree["dczb"], ASSEMBLY, "01-20", "07-05", "08-20")
    result = balance("--unit", "dczb", "--period", "2023", "--json")
    found = json.loads(result.output)
    assert (found["unit"], found["unit_name"], found["period"]) == ("dczb", "东城大队党支部", "2023")
    duties = {duty["duty"]: duty for duty in found["duties"]}
    meetings = duties["committee_meeting"]
    assert meetings["source"] == {"document": "支部工作条例", "clause": "第十二条", "verified": True}
    assert [(w["window"], w["owed"], w["done"], w["arrears"], w["state"]) for w in meetings["windows"][-2:]] == [
        ("2023-11", 1, 1, 0, "met"),
        ("2023-12", 1, 0, 1, "missed"),
    ]
    assert [w["state"] for w in duties["assembly"]["windows"]] == ["met", "met_late", "met", "missed"]
    assert all(w["source"]["document"] for duty in found["duties"] for w in duty["windows"])
    assert duties["analysis"]["undetermined"] is True
    assert found["missed"] == sum(duty["missed"] for duty in found["duties"])


def test_json_writes_hours_in_the_measure_s_unit(tree: Tree) -> None:
    did(tree["dczb"], HOURS, "03-01", amount=155)
    found = json.loads(balance("--unit", "dczb", "--period", "2023", "--json").output)
    (training,) = [duty for duty in found["duties"] if duty["duty"] == "training"]
    (year,) = training["windows"]
    assert (year["owed"], year["done"], year["arrears"], training["measure_unit"]) == (32, 15.5, 16.5, "学时")


def test_it_exits_with_1_when_something_is_in_arrears_and_with_0_when_nothing_is(tree: Tree) -> None:
    did(tree["dc2"], INSPECTION, *MONTHS)
    assert balance("--unit", "dc2", "--period", "2023-H1").exit_code == 0
    assert balance("--unit", "dc2", "--period", "2023-H2").exit_code == 1
    # Under the amended rule the second half-year asks for two a month; on 31 July only July was over, on 30 June nothing.
    assert balance("--unit", "dc2", "--period", "2023-H2", "--on", "2023-06-30").exit_code == 0


def test_people_get_a_table_in_chinese_with_done_over_owed(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    did(tree["dczb"], MEETING, "01-15")
    output = balance("--unit", "dczb", "--period", "2023-Q1").output
    assert "东城大队党支部 2023年第一季度责任账" in output
    assert "1月：1/1" in output
    assert "2月：0/1" in output
    assert "每月至少1次" in output
    assert "未定频次" in output
    assert "本期不计" in output
    assert "支部工作条例第十一条（待核）" in output
    assert "欠账" in output


def test_below_lists_every_unit_of_the_subtree(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    did(tree["dc2"], INSPECTION, "01-15")
    result = balance("--unit", "dc", "--period", "2023-Q1", "--below")
    assert result.exit_code == 1
    assert "东城二站" in result.output
    assert "33.3%" in result.output
    listed = json.loads(balance("--unit", "dc", "--period", "2023-Q1", "--below", "--json").output)
    assert [each["unit"] for each in listed] == ["dc", "dc1", "dc2", "dczb"]


@pytest.mark.parametrize("window", ["2023-07", "2023-07-01"])
def test_waive_excuses_a_window_and_withdraw_takes_it_back(tree: Tree, window: str) -> None:
    words = ["committee_meeting", "--unit", "dczb", "--window", window, "--reason", "抗洪"]
    assert CliRunner().invoke(waive_command, words).output == "已免办。\n"
    found = json.loads(balance("--unit", "dczb", "--period", "2023-07", "--json").output)
    (july,) = found["duties"][0]["windows"]
    assert (july["state"], july["reason"]) == ("waived", "抗洪")
    assert CliRunner().invoke(waive_command, [*words, "--withdraw"]).output == "已撤回免办。\n"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["balance", "--unit", "nowhere", "--period", "2023"], 2, "没有找到单位“nowhere”"),
        (["balance", "--unit", "dczb", "--period", "2023-13"], 2, "时段“2023-13”"),
        (["balance", "--unit", "dczb", "--period", "2023", "--json"], 1, ""),
        (["waive", "assembly", "--unit", "dczb", "--window", "2023-07", "--reason", " "], 2, "理由"),
        (
            ["waive", "no_such", "--unit", "dczb", "--window", "2023-07", "--reason", "抗洪"],
            2,
            "没有自2023年7月1日起",
        ),
    ],
)
def test_the_program_answers_a_wrong_call_with_one_chinese_line_and_status_2(
    tree: Tree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
    says: str,
) -> None:
    monkeypatch.setattr("sys.argv", ["bihuan", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == status
    assert says in capsys.readouterr().err
