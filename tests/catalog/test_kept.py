"""What is kept between runs: never other than what was made from these very files, and never in anybody's way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.errors import BrokenPacks
from bihuan.catalog.kept import FOLDER, digest_of, keep, kept
from bihuan.catalog.loaded import KEPT, catalogue, forget, shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.catalog.packing import packed, unpacked

OWN = "fillings: [{list: seven_deliberations, choices: [议战]}]"
START = """
import sys
from bihuan.catalog.loaded import catalogue
print(len(catalogue().all_series()), "yaml" in sys.modules)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder with a pack of its own."""
    folder = tmp_path / "packs" / "ours"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        "{key: ours, name: 本单位, version: '1.0', description: 目录, needs: [party_life]}", encoding="utf-8"
    )
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    forget()
    yield tmp_path
    forget()


def anew() -> Catalogue:
    """The catalogue as the next start finds it."""
    forget()
    return catalogue()


def the_same(one: Catalogue, other: Catalogue) -> bool:
    """Whether two catalogues hold the same in the same order."""
    return all(
        list(getattr(one, each.name)) == list(getattr(other, each.name))
        and getattr(one, each.name) == getattr(other, each.name)
        for each in fields(Catalogue)
    )


def started(home: Path) -> subprocess.Popen[str]:
    """A program that asks for the catalogue of this home and says how many series it has, and whether YAML was read."""
    environment = {**os.environ, "BIHUAN_HOME": str(home)}
    return subprocess.Popen([sys.executable, "-c", START], env=environment, stdout=subprocess.PIPE, text=True)


def choices_of_ours() -> tuple[str, ...]:
    return anew().lists["seven_deliberations"].choices


def test_the_shipped_packs_come_back_as_they_were() -> None:
    found, _ = load_packs(shipped_folders())
    assert found is not None
    back = unpacked(packed(found))
    assert back is not None
    assert the_same(back, found)
    assert back.all_series() == found.all_series()


def test_the_next_start_reads_no_pack(home: Path) -> None:
    answers = [started(home).communicate()[0].split() for _ in range(2)]
    assert answers[0][0] == answers[1][0]
    assert [answer[1] for answer in answers] == ["True", "False"]


def test_a_catalogue_that_is_kept_is_the_one_that_was_read(home: Path) -> None:
    read = catalogue()
    again = anew()
    assert again is not read
    assert the_same(again, read)


def test_a_changed_pack_is_read_again_even_where_size_and_moment_stay(home: Path) -> None:
    own = home / "packs" / "ours" / "own.yaml"
    before = own.stat()
    assert choices_of_ours() == ("议战",)
    own.write_text(OWN.replace("议战", "议训"), encoding="utf-8")
    os.utime(own, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert own.stat().st_size == before.st_size
    assert choices_of_ours() == ("议训",)


def test_a_pack_that_comes_goes_or_is_not_chosen_any_more_counts_at_once(home: Path) -> None:
    assert len(anew().packs) == 7
    (home / "packs.yaml").write_text("use: [party_life]", encoding="utf-8")
    assert {head.key for head in anew().packs} == {"base", "party_life"}
    (home / "packs.yaml").unlink()
    (home / "packs" / "ours" / "pack.yaml").unlink()
    assert len(anew().packs) == 6


def test_packs_that_are_broken_are_named_again_and_again(home: Path) -> None:
    catalogue()
    (home / "packs" / "ours" / "own.yaml").write_text("fillings: [", encoding="utf-8")
    for _ in range(2):
        forget()
        with pytest.raises(BrokenPacks, match=r"own\.yaml 第 1 行"):
            catalogue()


@pytest.mark.parametrize(
    "damage", ["absent", "empty", "cut", "one letter", "garbage", "of other packs", "no catalogue"]
)
def test_what_is_not_whole_counts_for_nothing_and_is_made_again(home: Path, damage: str) -> None:
    read, place = catalogue(), home / FOLDER / KEPT
    whole = place.read_bytes()
    mark, _, content = whole.partition(b"\n")
    digest = mark.split()[0].decode()
    if damage == "of other packs":
        keep(home, KEPT, "0" * 64, content.replace("支部委员会".encode(), "支部委员".encode()))
    elif damage == "no catalogue":
        keep(home, KEPT, digest, b'{"kinds": {"x": {}}}')
    elif damage == "absent":
        place.unlink()
    else:
        damaged = {
            "empty": b"",
            "cut": whole[:-100],
            "one letter": whole.replace("支部委员会".encode(), "支部委员书".encode(), 1),
            "garbage": b"\x80\x04\x95.",
        }
        place.write_bytes(damaged[damage])
    assert the_same(anew(), read)
    assert place.read_bytes() == whole


def test_a_home_that_cannot_be_written_is_read_from_its_packs(home: Path) -> None:
    (home / FOLDER).write_text("a file where the folder would be", encoding="utf-8")
    assert choices_of_ours() == choices_of_ours() == ("议战",)
    assert (home / FOLDER).is_file()


def test_a_home_that_is_not_there_is_not_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_HOME", str(home / "nowhere"))
    assert len(anew().packs) == 6
    assert not (home / "nowhere").exists()


def test_programs_that_start_at_once_all_find_the_same(home: Path) -> None:
    programs = [started(home) for _ in range(4)]
    assert len({program.communicate()[0].split()[0] for program in programs}) == 1
    assert [file.name for file in (home / FOLDER).iterdir()] == [KEPT]
    assert started(home).communicate()[0].split()[1] == "False"


@given(st.binary(max_size=40), st.sampled_from(["a" * 64, "b" * 64]))
def test_what_is_kept_is_read_back_under_its_own_digest_only(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, digest: str
) -> None:
    place = tmp_path_factory.mktemp("home")
    keep(place, "something", digest, content)
    assert kept(place, "something", digest) == content
    assert kept(place, "something", "c" * 64) is None
    assert kept(place, "something else", digest) is None


def test_without_a_digest_nothing_is_kept(tmp_path: Path) -> None:
    assert digest_of([("gone", tmp_path / "gone")]) == ""
    keep(tmp_path, "something", "", b"content")
    assert not list(tmp_path.iterdir())
    assert kept(tmp_path, "something", "") is None


def test_a_line_that_moves_from_one_file_to_the_next_changes_the_digest(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    digests = set()
    for first, second in (("a", "bc"), ("ab", "c"), ("", "abc")):
        one.write_text(first)
        two.write_text(second)
        digests.add(digest_of([("one", one), ("two", two)]))
    assert len(digests) == 3
