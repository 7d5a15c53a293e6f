"""Whatever agencies send, in whatever order: nothing lost, nothing invented, and nobody knows too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.chronology.build import build
from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import held_alone, known_on, of_tellings
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.resolve import resolve
from tocsin.records.record import FileRead, Place, Record
from tocsin.records.when import Precision, When

FIRST = date(2023, 1, 1)
AGENCIES = ("school", "police", "social_care", "health_gp", "family_public")
TYPES = (
    "injury_seen",
    "visit",
    "referral",
    "hospital_attendance",
    "police_incident",
    "birth",
    "conference",
    "odd",
)
VALUES = {
    "kind": ("bruise", "burn", "asthma"),
    "site": ("cheek", "shin", "tail"),
    "explanation": ("suitable", "fell"),
    "known_at_time": ("yes", "no"),
    "reference": ("NK/0001/23", "NK/0002/23"),
    "child": ("sibling_7", "baby"),
    "household_present": ("mother", "father"),
}
days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
attributes = st.fixed_dictionaries(
    {},
    optional={name: st.sampled_from(values).map(lambda value: (value,)) for name, values in VALUES.items()},
)


@st.composite
def whens(draw: st.DrawFn) -> When | None:
    start = draw(days)
    span = draw(st.sampled_from([0, 0, 0, 3, 60]))
    if draw(st.integers(0, 9)) == 0:
        return None
    return When(start, start + timedelta(days=span), Precision.RANGE if span else Precision.DAY)


@st.composite
def folders(draw: st.DrawFn) -> list[FileRead]:
    count = draw(st.integers(1, 4))
    return [draw(_file(f"{agency}.csv", agency)) for agency in draw(st.permutations(AGENCIES))[:count]]


@st.composite
def _file(draw: st.DrawFn, name: str, agency: str) -> FileRead:
    ordered = draw(st.booleans())
    rows = [
        Record(
            id=f"{name}-{seq}",
            place=Place(name, "0" * 64, seq + 1),
            seq=seq,
            ordered=ordered,
            agencies=(agency,) if draw(st.booleans()) else (agency, "voluntary"),
            when=draw(whens()),
            when_words="",
            recorded=draw(st.none() | days),
            known_from=draw(st.none() | days),
            cells={
                "what": draw(
                    st.sampled_from(["", "Officers attended after shouting heard upstairs by neighbour"])
                )
            },
            event_type=draw(st.sampled_from(TYPES)),
            attributes=draw(attributes),
            withdrawn_on=draw(st.none() | days),
        )
        for seq in range(draw(st.integers(0, 6)))
    ]
    return FileRead(name, "0" * 64, "coded", (agency,), len(rows), 0, tuple(rows), (), {}, None)


def built(reads: list[FileRead]) -> Chronology:
    return build(reads, resolve(reads, None), codings={}, vocabulary=vocabulary(), today=date(2024, 1, 1))


@settings(max_examples=60, deadline=None)
@given(folders())
def test_every_row_is_an_event_an_account_or_undated(reads: list[FileRead]) -> None:
    told = built(reads)
    for read in reads:
        count = told.counts[read.file]
        assert len(read.records) == count.events + count.further_accounts + count.undated
    assert len(told.events) == sum(count.events + count.derived for count in told.counts.values())
    dated = {record.id for read in reads for record in read.records if record.when}
    assert {account.record for event in told.events for account in event.accounts} == dated
    assert set(told.rows) == dated


@settings(max_examples=60, deadline=None)
@given(folders(), st.randoms())
def test_the_order_of_the_files_does_not_matter(reads: list[FileRead], chance: object) -> None:
    other = list(reads)
    chance.shuffle(other)  # type: ignore[attr-defined]
    one, two = built(reads), built(other)
    assert one.events == two.events
    assert one.differences == two.differences
    assert one.people == two.people


@settings(max_examples=60, deadline=None)
@given(folders(), days)
def test_no_agency_knows_more_than_all_together(reads: list[FileRead], day: date) -> None:
    then = known_on(built(reads), day)
    together = {record for event in then.events for record in rows_of(event)}
    for agency in (*AGENCIES, "voluntary", "unknown"):
        assert {record for event in held_alone(then, agency).events for record in rows_of(event)} <= together
    for event in then.events:
        assert event.knowable
        assert min(known.since for known in event.known) <= day


def rows_of(event: Event) -> set[str]:
    return {account.record for account in event.accounts}


def without_names(event: Event) -> Event:
    """Ids, keys and the number in the order are of the folder; all else is the fact."""
    return replace(event, id="", key="", seq=0, derived_from=str(bool(event.derived_from)))


@settings(max_examples=150, deadline=None)
@given(folders(), st.sampled_from(AGENCIES[:-1]))
def test_one_agency_alone_is_what_its_own_and_shared_records_build(
    reads: list[FileRead], agency: str
) -> None:
    """The date, the attributes and who saw the child, of what several tell, come of no other's account."""
    whole = held_alone(built(reads), agency)
    visible = {record for event in whole.events for record in rows_of(event)}
    fewer = [
        replace(read, records=tuple(record for record in read.records if record.id in visible))
        for read in reads
    ]
    people = built(reads).people
    alone = held_alone(
        build(fewer, people, codings={}, vocabulary=vocabulary(), today=date(2024, 1, 1)), agency
    )
    one, other = (sorted(map(repr, map(without_names, view.events))) for view in (whole, alone))
    assert one == other  # in a file that states its order, a row left out may move those beside it
    assert len({event.id for event in whole.events}) == len(whole.events)
    ids = {event.id for event in built(reads).events}
    assert {event.id for event in whole.events if len(event.accounts) > 1} <= ids


