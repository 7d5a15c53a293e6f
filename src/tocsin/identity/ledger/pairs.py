"""What was said of one pair of records, and what follows: joined, kept apart, or neither."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.identity.ledger.settings import Settings

LAPSED = float("-inf")

# Ranks of links: the partition takes them in this order.
DECIDED, BORN, SCORED, NONE = 0, 1, 2, 3

Order = tuple[int, float, str, str]


class PairHistory:
    """What effective entries said of (a, b), each list in the order of seq."""

    __slots__ = ("a", "b", "barred", "births", "despite", "joins", "rank", "rejects", "score", "scores")

    def __init__(self, a: str, b: str) -> None:
        self.a, self.b = a, b
        self.scores: list[tuple[int, float]] = []
        self.births: list[int] = []
        self.joins: list[tuple[int, tuple[str, ...]]] = []
        self.rejects: list[int] = []
        self.rank = NONE  # as last worked out, with score, despite and barred
        self.score = 0.0
        self.barred = False
        self.despite: tuple[str, ...] = ()

    def decided(self) -> int:
        """Seq of the latest decision, negative if it was to reject; 0 if there is none."""
        join = self.joins[-1][0] if self.joins else 0
        reject = self.rejects[-1] if self.rejects else 0
        return join if join > reject else -reject

    def rejected(self, parted: int) -> bool:
        """`parted`: seq of the latest split that parts the two, or 0. The latest decision stands."""
        decided = self.decided()
        return decided < 0 or parted > decided

    def standing(self, settings: Settings, *, parted: int, live: bool) -> tuple[int, float]:
        """(rank, score) of the link; rank NONE where there is none."""
        if not live or self.rejected(parted):
            return NONE, 0.0
        if self.decided() > 0:
            return DECIDED, 0.0
        if self.births:
            return BORN, 0.0
        holds, score = engine_holds((score for _, score in self.scores), settings)
        return (SCORED, score) if holds else (NONE, 0.0)

    @property
    def order(self) -> Order:
        return self.rank, -self.score, self.a, self.b


def engine_holds(scores: Iterable[float], settings: Settings) -> tuple[bool, float]:
    """Hysteresis: a link made at `join` holds until its score falls below `split`."""
    holds, last = False, 0.0
    for last in scores:
        holds = last >= (settings.split if holds else settings.join)
    return holds, last
