"""The ledger of links, read as its manual: what each act does, and what can be asked afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.entries import (
    ENGINE,
    AnyAct,
    Assert,
    Ended,
    Entry,
    Held,
    Met,
    Promote,
    Reject,
    Restated,
    Retract,
    Split,
    Undo,
)
from tocsin.identity.ledger.facts import Evidence, Household, Relation, known_on
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.ledger.plausible import Known, Stay, clashes, words
from tocsin.identity.ledger.sealed import NOTHING, Ground
from tocsin.identity.ledger.settings import Settings
from tocsin.identity.ledger.state import Change, Resolved
from tocsin.identity.ledger.unborn import may_be_born, promotions, same_child
from tocsin.identity.stated import Unborn
from tocsin.identity.stores.memory import MemoryStore

ON = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
OSEI = "R. Osei, records lead"
DUE = date(2024, 9, 1)


class Book:
    """A ledger with short ways to write in it."""

    def __init__(self, *records: str, **known: Known) -> None:
        self.ledger = Ledger(MemoryStore(), Settings(join=2.0, split=-1.0))
        for record in records:
            self.act(Met(record, known.get(record, Known())))

    def act(self, act: AnyAct, by: str = ENGINE, reason: str = "") -> Change:
        return self.ledger.take([Entry(act, ON + timedelta(days=self.seq), by, reason)]).change

    def decide(self, act: AnyAct) -> Change:
        return self.act(act, OSEI, "read both files")

    def linked(self, *pairs: str, score: float = 5.0) -> Book:
        for pair in pairs:
            self.act(Assert(pair[0], pair[1], score))
        return self

    @property
    def seq(self) -> int:
        return self.ledger.state.seq

    @property
    def persons(self) -> dict[str, str]:
        return {person: "".join(records) for person, records in self.ledger.state.persons().items()}


def born(day: date) -> Known:
    return Known(births=frozenset([day]))


def test_each_record_is_a_person_until_a_link_joins_them() -> None:
    book = Book("a", "b")
    assert book.persons == {"p-000001": "a", "p-000002": "b"}
    change = book.act(Assert("b", "a", 2.0))
    assert book.persons == {"p-000001": "ab"}
    assert change.persons == {"p-000001", "p-000002"}
    assert change.after == {"p-000001": {"a", "b"}}
    assert book.ledger.state.resolve("p-000002") == Resolved("p-000001")


def test_the_same_record_met_twice_is_one_record() -> None:
    book = Book("a", "a", "b")
    assert book.persons == {"p-000001": "a", "p-000002": "b"}


def test_a_link_needs_the_joining_threshold_and_keeps_until_the_splitting_one() -> None:
    book = Book("a", "b").linked("ab", score=1.9)
    assert len(book.persons) == 2
    book.linked("ab", score=2.0).linked("ab", score=-1.0)
    assert len(book.persons) == 1
    book.linked("ab", score=-1.1).linked("ab", score=1.9)
    assert len(book.persons) == 2


def test_a_person_beats_the_engine_and_the_latest_decision_beats_the_earlier() -> None:
    book = Book("a", "b").linked("ab")
    book.decide(Reject("a", "b"))
    book.linked("ab", score=99.0)
    assert len(book.persons) == 2
    book.decide(Assert("a", "b"))
    assert len(book.persons) == 1


def test_a_split_parts_one_person_and_gives_each_an_id_of_their_own_records() -> None:
    book = Book("a", "b", "c", "d").linked("ab", "bc", "cd")
    change = book.decide(Split("p-000001", (("a", "b"), ("c", "d"))))
    assert book.persons == {"p-000001": "ab", "p-000003": "cd"}
    assert change.before == {"p-000001": {"a", "b", "c", "d"}}
    assert [item.link.a + item.link.b for item in book.ledger.state.review()] == []
    book.linked("ad")
    assert len(book.persons) == 2


def test_undo_restores_the_very_bytes_and_can_be_undone() -> None:
    book = Book("a", "b", "c").linked("ab", "bc")
    whole = book.ledger.state.dump()
    book.decide(Split("p-000001", (("a",), ("b", "c"))))
    parted, split = book.ledger.state.dump(), book.seq
    book.decide(Undo(split))
    assert book.ledger.state.dump() == whole
    book.decide(Undo(book.seq))
    assert book.ledger.state.dump() == parted


def test_a_record_withdrawn_after_others_were_linked_through_it() -> None:
    book = Book("a", "b", "c").linked("ab", "ac")
    book.act(Retract("a"))
    assert book.persons == {"p-000002": "b", "p-000003": "c"}
    assert book.ledger.state.resolve("p-000001") == Resolved("p-000001", True, ("p-000002", "p-000003"))
    book.act(Met("a"))
    assert book.persons == {"p-000001": "abc"}


def test_a_correction_scores_a_records_links_anew() -> None:
    book = Book("a", "b", "c").linked("ab", "ac")
    book.act(Restated("a", (("b", 1.0),)))
    assert book.persons == {"p-000001": "ab", "p-000003": "c"}


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        (Known(frozenset("1")), Known(frozenset("2")), "two_nhs_numbers"),
        (born(date(2015, 1, 1)), born(date(2012, 6, 9)), "birth_dates_apart"),
        (Known(birth_notice="x"), Known(birth_notice="y"), "two_births"),
        (
            Known(stays=(Stay("ward 4", date(2024, 1, 1), date(2024, 1, 5)),)),
            Known(stays=(Stay("foster home", date(2024, 1, 4), date(2024, 3, 1)),)),
            "two_places",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_one_person_goes_to_review_and_is_not_joined(a: Known, b: Known, code: str) -> None:
    book = Book("a", "b", a=a, b=b).linked("ab", score=50.0)
    assert len(book.persons) == 2
    (item,) = book.ledger.state.review()
    assert [(clash.code, clash.a, clash.b) for clash in item.clashes] == [(code, "a", "b")]
    assert words(code).endswith(".")
    book.decide(Assert("a", "b"))
    assert len(book.persons) == 2
    book.decide(Assert("a", "b", despite=(code,)))
    assert len(book.persons) == 1
    assert book.ledger.state.review() == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (date(2015, 3, 4), date(2015, 4, 3)),
        (date(2015, 3, 4), date(2016, 3, 4)),
        (date(2015, 3, 30), date(2015, 4, 2)),
    ],
)
def test_a_slip_of_the_pen_in_a_birth_date_is_no_clash(one: date, other: date) -> None:
    assert clashes(born(one), born(other)) == ()


def test_moving_on_the_last_day_of_a_stay_is_no_clash() -> None:
    ward, home = Stay("ward", DUE, DUE + timedelta(3)), Stay("home", DUE + timedelta(3), DUE + timedelta(9))
    assert clashes(Known(stays=(ward,)), Known(stays=(home,))) == ()


def test_numbers_that_are_not_stated_clash_with_nothing() -> None:
    assert clashes(Known(), Known(frozenset("1"), frozenset([DUE]), "x")) == ()


@pytest.mark.parametrize(
    ("act", "by", "reason", "said"),
    [
        (Assert("a", "zz", 5.0), ENGINE, "", "has not met"),
        (Assert("a", "a", 5.0), ENGINE, "", "with itself"),
        (Assert("a", "b", float("nan")), ENGINE, "", "no score"),
        (Assert("a", "b"), ENGINE, "", "no score"),
        (Assert("a", "b"), OSEI, " ", "no reason"),
        (Assert("a", "b", despite=("no_such",)), OSEI, "seen", "does not exist"),
        (Reject("a", "b"), ENGINE, "", "Only a person"),
        (Split("p-000001", (("a",),)), OSEI, "seen", "two groups"),
        (Split("p-000001", (("a",), ("a", "b"))), OSEI, "seen", "two groups"),
        (Restated("a", (("b", float("inf")),)), ENGINE, "", "no number"),
        (Undo(9), OSEI, "seen", "not there"),
        (Ended("a", "lost"), OSEI, "seen", "list does not hold"),
        (Met(""), ENGINE, "", "no id"),
        (Met("c"), "", "", "not signed"),
    ],
)
def test_an_act_that_cannot_be_taken_is_refused_and_changes_nothing(
    act: AnyAct, by: str, reason: str, said: str
) -> None:
    book = Book("a", "b")
    before = book.ledger.state.dump()
    with pytest.raises(LedgerRefused, match=said):
        book.act(act, by, reason)
    assert (book.seq, book.ledger.state.dump()) == (2, before)


def test_the_second_message_about_an_unborn_child_is_the_same_child() -> None:
    book = Book("mum-gp", "mum-police", "first").linked()
    book.act(Assert("mum-gp", "mum-police", 5.0))
    held = {
        "first": Unborn("mum-gp", DUE),
        "twin": Unborn("mum-gp", DUE, 2),
        "later": Unborn("mum-gp", date(2025, 8, 1)),
    }
    new = Unborn("mum-police", DUE + timedelta(9))
    assert same_child(new, held, person_of=book.ledger.state.person_of) == ("first",)
    assert same_child(Unborn("somebody", DUE), held, person_of=book.ledger.state.person_of) == ()
    assert may_be_born(new, date(2024, 8, 2))
    assert not may_be_born(new, date(2025, 8, 2))


def test_twins_are_born_in_order_and_a_stillbirth_closes_its_own() -> None:
    expected = {"u2": Unborn("m", DUE, 2), "u1": Unborn("m", DUE, 1)}
    assert promotions(expected, ["b1", "b2"]) == (Promote("u1", "b1"), Promote("u2", "b2"))
    assert promotions(expected, ["", "b2"]) == (Promote("u2", "b2"),)
    with pytest.raises(LedgerRefused, match="not as many births"):
        promotions(expected, ["b1"])


def test_at_birth_the_child_keeps_the_id_and_a_promotion_can_be_undone() -> None:
    book = Book("u", "b", "b2")
    book.act(Promote("u", "b"))
    assert book.persons == {"p-000001": "bu", "p-000003": "b2"}
    with pytest.raises(LedgerRefused, match="already in the ledger"):
        book.act(Promote("u", "b2"))
    book.decide(Undo(book.seq))
    book.decide(Ended("u", "stillbirth"))
    assert book.ledger.state.fate_of("p-000001")[0].how == "stillbirth"
    with pytest.raises(LedgerRefused, match="already in the ledger"):
        book.act(Promote("u", "b2"))


def test_facts_follow_their_records_and_keep_their_versions() -> None:
    book = Book("a", "b", "c").linked("ab")
    told = Evidence("housing", "verified", "tenancy.csv row 4")
    book.act(Held("k1", "b", Household("h1", told, date(2023, 1, 1))))
    book.act(Held("k1", "b", Household("h1", told, date(2023, 1, 1), date(2024, 2, 1))))
    book.act(Held("k2", "a", Relation("c", "mother", told)))
    state = book.ledger.state
    assert [fact.key for fact in state.facts_of("p-000001")] == ["k1", "k1", "k2"]
    (then,) = known_on(state.facts_of("p-000001"), at=ON + timedelta(days=4.5))
    assert then.fact == Household("h1", told, date(2023, 1, 1))
    book.decide(Split("p-000001", (("a",), ("b",))))
    assert {fact.key for fact in state.facts_of("p-000002")} == {"k1"}
    assert {fact.key for fact in state.facts_of("p-000001")} == {"k2"}


def test_a_sealed_link_opens_on_a_ground_and_the_look_is_written_down_first() -> None:
    book = Book("old", "new", "more")
    book.act(Assert("new", "more", 5.0))
    ledger, order = book.ledger, Ground("court_order", "ZZ24C00001")
    ledger.seal("old", "new", kind="adoption", by=OSEI, on=ON, reason="order made")
    book.act(Assert("old", "new", 50.0))
    assert len(book.persons) == 2
    assert ledger.open_sealed("p-000001", ground=None, by=OSEI, on=ON) is NOTHING
    with pytest.raises(LedgerRefused, match="no ground"):
        ledger.open_sealed("p-000001", ground=Ground("curiosity", "none"), by=OSEI, on=ON)
    (link,) = ledger.open_sealed("p-000001", ground=order, by=OSEI, on=ON).links
    assert (link.other, link.kind, link.look, link.withheld) == ("p-000002", "adoption", False, 1)
    book.decide(Split("p-000002", (("new",), ("more",))))
    (link,) = ledger.open_sealed("p-000001", ground=order, by=OSEI, on=ON).links
    assert (link.other, link.look) == ("p-000002", True)
    ledger.lift(1, by=OSEI, on=ON, reason="order set aside")
    assert ledger.open_sealed("p-000001", ground=order, by=OSEI, on=ON).links == ()
    with pytest.raises(LedgerRefused, match="no such seal"):
        ledger.lift(1, by=OSEI, on=ON, reason="order set aside")
    book.act(Assert("old", "new", 50.0))
    assert "newold" in book.persons.values()


def test_what_holds_a_person_together_and_what_parts_two_can_be_asked() -> None:
    book = Book("a", "b", "c", a=Known(frozenset("1")), c=Known(frozenset("2"))).linked("ab", "bc")
    state = book.ledger.state
    assert [link.basis for link in state.links_of("p-000001")] == ["scored"]
    assert state.explain("a", "b").joined
    assert [clash.code for clash in state.explain("b", "c").apart] == ["two_nhs_numbers"]
    assert [entry.seq for entry in book.ledger.history("p-000003")] == [3, 5]


def test_a_split_threshold_above_the_joining_one_is_refused() -> None:
    with pytest.raises(LedgerRefused, match="above"):
        Settings(join=1.0, split=2.0)


def numbered_record(number: str) -> Known:
    return Known(nhs_numbers=frozenset([number]))


def test_a_link_that_a_rule_kept_back_joins_once_the_rule_is_overruled() -> None:
    """b's number differs from a's and from c's, which are one number; the decision on a says enough for c."""
    known = {"a": numbered_record("n1"), "b": numbered_record("n2"), "c": numbered_record("n1")}
    book = Book("a", "b", "c", **known)
    book.linked("bc", score=9.0)
    assert book.persons == {"p-000001": "a", "p-000002": "b", "p-000003": "c"}
    book.decide(Assert("b", "c"))  # says nothing of numbers: it waits
    assert len(book.ledger.state.review()) == 1
    book.decide(Assert("a", "b", despite=("two_nhs_numbers",)))
    assert book.persons == {"p-000001": "abc"}
    assert book.ledger.state.review() == ()
    book.decide(Undo(book.seq))
    assert book.persons == {"p-000001": "a", "p-000002": "b", "p-000003": "c"}


