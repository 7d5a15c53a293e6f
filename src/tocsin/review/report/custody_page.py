"""The page of `tocsin custody show --out`: one file that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tocsin.review.report import custody
from tocsin.review.report.html import environment, policy, style
from tocsin.review.schema_custody import CustodyOut


def page_bytes(
    adults: Sequence[CustodyOut], *, on: date, title: str = "", set_aside: Sequence[str] = ()
) -> bytes:
    template = environment().get_template("custody_page.html.j2")
    return template.render(
        policy=policy(custody_too=True, scripted=False),
        style=style(custody_too=True),
        title=custody.title(list(adults), title),
        on=on,
        adults=list(adults),
        set_aside=list(set_aside),
        reading=None,
        review=None,
    ).encode("utf-8")
