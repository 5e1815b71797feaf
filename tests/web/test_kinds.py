"""Finding what to record: two characters of a name or of its pinyin are enough, for every kind there is."""

from __future__ import annotations

import pytest

from bihuan.catalog.loaded import catalogue
from bihuan.values.actor import Actor
from bihuan.web.records.kinds import entry, entry_of, initials, matching, names_of
from web.conftest import Door


def test_the_first_letters_of_the_pinyin() -> None:
    assert initials("支委会") == "zwh"
    assert initials("重大事项") == "zdsx"
    assert initials("AED配备") == "aedpb"


@pytest.mark.parametrize("words", ["支委", "zwh", "ZWH", " 支 委 ", "支部委员会"])
def test_a_committee_meeting_is_found_first(words: str) -> None:
    assert matching(catalogue().kinds.values(), words)[0][0].key == "branch_committee_meeting"


def test_every_kind_is_found_by_two_characters_and_by_two_letters() -> None:
    kinds = catalogue().kinds.values()
    assert len(kinds) >= 187
    for kind in kinds:
        name = kind.name.replace(" ", "")
        assert kind in [found for found, _ in matching(kinds, name[:2])], name
        assert kind in [found for found, _ in matching(kinds, initials(name)[:2])], name


def test_the_whole_name_stands_before_longer_ones() -> None:
    kinds = catalogue().kinds.values()
    for kind in kinds:
        assert matching(kinds, kind.name)[0][1] == kind.name


def test_another_name_is_said_where_it_was_the_one_found(operator: Actor) -> None:
    kinds = catalogue().kinds.values()
    kind, name = next(pair for pair in matching(kinds, "支部委员会") if pair[0].key == "branch_committee_meeting")
    line = entry(operator, kind, name=name)
    assert line is not None
    assert line.note == f"也叫{name}"
    assert name in names_of(kind)


def test_nothing_is_found_by_nothing_and_by_nonsense() -> None:
    assert matching(catalogue().kinds.values(), "  ") == []
    assert matching(catalogue().kinds.values(), "没有这样的事项") == []


def test_an_item_of_a_meeting_leads_to_the_meeting_and_a_task_to_nothing(operator: Actor) -> None:
    assert entry_of(operator, "first_agenda_item", "dc") == "/record/party_committee_meeting/?unit=dc"
    assert entry_of(operator, "task") == ""
    assert entry_of(operator, "no_such_kind") == ""


def test_restricted_kinds_are_shown_to_the_discipline_role_alone(
    recorder: Actor, operator: Actor, door: Door
) -> None:
    lead = catalogue().kind("problem_lead")
    assert entry(recorder, lead) is None
    assert entry(operator, lead) is not None
    assert lead.name not in door("wenshu").get("/record/").content.decode()


def test_the_page_finds_by_pinyin(ledger: dict[str, int], door: Door) -> None:
    page = door("wenshu").get("/record/?q=zwh").content.decode()
    assert '<a class="row__title" href="/record/branch_committee_meeting/">支委会</a>' in page
    assert "没有叫“xyzzy”的事项" in door("wenshu").get("/record/?q=xyzzy").content.decode()


def test_the_page_begins_with_what_was_recorded_of_late(ledger: dict[str, int], door: Door) -> None:
    page = door("wenshu").get("/record/").content.decode()
    often = page.split('id="h-often"')[1].split("</section>")[0]
    assert "支委会" in often
    assert "党委会" in often


def test_who_records_nothing_is_told_so(door: Door) -> None:
    for username in ("ducha", "xitong"):
        assert door(username).get("/record/").status_code == 403
