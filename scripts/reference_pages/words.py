"""docs/reference/vocabulary.md: event types, attributes and code lists."""

from __future__ import annotations

from reference_pages.markdown import capital, code, codes, page, spaced, table
from tocsin.chronology.vocabulary import EventType, Vocabulary

SOURCE = "`src/tocsin/chronology/data/vocabulary.yaml`"


def vocabulary_page(words: Vocabulary) -> str:
    said = (
        "The words of a chronology. A row of an agency becomes an event of one of these types, with "
        "attributes whose values come from the lists below. A value outside a list is kept, counted and "
        "shown as unmapped; it is never dropped and never guessed at.\n"
    )
    domains = dict.fromkeys(one.domain for one in words.event_types.values())
    parts = [said, "## Event types\n"]
    for domain in domains:
        mine = [one for one in words.event_types.values() if one.domain == domain]
        parts += [f"### {capital(spaced(domain))}\n", types_table(mine)]
    parts += ["## Attributes any event may have\n", codes(sorted(words.common_attributes)) + "\n"]
    parts += ["## Code lists\n", *(list_section(name, words) for name in sorted(words.codes))]
    parts += ["## Named sets\n", sets_table(words)]
    return page("Vocabulary", *parts, source=SOURCE)


def types_table(types: list[EventType]) -> str:
    rows = [
        (
            code(one.name),
            one.words + (" (whole household)" if one.about_household else ""),
            codes(one.attributes),
        )
        for one in types
    ]
    return table(("type", "in words", "attributes"), rows)


def list_section(name: str, words: Vocabulary) -> str:
    used = used_by(name, words)
    rows = [(code(value), said) for value, said in words.codes[name].items()]
    note = f"Used by: {codes(used)}.\n\n" if used else ""
    return f"### {capital(spaced(name))}\n\n{note}{table(('code', 'in words'), rows)}"


def used_by(name: str, words: Vocabulary) -> list[str]:
    return sorted(
        attribute if event_type == "any" else f"{event_type}.{attribute}"
        for event_type, attributes in words.attribute_codes.items()
        for attribute, listed in attributes.items()
        if listed == name
    )


def sets_table(words: Vocabulary) -> str:
    return table(
        ("set", "codes"), [(code(name), codes(sorted(values))) for name, values in words.sets.items()]
    )
