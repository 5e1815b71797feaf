"""Every template written from the demo ledger, verified as it is, after LibreOffice, after edits, after records went."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from acceptance.conftest import Ledger, database_of_its_own, ledger_at
from machine import through_office

WRITTEN = {
    "half_year_duty": "2023-H1",
    "party_building_briefing": "2023-H1",
    "first_responsible_report": "2023",
    "yearly_plan": "2024",
    "yearly_work_summary": "2023",
    "monthly_bulletin": "2023-06",
    "quarterly_settlement": "2023-Q2",
    "year_end_handover": "2023",
    "committee_minutes": "the day of a meeting",
    "problem_list": "2023-H1",
    "task_list": "2023-H1",
    "effect_list": "2023-H1",
}
MAIN = "word/document.xml"
EDITS = 35
"""With the five records that are voided, forty."""


MOST = 30
"""Statements that a page may take."""


@pytest.fixture(scope="module")
def folder(demo_ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each template's .docx."""
    folder = tmp_path_factory.mktemp("reports")
    commands = [
        (
            "report",
            "write",
            key,
            "--unit",
            "linjiang",
            "--period",
            period,
            "--date",
            "2024-01-05",
            "-o",
            str(folder / f"{key}.docx"),
        )
        for key, period in periods_of(demo_ledger).items()
    ]
    for command, answer in zip(commands, demo_ledger.ask_all(commands), strict=True):
        assert answer.code == 0, f"{command[2]}: {answer.refused}{answer.out}"
    return folder


def periods_of(ledger: Ledger) -> dict[str, str]:
    """The period of each template."""
    meetings = ledger.ask(
        "figure", "agenda_item.items", "--unit", "linjiang", "--period", "2023-H1", "--proof", "--json"
    )
    assert isinstance(meetings.json, dict)
    day = meetings.json["proof"][0]["day"]
    return WRITTEN | {"committee_minutes": f"{day}..{day}"}


def verified(ledger: Ledger, files: Sequence[Path]) -> list[dict[str, list[dict[str, object]]]]:
    """What verification says of each file."""
    found = []
    for answer in ledger.ask_all([("report", "verify", str(file), "--json") for file in files]):
        assert answer.refused == ""
        assert isinstance(answer.json, dict)
        found.append(answer.json)
    return found


def test_there_is_a_template_for_every_genre(demo_ledger: Ledger) -> None:
    listed = demo_ledger.ask("report", "list", "--json").json
    assert isinstance(listed, list)
    assert {row["key"] for row in listed} == set(WRITTEN)


def test_every_template_is_written_without_a_gap_and_verifies_clean(demo_ledger: Ledger, folder: Path) -> None:
    for key, found in zip(WRITTEN, verified(demo_ledger, [folder / f"{key}.docx" for key in WRITTEN]), strict=True):
        assert found["clean"], key
        assert found["figures"], key
        assert found["typed"] == [], key


def test_the_draft_of_every_template_asks_little_of_the_database(demo_ledger: Ledger) -> None:
    drafts = [
        f"/reports/draft/?template={key}&unit=linjiang&period={period}{more}"
        for key, period in periods_of(demo_ledger).items()
        for more in ("", "&figure=1", "&day=2024-01-05", "&day=2024-01-05&figure=1")
    ]
    for address, (status, count) in zip(drafts, demo_ledger.looked_at(drafts), strict=True):
        assert status == 200, address
        assert count <= MOST, address


def test_every_page_says_that_the_data_are_made_up(folder: Path) -> None:
    for key in WRITTEN:
        with zipfile.ZipFile(folder / f"{key}.docx") as package:
            assert "演示数据，均为虚构" in package.read(MAIN).decode(), key


@pytest.mark.slow
@pytest.mark.parametrize("route", [("docx",), ("odt", "docx")])
def test_every_figure_of_every_template_survives_libreoffice(
    demo_ledger: Ledger, folder: Path, tmp_path: Path, route: tuple[str, ...]
) -> None:
    files = through_office([folder / f"{key}.docx" for key in WRITTEN], tmp_path, route)
    for key, found in zip(WRITTEN, verified(demo_ledger, files), strict=True):
        assert found["clean"], key