@pytest.mark.parametrize("names", ["mxby", "bymx"])
def test_a_new_link_that_brings_an_overruled_rule_with_it_joins_a_third_as_well(names: str) -> None:
    """m and x have two numbers and are one all the same. b has the one number, y the other, and b is m."""
    m, x, b, y = names
    known = {one: numbered_record("n1" if one in (m, b) else "n2") for one in names}
    book = Book(*sorted(names), **known)
    book.decide(Assert(m, x, despite=("two_nhs_numbers",)))
    book.linked(b + y)
    assert len(book.persons) == 3
    book.linked(m + b)
    assert list(book.persons.values()) == ["bmxy"]


def test_two_overruled_rules_join_what_neither_alone_allows() -> None:
    known = {
        one: Known(frozenset([number]), frozenset([day]))
        for one, number, day in (("b", "n1", DUE), ("m", "n1", DUE), ("x", "n2", DUE + timedelta(400)))
    }
    book = Book("b", "m", "x", **known)
    book.decide(Assert("b", "x", despite=("two_nhs_numbers",)))
    book.decide(Assert("m", "x", despite=("birth_dates_apart",)))
    assert len(book.persons) == 3
    book.linked("bm")
    assert list(book.persons.values()) == ["bmx"]


def test_a_rule_overruled_for_two_holds_for_the_whole_person_that_they_are_of() -> None:
    known = {one: numbered_record("n2" if one in "xz" else "n1") for one in "abcdxz"}
    book = Book(*"abcdxz", **known).linked("ac", "ad", score=9.0)
    book.decide(Assert("b", "z", despite=("two_nhs_numbers",)))
    book.linked("ab", "ax")
    assert list(book.persons.values()) == ["abcdxz"]


