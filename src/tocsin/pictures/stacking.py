"""Things that fall close together are stacked, always in the same way."""

from __future__ import annotations

from collections.abc import Sequence


def rows_for(spans: Sequence[tuple[float, float]], /, *, gap: float) -> list[int]:
    """The row of each span (left, right), in the order given: the first row it fits in."""
    ends: list[float] = []
    rows = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda i: (spans[i], i)):
        left, right = spans[index]
        row = next((row for row, end in enumerate(ends) if left >= end + gap), len(ends))
        if row == len(ends):
            ends.append(right)
        ends[row] = right
        rows[index] = row
    return rows


def spread(wanted: Sequence[float], widths: Sequence[float], /) -> list[float]:
    """Left edges as near to `wanted` as order and widths allow, without overlap.

    Pools neighbours that would collide and sets each pool at the mean of what it wanted.
    """
    pools: list[tuple[float, int]] = []  # sum of wanted edges less what stands before, members
    before = 0.0
    offsets: list[float] = []
    for want, width in zip(wanted, widths, strict=True):
        offsets.append(before)
        pools.append((want - before, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, members = pools.pop()
            pools[-1] = (pools[-1][0] + total, pools[-1][1] + members)
        before += width
    edges = [total / members for total, members in pools for _ in range(members)]
    return [edge + offset for edge, offset in zip(edges, offsets, strict=True)]
