"""Ids that tell nothing: the same person has unlike numbers in different registers, and no two share one."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

SPAN = 99_999_989  # a prime, so that multiplying visits each number once
PER_FAMILY = 100


@lru_cache(maxsize=256)
def _factors(register: str) -> tuple[int, int]:
    return 10_000_019 + crc32(register.encode()) % 80_000_000, crc32(f"{register} start".encode()) % SPAN


def opaque(register: str, number: int) -> int:
    """Up to eight digits for a number below 99,999,989 within one register."""
    factor, start = _factors(register)
    return (number * factor + start) % SPAN