def test_what_was_found_apart_is_asked_again_once_a_rule_is_overruled_for_their_kind() -> None:
    known = {one: numbered_record("n2" if one in "xz" else "n1") for one in "abxz"}
    book = Book(*"abxz", **known)
    book.decide(Assert("a", "x"))
    book.decide(Assert("b", "z", despite=("two_nhs_numbers",)))
    assert sorted(book.persons.values()) == ["a", "bz", "x"]
    book.linked("ab")
    assert list(book.persons.values()) == ["abxz"]


def test_what_waits_for_a_person_is_told_of_both_and_of_whoever_they_are_joined_with() -> None:
    known = {"a": numbered_record("n1"), "x": numbered_record("n2")}
    book = Book("a", "b", "c", "x", "y", "z", **known).linked("ax", "bc", "yz", "ac", "xz")
    state = book.ledger.state
    for record in "ax":
        (waiting,) = state.review_of(state.person_of(record) or "")
        assert (waiting.link.a, waiting.link.b) == ("a", "x")


def test_every_date_of_birth_of_a_person_counts_against_a_third() -> None:
    known = {"a": born(DUE), "b": born(DUE + timedelta(25)), "c": born(DUE - timedelta(25))}
    book = Book("a", "b", "c", **known).linked("ab", "ac")
    assert list(book.persons.values()) == ["ab", "c"]
