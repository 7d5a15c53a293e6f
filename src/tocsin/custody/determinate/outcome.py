"""All days that follow from the sentences under one reading of what is not stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.custody.determinate.chains import Chain
from tocsin.custody.determinate.passed import Passed, Supposed
from tocsin.custody.determinate.stays import Moved, Stay, Step, stays_of, steps_of
from tocsin.custody.law import Label, Law, Supervision
from tocsin.custody.terms import months_on, share_of

WHOLE = (1, 1)


@dataclass(slots=True, eq=False)
class Reckoned:
    """One chain: what each stage made of it, and when its licence ends (None: no licence)."""

    stay: Stay
    chain: Chain
    steps: list[Step]
    expiry: int
    labels: list[Label]
    licence: int | None

    @property
    def release(self) -> int:
        return self.steps[-1].release

    @property
    def board(self) -> int | None:
        return self.steps[-1].board


@dataclass(frozen=True, slots=True)
class Board:
    """The day from which the Board may direct release; `moved_by` released later and so put it back."""

    day: int
    of: Reckoned
    moved_by: Reckoned | None


@dataclass(frozen=True, slots=True)
class Supervised:
    of: Reckoned
    rule: Supervision
    to: int


@dataclass(slots=True, eq=False)
class Outcome:
    """`governing` gives release; `ends` the expiry. A day that does not arise is None."""

    supposed: Supposed
    governing: Reckoned
    ends: Reckoned
    unadjusted: Reckoned
    now: list[Reckoned]  # of the last stay
    release_kind: str
    expiry_kind: str
    board: Board | None
    licence_of: Reckoned | None  # where licence ends on a day other than the sentence
    supervised: Supervised | None
    reckoned_on: int


def age_on(born: date, day: int) -> int:
    then = date.fromordinal(day)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def _label(one: Passed, chain: Chain, release: int, born: date | None) -> Label:
    for label in one.labels:
        if release > label.released_to:
            continue
        if label.under_age is not None and (born is None or age_on(born, release) >= label.under_age):
            continue
        if label.limits.any_term or label.limits.fits_term(chain.first, chain.last):
            return label
    raise LookupError("law.yaml has no label that fits every sentence")


def _licence(chain: Chain, labels: Sequence[Label], stay: Stay, step: Step, expiry: int) -> int | None:
    """The end of licence. Of a chain of both sorts only the terms with licence give days of it."""
    if len(labels) == 1 and labels[0].licence == WHOLE:
        return expiry
    shares = {label.licence for label in labels}
    if shares == {WHOLE}:
        return expiry
    if shares == {None}:
        return None
    if None not in shares:
        share = min(one for one in shares if one is not None)
        sums = stay.sums(chain)
        return chain.first + share_of(chain.days, share) - 1 - sums.credited + sums.at_large
    rest = sum(
        one.days - share_of(one.days, one.rows[step.stage].served)
        for one, label in zip(chain.members, labels, strict=True)
        if label.licence is not None
    )
    return step.release + rest


def _reckoned(stay: Stay, chain: Chain, born: date | None) -> Reckoned:
    steps = steps_of(stay, chain)
    release, expiry = steps[-1].release, stay.expiry(chain)
    labels = [_label(one, chain, release, born) for one in chain.members]
    return Reckoned(stay, chain, steps, expiry, labels, _licence(chain, labels, stay, steps[-1], expiry))


def _board(now: Sequence[Reckoned], governing: Reckoned) -> Board | None:
    """The Board's day stands only while its sentence governs release, and after every automatic release."""
    ruling = [one for one in now if one.board is not None]
    if governing.board is None or not ruling:
        return None
    of = max(ruling, key=lambda one: one.board or 0)
    automatic = max((one for one in now if one.board is None), key=lambda one: one.release, default=None)
    if automatic is None or automatic.release <= (of.board or 0):
        return Board(of.board or 0, of, None)
    return Board(automatic.release, of, automatic)


def _governing(now: Sequence[Reckoned]) -> Reckoned:
    """The last release; an automatic release on the same day as a parole sentence's own end stands first."""
    if len(now) == 1:
        return now[0]
    return max(now, key=lambda one: (one.release, one.board is None, one.expiry))


def _ends(every: Sequence[Reckoned]) -> Reckoned:
    if len(every) == 1:
        return every[0]
    return max(every, key=lambda one: (one.expiry, one.licence == one.expiry))


def _supervised(one: Reckoned, law: Law, born: date | None) -> Supervised | None:
    for rule in law.supervision:
        kinds = rule.limits.kinds
        if one.chain.days > rule.limits.most_days or any(
            each.sentence.kind not in kinds for each in one.chain.members
        ):
            continue
        if born is not None and age_on(born, one.release) < rule.least_age:
            continue
        chain = one.chain
        if any(
            rule.limits.fits_days(each.first, each.offence) for each in chain.members
        ) and rule.limits.fits_term(chain.first, chain.last):
            added = one.stay.sums(chain).added
            release = max(one.steps[-1].share_ends - added, chain.latest)
            return Supervised(one, rule, months_on(date.fromordinal(release), rule.months).toordinal())
    return None


def outcome(
    passed: Sequence[Passed],
    law: Law,
    moved: Sequence[Moved],
    supposed: Supposed,
    *,
    born: date | None,
    on: int,
    let_out: Sequence[int] = (),
) -> Outcome:
    stays = stays_of(passed, law, moved, let_out)
    every = [_reckoned(stay, chain, born) for stay in stays for chain in stay.chains]
    now = [one for one in every if one.stay is stays[-1]] if len(stays) > 1 else every
    governing, ends = _governing(now), _ends(every)
    licensed = [one for one in every if one.licence is not None and one.licence > governing.release]
    whole = ends.licence == ends.expiry
    licence_of = None if whole or not licensed else max(licensed, key=lambda one: one.licence or 0)
    under = [found for one in now if (found := _supervised(one, law, born)) and on <= found.rule.ends_to]
    last = max(under, key=lambda one: one.to, default=None)
    return Outcome(
        supposed=supposed,
        governing=governing,
        ends=ends,
        unadjusted=max(every, key=lambda one: one.chain.last),
        now=now,
        release_kind="CRD" if whole or licence_of is not None else "ARD",
        expiry_kind="SLED" if whole else "SED",
        board=_board(now, governing),
        licence_of=licence_of,
        supervised=last if last is not None and last.to > ends.expiry else None,
        reckoned_on=on,
    )
