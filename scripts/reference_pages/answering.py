"""docs/reference/responses-and-roles.md: what answers each response, who is asked, how a concern climbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reference_pages.markdown import capital, code, codes, page, spaced, table
from tocsin.chronology.vocabulary import vocabulary
from tocsin.concerns.answers import Way, answerable, ways
from tocsin.concerns.roles import role_words, roles
from tocsin.concerns.tables import table as data_table

SOURCE = "`src/tocsin/concerns/data`"


def responses_page() -> str:
    parts = [
        "A response is answered by an event of the same child, on or after the day its clock started, "
        "by any agency unless the row says otherwise. The row that raised a concern never answers it.\n",
        "## What answers each response\n",
        *(answers_section(name) for name in sorted(answerable())),
        "## Where one card asks for more, or for less\n",
        own_ways(data_table("satisfies")["cards"]),
        "## Ladders\n",
        *ladders(data_table("ladders")),
        "## Roles\n",
        "Level 1 is a practitioner, 6 the lead safeguarding partner.\n",
        roles_table(),
    ]
    return page("Responses and roles", *parts, source=SOURCE)


def answers_section(name: str) -> str:
    rows = [way_row(way) for way in ways(name)]
    heading = f'<a id="{name}"></a>\n\n### {capital(vocabulary().words(name))}\n'
    return f"{heading}\n{table(('event', 'only where'), rows)}"


def way_row(way: Way) -> tuple[str, str]:
    return vocabulary().words(way.event), "; ".join(narrowed(way))


def narrowed(way: Way) -> Iterator[str]:
    for name, values in way.where.items():
        yield f"{spaced(name)} is {'recorded' if '*' in values else codes(sorted(values))}"
    for name, values in way.unless.items():
        yield f"{spaced(name)} is not {codes(sorted(values))}"
    if way.seen:
        yield "the child was seen in person" if way.seen == "in_person" else "the child was seen alone"
    if way.agencies:
        yield f"by {codes(sorted(way.agencies))}"
    if way.not_agencies:
        yield f"not by {codes(sorted(way.not_agencies))}"
    if way.roles:
        yield f"for {codes(sorted(way.roles))}"
    if way.same:
        yield f"not differing from what was met in {codes(way.same)}"


def own_ways(cards: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [
        (code(card), spaced(response), *way_row(way))
        for card, responses in cards.items()
        for response in responses
        for way in ways(response, card)
    ]
    return table(("indicator", "response", "event", "only where"), rows)


def ladders(content: Mapping[str, Any]) -> Iterator[str]:
    for name, ladder in content["ladders"].items():
        yield f"### {capital(name)}\n"
        yield f"{ladder['source']} ({ladder['source_year']}); {spaced(ladder['label'])}.\n"
        stages = [(one["level"], f"{one['limit']} {spaced(one['unit'])}") for one in ladder["stages"]]
        yield table(("level", "unanswered for"), stages)
    yield "### Who stands at each level\n"
    rows = [
        (spaced(agency), *(role_words(levels[level]) if level in levels else "" for level in range(2, 6)))
        for agency, levels in content["lines"].items()
    ]
    yield table(("agency", "level 2", "level 3", "level 4", "level 5"), rows)


def roles_table() -> str:
    rows = [
        (code(one.id), one.label, spaced(one.agency), one.level, "" if one.stands_down else "no")
        for one in roles().values()
    ]
    return table(("role", "in words", "agency", "level", "may stand a concern down"), rows)
