"""Deduplication: pairs and clusters against the truth, at a fixed threshold and at the best one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Found:
    precision: float
    recall: float
    f1: float
    threshold: float


def pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def true_pairs(person_of: Mapping[str, str]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(person_of.values()).values())


def measured(right: int, given: int, wanted: int, threshold: float) -> Found:
    precision, recall = right / given if given else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Found(precision, recall, f1, threshold)


def pairs_at(scores: Mapping[Pair, float], person_of: Mapping[str, str], threshold: float) -> Found:
    given = [one for one, score in scores.items() if score >= threshold]
    right = sum(person_of[a] == person_of[b] for a, b in given)
    return measured(right, len(given), true_pairs(person_of), threshold)


def best_pairs(scores: Mapping[Pair, float], person_of: Mapping[str, str]) -> Found:
    """At the threshold that would have been best, which nobody knows beforehand."""
    wanted, right, best = true_pairs(person_of), 0, measured(0, 0, 1, 0.0)
    ordered = sorted(scores.items(), key=lambda one: -one[1])
    for place, ((a, b), score) in enumerate(ordered, 1):
        right += person_of[a] == person_of[b]
        last_of_its_score = place == len(ordered) or ordered[place][1] < score
        if last_of_its_score and (found := measured(right, place, wanted, score)).f1 > best.f1:
            best = found
    return best


def clusters_at(scores: Mapping[Pair, float], person_of: Mapping[str, str], threshold: float) -> Found:
    """Pairs within connected components of everything at or above the threshold."""
    parent = {record: record for record in person_of}

    def root(record: str) -> str:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for (a, b), score in scores.items():
        if score >= threshold:
            parent[root(a)] = root(b)
    groups: dict[str, list[str]] = defaultdict(list)
    for record in person_of:
        groups[root(record)].append(record)
    given = sum(len(one) * (len(one) - 1) // 2 for one in groups.values())
    right = sum(alike(one, person_of) for one in groups.values())
    return measured(right, given, true_pairs(person_of), threshold)


def alike(members: Sequence[str], person_of: Mapping[str, str]) -> int:
    """Pairs of one cluster that are one person."""
    return true_pairs({one: person_of[one] for one in members})
