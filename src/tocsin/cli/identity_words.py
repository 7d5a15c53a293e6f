"""Bands and reasons in words that a practitioner can act on."""

from __future__ import annotations

from math import isinf

from tocsin.identity.answer import Answer, Band

BANDS = {
    Band.AUTO: "The same person: the evidence is enough to link without a decision.",
    Band.REVIEW: "A person must decide.",
    Band.NEW: "Nobody in the register.",
}
WHYS = {
    "nobody": "nobody shares enough with this record to be compared",
    "nobody_near": "the nearest person is too unlike",
    "not_sure_enough": "the evidence falls short of what an automatic link needs",
    "another_nearly_as_good": "another person fits nearly as well, such as a twin, a sibling or a namesake",
    "two_nhs_numbers": "both have a valid NHS number and the two differ, which is never linked automatically",
    "birth_date_missing": "no date of birth and no NHS number to compare: names and address never link alone",
    "birth_dates_differ": "the dates of birth differ and no NHS number confirms the link",
    "first_name_missing": "no first name and no NHS number to compare: it may be a twin's or sibling's",
}


def band_words(answer: Answer) -> str:
    return BANDS[answer.band]


def why_words(answer: Answer) -> str:
    """What kept it from an automatic link; "" where nothing did."""
    if not answer.why:
        return ""
    return WHYS.get(answer.why, answer.why.replace("_", " "))


def margin_words(answer: Answer) -> str:
    return "alone" if isinf(answer.margin) else f"{answer.margin:.2f} above the next"
