"""What a word's letters allow is never less than what the word is: no likeness is missed by a glance."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from tocsin.identity.matching.lexicon import Lexicon, Visitor
from tocsin.identity.matching.shapes import Bounds, shape_of

words = st.text("abcdeno01", min_size=1, max_size=9) | st.text(min_size=1, max_size=80)


@st.composite
def near_words(draw: st.DrawFn) -> tuple[str, str]:
    """A word, and the same with a few letters replaced, left out or moved."""
    one = draw(words)
    cut, end = sorted(draw(st.tuples(st.integers(0, len(one)), st.integers(0, len(one)))))
    other = one[:cut] + draw(st.text("abe1", max_size=2)) + one[end:]
    return one, other[: draw(st.integers(1, 80))] or one


def bounds(one: str, other: str) -> Bounds:
    return Bounds(*(np.array([shape_of(word)], dtype=np.uint64) for word in (one, other)))


@given(near_words() | st.tuples(words, words))
@example(("a", "a"))
@example(("martha", "marhta"))
@example(("İ", "i"))
def test_no_pair_is_liker_than_its_shapes_allow(pair: tuple[str, str]) -> None:
    found = bounds(*pair)
    assert JaroWinkler.normalized_similarity(*pair) <= found.alike()[0]
    assert DamerauLevenshtein.distance(*pair) >= found.edits()[0]
    one, other = pair
    assert found.begins()[0] or not (one.startswith(other) or other.startswith(one))


def test_shapes_rule_out_names_that_have_little_in_common() -> None:
    found = bounds("oliver", "aisha")
    assert found.alike()[0] < 0.7
    assert found.edits()[0] > 2
    assert not found.begins()[0]


def test_a_visitor_knows_the_shapes_of_its_own_words_and_of_those_held() -> None:
    lexicon = Lexicon()
    held = lexicon.intern(["rahman", "chan"])
    visitor = Visitor(lexicon)
    numbers = np.array([*visitor.intern(["adeyemi", "chan"]), *held, *visitor.intern(["osei"])])
    expected = [shape_of(word) for word in ("adeyemi", "chan", "rahman", "chan", "osei")]
    assert visitor.shapes(numbers).tolist() == expected
    assert lexicon.shapes(np.array(held)).tolist() == expected[2:4]
