"""docs/reference/indicators/: one page a group, each card as a practitioner reads it."""

from __future__ import annotations

from collections.abc import Iterator

from reference_pages.markdown import capital, cell, code, page, spaced, table
from tocsin.cli.card_words import limb_words, limit_words, strength_words
from tocsin.concerns.roles import role_words
from tocsin.indicators.card import Card, Example
from tocsin.indicators.catalogue import Catalogue

LABELS = {
    "exact": "as the source says it",
    "common_local_policy": "common local policy",
    "our_judgement": "our judgement",
    "not_applicable": "does not apply",
}
EVIDENCE = {
    "confirmed": "confirmed in the source itself",
    "mixed": "partly confirmed in the source, partly from reports of it",
    "recalled": "known of, and not yet read in the source",
}
SOURCE = "the cards in `src/tocsin/indicators/cards`"


def indicator_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(file name, text)."""
    names = list(dict.fromkeys(card.group for card in catalogue.cards))
    yield "README.md", index(catalogue, names)
    for name in names:
        cards = [card for card in catalogue.cards if card.group == name]
        yield f"{name}.md", group_page(name, cards)


def index(catalogue: Catalogue, names: list[str]) -> str:
    said = (
        f"{len(catalogue.cards)} indicators in {len(names)} groups. Each is a rule that a person can "
        "read, argue with and trace to its source. None is a score. How cards are written is in [the "
        "indicator language](../indicator-language.md); which input is never used, and the one "
        "exception, is in [exceptions](../../explanation/exceptions.md).\n"
    )
    parts = [said]
    for name in names:
        cards = [card for card in catalogue.cards if card.group == name]
        parts.append(f"## [{capital(spaced(name))}]({name}.md)\n")
        parts.append(table(("indicator", "name", "strength", "source still to check"), map(row, cards)))
    return page("Indicators", *parts, source=SOURCE)


def row(card: Card) -> tuple[str, ...]:
    link = f"[{cell(card.title)}]({card.group}.md#{card.id})"
    return link, code(card.id), strength_words(card), "yes" if card.verify_before_release else ""


def group_page(name: str, cards: list[Card]) -> str:
    return page(capital(spaced(name)), *(card_section(card) for card in cards), source=SOURCE)


def card_section(card: Card) -> str:
    parts = [
        f'<a id="{card.id}"></a>\n\n## {card.title}\n',
        f"`{card.id}`, version {card.version}. Strength: **{strength_words(card)}**.\n",
        card.plain + "\n",
        "### When it is met\n",
        *(ground(number, card) for number in range(len(card.limbs))),
        f"Repeats within {card.repeat_days} days extend one concern.\n" if card.repeat_days else "",
        "### What must follow\n",
        responses(card),
        climbs(card),
        "### Where it stands\n",
        standing(card),
        examples("Rings", card.fires),
        examples("Stays quiet", card.quiet),
    ]
    return "\n".join(part for part in parts if part)


def ground(number: int, card: Card) -> str:
    limb = card.limbs[number]
    strength = f" ({limb.strength})" if limb.strength != card.strength else ""
    lines = "\n".join(f"   * {line}" for line in limb_words(limb))
    return f"{number + 1}. **{capital(limb.reason)}**{strength}\n{lines}\n"


def responses(card: Card) -> str:
    rows = [
        (
            one.words + (f" (once at {one.only} level)" if one.only else ""),
            role_words(one.by),
            limit_words(one.limit),
            one.label,
            "needed" if one.required else "advised",
            f"[{spaced(one.event)}](../responses-and-roles.md#{one.event})",
        )
        for one in card.responses
    ]
    return table(("response", "by", "time", "the time is", "", "answered by"), rows)


def climbs(card: Card) -> str:
    return (
        f"If a needed response is not there when due, then {card.escalate_after} later the concern goes "
        f"to the {role_words(card.escalate_to)}, and on up the {card.ladder} ladder.\n"
    )


def standing(card: Card) -> str:
    figures = "; ".join(f"{part}: {LABELS[value]}" for part, value in card.confidence.items())
    rows = [("Source", f"{card.source} ({card.source_year})" if card.source_year else card.source)]
    rows += [("Its figures", figures), ("Read", EVIDENCE[card.evidence])]
    if card.verify_before_release:
        rows.append(("Still open", "to be checked against its source before a release"))
    if card.settled:
        rows.append(("Settled", card.settled))
    if card.text.get("why"):
        rows.append(("Why", str(card.text["why"])))
    return table(("", ""), rows)


def examples(heading: str, cases: tuple[Example, ...]) -> str:
    rows = [(capital(one.case), facts(one), one.on) for one in cases]
    headings = ("case", "made-up facts", "raised on") if heading == "Rings" else ("case", "made-up facts", "")
    return f"### {heading}\n\n{table(headings, rows)}" if rows else ""


def facts(example: Example) -> str:
    lines = [f"born {example.born}"] if example.born else []
    lines += [f"due {example.due}"] if example.due else []
    lines += [f"an adult recorded as {spaced(marker)}" for marker in example.markers]
    lines += [code(event) for event in example.events]
    lines += [f"looked at on {example.as_of}"] if example.as_of else []
    return "<br>".join(lines)