@settings(max_examples=60, deadline=None)
@given(folders())
def test_a_view_that_leaves_nothing_out_is_the_chronology(reads: list[FileRead]) -> None:
    told = built(reads)
    assert of_tellings(told, told.tellings).events == told.events


@settings(max_examples=60, deadline=None)
@given(folders())
def test_nothing_is_known_before_it_could_have_happened(reads: list[FileRead]) -> None:
    for event in built(reads).events:
        earliest = min(account.when.start for account in event.accounts)
        assert all(known.since >= earliest for known in event.known)
        assert all(known.agency != "family_public" for known in event.known)


@settings(max_examples=60, deadline=None)
@given(folders())
def test_ids_are_unique_and_what_follows_from_an_event_follows_from_one_that_is_there(
    reads: list[FileRead],
) -> None:
    events = built(reads).events
    ids = {event.id for event in events}
    assert len(ids) == len(events) == len({event.key for event in events})
    assert all(event.derived_from in ids for event in events if event.derived_from)
    assert [event.seq for event in events] == sorted(event.seq for event in events)


@settings(max_examples=60, deadline=None)
@given(folders())
def test_two_rows_of_one_agency_are_never_one_event(reads: list[FileRead]) -> None:
    for event in built(reads).events:
        holders = [agency for account in event.accounts for agency in account.agencies]
        assert len(holders) == len(set(holders))
        assert len({account.source.file for account in event.accounts}) == len(event.accounts)


@settings(max_examples=60, deadline=None)
@given(folders())
def test_a_resaved_file_keeps_every_id(reads: list[FileRead]) -> None:
    moved = [
        replace(
            read,
            records=tuple(
                replace(record, place=replace(record.place, sha256="1" * 64, row=record.place.row + 3))
                for record in read.records
            ),
        )
        for read in reads
    ]
    assert [event.id for event in built(reads).events] == [event.id for event in built(moved).events]


NAMES = st.sampled_from(["Marek", "Marec", "Yusuf Khan", "Yousef Khan", "Khan Yusuf", "Ngozi", "Ana Silva"])
ROLES = st.sampled_from(["Lodger", "Uncle", "Mother's partner", "Neighbour", "Babysitter"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(NAMES, ROLES), min_size=1, max_size=6))
def test_no_two_entries_are_joined_on_name_alone(mentions: list[tuple[str, str]]) -> None:
    rows = [
        Record(
            id=f"r{n}",
            place=Place(f"file{n}.csv", "0" * 64, 2),
            seq=1,
            ordered=False,
            agencies=("school",),
            when=When(FIRST, FIRST),
            when_words="",
            cells={"what": f"{role} {name} was there."},
        )
        for n, (name, role) in enumerate(mentions)
    ]
    reads = [FileRead(row.place.file, "0" * 64, "chronology", (), 1, 0, (row,), (), {}, None) for row in rows]
    people = resolve(reads, None)
    adults = [person for person in people.persons if person.kind == "adult"]
    assert all(len(person.roles) == 1 for person in adults)
    met = {(" ".join(sorted(name.casefold().split())), role) for name, role in mentions}
    assert len(adults) == len(met)
