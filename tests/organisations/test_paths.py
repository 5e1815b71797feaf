from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.organisations.paths import WIDTH, below, depth, segment, unit_numbers


@given(st.lists(st.integers(1, 36**5 - 1), min_size=1, max_size=8))
def test_a_path_tells_the_units_on_it(numbers: list[int]) -> None:
    path = "".join(segment(number) for number in numbers)
    assert unit_numbers(path) == numbers
    assert depth(path) == len(numbers) - 1
    assert len(path) == WIDTH * len(numbers)


@given(st.integers(1, 36**5 - 2), st.lists(st.integers(1, 36**5 - 1), max_size=4))
def test_the_range_below_a_path_holds_its_subtree_and_no_sibling(number: int, deeper: list[int]) -> None:
    low, high = below(segment(number))
    inside = segment(number) + "".join(map(segment, deeper))
    sibling = segment(number + 1) + "".join(map(segment, deeper))
    assert low <= inside < high
    assert not low <= sibling < high