@pytest.mark.parametrize("route", [(), ("odt", "docx")])
def test_every_report_can_be_taken_back_into_a_draft_that_says_the_same(
    demo_ledger: Ledger, folder: Path, tmp_path: Path, route: tuple[str, ...]
) -> None:
    files = through_office([folder / f"{key}.docx" for key in WRITTEN], tmp_path, route)
    taken = demo_ledger.ask_all([("report", "merge", str(file), "--new", "--json") for file in files])
    for key, answer in zip(WRITTEN, taken, strict=True):
        assert answer.code == 0, f"{key}: {answer.refused}{answer.out}"


@dataclass(frozen=True)
class Edit:
    """What was done to a file, and what verification has to say: the state of the mentions touched."""

    what: str
    text: str
    expected: dict[int, str]


FIELD = re.compile(
    r'<w:bookmarkStart w:id="(\d+)" w:name="bihuan_M(\d+)_F\d+"/>(.*?)<w:bookmarkEnd w:id="\1"/>', re.DOTALL
)


def digits_changed(text: str, random: Random) -> Edit:
    """One digit of one figure is another one."""
    mention = random.choice(list(FIELD.finditer(text)))
    words = re.search(r"<w:t>([^<]*\d[^<]*)</w:t>", mention[3])
    assert words is not None
    place = random.choice([at for at, c in enumerate(words[1]) if c.isdigit()])
    other = str((int(words[1][place]) + random.randrange(1, 10)) % 10)
    changed = mention[3].replace(
        f"<w:t>{words[1]}</w:t>", f"<w:t>{words[1][:place]}{other}{words[1][place + 1 :]}</w:t>"
    )
    return Edit(
        "digits", text.replace(mention[0], mention[0].replace(mention[3], changed)), {int(mention[2]): "edited"}
    )


def paragraph_deleted(text: str, random: Random) -> Edit:
    """One paragraph with figures is gone."""
    paragraphs = [p[0] for p in re.finditer(r"<w:p>.*?</w:p>", text, re.DOTALL) if "bihuan_M" in p[0]]
    gone = random.choice(paragraphs)
    expected = {int(mention[2]): "lost" for mention in FIELD.finditer(gone)}
    return Edit("deleted", text.replace(gone, "<w:p/>", 1), expected)


def figure_copied(text: str, random: Random) -> Edit:
    """One figure stands in a second place, with its field but without its bookmark, as a word processor copies it."""
    mention = random.choice(list(FIELD.finditer(text)))
    end = text.index("<w:sectPr")
    return Edit("copied", f"{text[:end]}<w:p>{mention[3]}</w:p>{text[end:]}", {int(mention[2]): "copied"})


MAKING: tuple[Callable[[str, Random], Edit], ...] = (digits_changed, paragraph_deleted, figure_copied)


def test_every_edit_is_reported_as_what_it_is_and_nothing_else(
    demo_ledger: Ledger, folder: Path, tmp_path: Path
) -> None:
    random = Random(20240105)  # noqa: S311 - seeded test data
    sources = ("half_year_duty", "first_responsible_report", "yearly_work_summary", "year_end_handover")
    edits, files = [], []
    for number in range(EDITS):
        source = folder / f"{random.choice(sources)}.docx"
        target = tmp_path / f"{number}.docx"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                content = old.read(name)
                if name == MAIN:
                    edits.append(MAKING[number % len(MAKING)](content.decode(), random))
                    content = edits[-1].text.encode()
                new.writestr(name, content)
        files.append(target)
    for edit, found in zip(edits, verified(demo_ledger, files), strict=True):
        told = {row["mention"]: row["state"] for row in found["figures"] if row["state"] != "unchanged"}
        assert told == edit.expected, edit.what
        assert not found["clean"]


