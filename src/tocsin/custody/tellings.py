"""What the custody file says was told -> word to children's services, in the chronologies it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tocsin.custody.facts import Adult
from tocsin.custody.happenings import Happening, said
from tocsin.custody.joining import joined_table
from tocsin.custody.notice import Notice

Notices = Callable[[Adult], Sequence[Notice]]


def tellings_of(adult: Adult, path: str, notices: Notices) -> Iterator[Happening]:
    """One for each notice that children's services were sent or acknowledged, and no other."""
    if not adult.told:
        return
    known = {name: one for one in notices(adult) for name in (one.key, one.id)}
    for n, told in enumerate(adult.told):
        notice = known.get(told.notice)
        theirs = notice is not None and notice.to.role in joined_table()["childrens_services"]
        if notice is None or not theirs or told.what == "not_needed":
            continue
        yield Happening(
            "probation_notification",
            told.on,
            f"{path}.told.{n}",
            f"Children's services told: {notice.title}.",
            said(to_agency="social_care"),
            told.on,
            "prison" if notice.owner.startswith("prison") else "probation",
            children=notice.children or ((notice.child,) if notice.child else ()),
        )
