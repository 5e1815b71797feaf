from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from bihuan.trail.chain import GENESIS, Content, canonical, digest_of, moment
from bihuan.trail.log import note
from bihuan.trail.models import Entry, Head
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor, everything
from conftest import NOW, at

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
CONTENTS = st.builds(Content, st.integers(1, 10**9), WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)


def test_an_entry_says_who_did_what_when_and_follows_the_one_before(db: None, operator: Actor) -> None:
    first = note(operator, "record_act", "record:1", "dc1", {"kind": "meeting", "items": 4})
    second = note(operator, "void", "record:1", "dc1", {"reason": "重复登记"})
    one, two = Entry.objects.order_by("number")
    assert (one.number, two.number) == (first, second) == (1, 2)
    assert (one.actor, one.verb, one.subject, one.unit) == ("操作员", "record_act", "record:1", "dc1")
    assert one.detail == '{"items":4,"kind":"meeting"}'
    assert (one.previous, two.previous) == (GENESIS, one.digest)
    assert one.at == NOW
    assert list(verify_trail()) == []


def test_what_a_verb_could_not_finish_leaves_no_entry_and_no_gap(db: None, operator: Actor) -> None:
    note(operator, "record_act", "record:1")

    def half_way() -> None:
        with transaction.atomic():
            note(operator, "record_act", "record:2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert note(operator, "record_act", "record:3") == 2
    assert list(verify_trail()) == []


def test_the_moment_is_the_same_text_in_whatever_zone_it_was_written() -> None:
    assert moment(at(2023, 7, 1, 9)) == moment(datetime(2023, 7, 1, 1, tzinfo=UTC))


@given(WORDS, CONTENTS, CONTENTS)
def test_a_digest_tells_any_two_contents_apart(previous: str, one: Content, other: Content) -> None:
    assert (digest_of(previous, one) == digest_of(previous, other)) == (one == other)


@given(st.dictionaries(WORDS, WORDS | st.integers() | st.none(), max_size=5))
def test_a_detail_has_one_text_whatever_the_order_of_its_words(detail: dict[str, str | int | None]) -> None:
    assert canonical(detail) == canonical(dict(reversed(detail.items())))


def _entries(operator: Actor) -> None:
    for number in range(5):
        note(operator, "record_act", f"record:{number}", "dc1", {"title": f"第{number}次"})


@pytest.mark.parametrize("column", ["actor", "account", "verb", "subject", "unit", "detail", "previous", "digest"])
def test_a_changed_word_is_found_at_its_entry(db: None, operator: Actor, column: str) -> None:
    _entries(operator)
    Entry.objects.filter(number=3).update(**{column: "别的"})
    assert "日志第 3 条" in [problem.place for problem in verify_trail()]


def test_a_changed_moment_is_found(db: None, operator: Actor) -> None:
    _entries(operator)
    Entry.objects.filter(number=3).update(at=at(2023, 7, 1, 8))
    assert [problem.place for problem in verify_trail()] == ["日志第 3 条"]


@pytest.mark.parametrize(("taken", "place"), [(1, "日志第 2 条"), (3, "日志第 4 条"), (5, "日志末尾")])
def test_an_entry_taken_away_is_found(db: None, operator: Actor, taken: int, place: str) -> None:
    _entries(operator)
    Entry.objects.filter(number=taken).delete()
    assert place in [problem.place for problem in verify_trail()]


def test_an_entry_rewritten_with_its_digest_breaks_the_next(db: None, operator: Actor) -> None:
    _entries(operator)
    entry = Entry.objects.get(number=3)
    forged = Content(3, moment(entry.at), "别人", "", entry.verb, entry.subject, entry.unit, entry.detail)
    Entry.objects.filter(number=3).update(actor="别人", digest=digest_of(entry.previous, forged))
    assert [problem.place for problem in verify_trail()] == ["日志第 4 条"]


def test_a_head_that_was_taken_away_or_set_back_is_found(db: None, operator: Actor) -> None:
    _entries(operator)
    Head.objects.update(number=4)
    assert [problem.place for problem in verify_trail()] == ["日志末尾"]
    Head.objects.all().delete()
    assert [problem.place for problem in verify_trail()] == ["日志末尾"]


def test_an_empty_trail_is_whole(db: None) -> None:
    assert list(verify_trail()) == []


WRITER = """
import sys, django
django.setup()
from datetime import UTC, datetime
from django.db import transaction
from bihuan.trail.log import note
from bihuan.values.actor import everything
for number in range(25):
    with transaction.atomic():
        note(everything(f"写手{sys.argv[1]}", datetime.now(UTC)), "record_act", f"record:{number}")
"""
READER = """
import django
django.setup()
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
print(Entry.objects.count(), [str(problem) for problem in verify_trail()])
"""


def _environment(home: Path) -> dict[str, str]:
    """Another process's way to the database under test; on SQLite that lives in memory, so there a file of its own."""
    found = os.environ | {"BIHUAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bihuan.settings"}
    found["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    found.pop("BIHUAN_DATABASE_URL", None)
    if connection.vendor == "postgresql":
        to = connection.settings_dict
        port = f":{to['PORT']}" if to["PORT"] else ""
        found["BIHUAN_DATABASE_URL"] = f"postgres://{to['USER']}:{to['PASSWORD']}@{to['HOST']}{port}/{to['NAME']}"
    return found


@pytest.mark.django_db(transaction=True)
def test_writers_in_four_processes_at_once_leave_one_chain_without_a_gap(tmp_path: Path) -> None:
    environment = _environment(tmp_path)
    if connection.vendor == "sqlite":
        migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
        subprocess.run(migrate, env=environment, check=True, capture_output=True)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(number)], env=environment, stderr=subprocess.PIPE)
        for number in range(4)
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said.decode()
    read = subprocess.run([sys.executable, "-c", READER], env=environment, check=True, capture_output=True, text=True)
    assert read.stdout == "100 []\n"


def test_a_program_is_an_actor_too(db: None) -> None:
    note(everything("每日任务", NOW), "seal", "period:2023-06")
    assert Entry.objects.get().account == ""
