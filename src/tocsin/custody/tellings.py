"""What the custody file says was told -> word to children's services, in the chronologies it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tocsin.custody.facts import Adult
from tocsin.custody.happenings import Happening, said
from tocsin.custody.joining import joined_table
from tocsin.custody.notice import Notice

Notices = Callable[[Adult], Sequence[Notice]]


def tellings_of(adult: Adult, path: str, notices: Notices) -> Iterator[Happening]:
    """One for each notice that was sent to children's services; a notice of another side is not theirs."""
    if not adult.told:
        return
    known = {name: one for one in notices(adult) for name in (one.key, one.id)}
    for n, told in enumerate(adult.told):
        notice = known.get(told.notice)
        if (
            notice is None
            or told.what != "sent"
            or notice.to.role not in joined_table()["childrens_services"]
        ):
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
