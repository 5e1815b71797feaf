"""YAML as packs use it: words stay words, and what is dangerous or doubled is refused with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.yaml_reading import DEEPEST, LARGEST, read_file, read_yaml


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("010", "010"), ("12:30", "12:30"), ("1.0", "1.0"), ("1_000", "1_000"),
        ("0x1f", "0x1f"), ("2023-01-31", "2023-01-31"), (".inf", ".inf"), ("'5'", "5"), ("5", 5), ("-3", -3), ("true", True),
        ("false", False), ("null", None), ("~", None), ("", None),
    ],
)  # fmt: skip
def test_a_word_means_what_it_says(written: str, meant: object) -> None:
    assert read_yaml(f"word: {written}").value == {"word": meant}


def test_every_value_knows_its_line() -> None:
    read = read_yaml("kinds:\n  - key: a\n    fields:\n      - {key: x}\n      - key: y\n")
    assert read.line(("kinds", 0, "key")) == 2
    assert read.line(("kinds", 0, "fields", 1, "key")) == 5
    assert read.line(("kinds", 0, "fields", 1, "absent")) == 5


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: &x [1]\nb: *x", 1, "用了锚（&x）"),
        ("a: 1\nb: *x", 2, "用了别名（*）"),
        ("a: !!python/object/apply:os.system [ls]", 1, "用了标签"),
        ("a: 1\n---\nb: 2", 2, "几篇"),
        ("[a, b]: 1", 1, "名称处"),
        ("a: [1, 2\nb: 3", 2, "不合 YAML"),
        ("a: 'x", 1, "不合 YAML"),
        ("a: " + "[" * (DEEPEST + 1), 1, "嵌套"),
    ],
)
def test_what_packs_may_not_use_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    read = read_yaml(text)
    assert read.value is None
    assert [(problem[0], message in problem[1]) for problem in read.problems] == [(line, True)]


def test_a_key_written_twice_is_a_problem_and_not_silently_the_last() -> None:
    assert read_yaml("a: 1\nb: 2\na: 3").problems == [(3, "“a”写了两遍", "留下一个")]


def test_a_bomb_of_aliases_never_unfolds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert read_yaml("\n".join(lines)).value is None


def test_a_very_deep_text_neither_crashes_nor_is_read() -> None:
    assert read_yaml("[" * 100_000).value is None
    assert read_yaml("- " * 100_000).value is None


def test_a_file_that_is_no_utf8_too_large_or_absent_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gbk.yaml").write_bytes("名称: 党委会".encode("gbk"))
    (tmp_path / "large.yaml").write_bytes(b"#" * (LARGEST + 1))
    said = [str(read_file(tmp_path / name, name)[1][0]) for name in ("gbk.yaml", "large.yaml", "absent.yaml")]
    assert "不是 UTF-8 文字" in said[0]
    assert "太大" in said[1]
    assert "读不出文件" in said[2]


def test_a_byte_order_mark_is_no_part_of_the_first_word(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfkey: a")
    assert read_file(tmp_path / "bom.yaml", "bom.yaml")[0].value == {"key": "a"}


@given(st.text(max_size=300) | st.text(alphabet="ab:- []{}\n&*!|>'\"#,?%@", max_size=120))
def test_no_text_makes_it_raise(text: str) -> None:
    read_yaml(text)


# Beyond the first plane JSON writes two surrogates, which YAML does not know.
words = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=1, max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_what_json_writes_it_reads_back(value: object) -> None:
    assert read_yaml(json.dumps(value)).value == value
