"""Days as they are typed after an option."""

from __future__ import annotations

import re
from datetime import date

from tocsin.errors import UsageError

UK = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def day(text: str, option: str) -> date:
    """`2024-03-05` or `05/03/2024`, the day first. Raises UsageError."""
    plain = text.strip()
    uk = UK.fullmatch(plain)
    try:
        return date(int(uk[3]), int(uk[2]), int(uk[1])) if uk else date.fromisoformat(plain)
    except ValueError:
        raise UsageError(
            f"'{plain}' is not a day.", where=option, do="Write it as 2024-03-05 or 05/03/2024."
        ) from None


def days_of_view(today: str, as_of: str) -> tuple[date, date | None]:
    """The day of the review, and the day it looks from where one is given."""
    judged = day(today, "--today") if today else date.today()  # the one place that reads the clock
    seen_from = day(as_of, "--as-of") if as_of else None
    if seen_from and seen_from > judged:
        raise UsageError(
            f"{seen_from} is after {judged}, the day of this review.",
            where="--as-of",
            do="Give a day that has already come.",
        )
    return judged, seen_from