VOIDED = (
    "party_committee_meeting.meetings",
    "centre_group_study.sessions",
    "integrity_lecture.lectures",
    "audit.audits",
    "discipline_committee_meeting.meetings",
)


def test_a_record_voided_after_issue_turns_exactly_the_figures_that_it_stood_behind(
    demo_ledger: Ledger, tmp_path: Path
) -> None:
    backup = tmp_path / "b.bak"
    demo_ledger.ask("backup", str(backup))
    copy = ledger_at(tmp_path / "home", database_of_its_own("bihuan_voided_test"))
    report = tmp_path / "r.docx"
    order = ("half_year_duty", "--unit", "linjiang", "--period", "2023-H1")
    answers = copy.ask_all([("restore", str(backup)), ("report", "issue", *order, "-o", str(report))])
    assert [answer.code for answer in answers] == [0, 0], answers
    for key in VOIDED:
        asked = copy.ask("figure", key, "--unit", "linjiang", "--period", "2023-H1", "--proof", "--json").json
        assert isinstance(asked, dict)
        record = str(asked["proof"][0]["source"])
        before = digests(copy, report)
        assert copy.ask("record", "void", record, "--reason", "试验").code == 0
        after = digests(copy, report)
        (found,) = verified(copy, [report])
        told = {row["key"] for row in found["figures"] if row["state"] == "records_changed"}
        turned = {name for name in before if before[name] != after[name]}
        assert turned, key
        assert turned <= told, key
        fresh = [row for row in found["figures"] if row["key"] in turned]
        assert all(row["records_gone"] or row["digest"] for row in fresh)
        assert {row["state"] for row in found["figures"]} == {"unchanged", "records_changed"}
        assert told == {row["key"] for row in found["figures"] if row["digest"] != after[str(row["key"])]}


def digests(ledger: Ledger, report: Path) -> dict[str, str]:
    """The digest that each figure of the report has in the book now."""
    (found,) = verified(ledger, [report])
    keys = sorted({str(row["key"]) for row in found["figures"]})
    asked = [("figure", key, "--unit", "linjiang", "--period", "2023-H1", "--json") for key in keys]
    answers = [answer.json for answer in ledger.ask_all(asked)]
    return {key: answer["digest"] for key, answer in zip(keys, answers, strict=True) if isinstance(answer, dict)}


def test_the_half_year_report_read_back_by_a_stranger_is_proven_claim_by_claim(
    demo_ledger: Ledger, folder: Path
) -> None:
    file = folder / "half_year_duty.docx"
    answer = demo_ledger.ask("check", str(file), "--unit", "linjiang", "--period", "2023-H1", "--json")
    assert answer.code == 0
    assert len(answer.lines) >= 40
    assert {row["verdict"] for row in answer.lines} == {"proven"}


def test_the_arrears_named_in_a_bulletin_are_as_many_as_its_figures_say(demo_ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "b.md"
    order = ("monthly_bulletin", "--unit", "linjiang", "--period", "2023-06", "--date", "2024-01-05")
    assert demo_ledger.ask("report", "write", *order, "-o", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    stated = re.search(r"责任事项到期(\d+)项，已履行(\d+)项", text)
    assert stated is not None
    listed = text.partition("## 三、")[2].partition("## 四、")[0]
    lines = [line for line in listed.splitlines() if line.startswith("|")]
    assert len(lines) - 2 == int(stated[1]) - int(stated[2]) > 0


def test_the_charts_of_the_bulletins_are_pictures_with_their_numbers_in_words(folder: Path) -> None:
    for key, count in (("monthly_bulletin", 2), ("quarterly_settlement", 2), ("yearly_work_summary", 1)):
        with zipfile.ZipFile(folder / f"{key}.docx") as package:
            pictures = [name for name in package.namelist() if name.startswith("word/media/")]
            said = re.findall(r'<wp:docPr [^>]*descr="图\d　[^"]+：([^"]+)。"', package.read(MAIN).decode())
        assert len(pictures) == len(said) == count, key
        assert all(re.search(r"\d", words) for words in said), key
