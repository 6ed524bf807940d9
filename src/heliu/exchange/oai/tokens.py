"""Resumption tokens: all that the next page needs, signed, so that nothing has to be kept here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from heliu.exchange.oai.errors import Refused

SALT = "heliu.exchange.oai"
LIFE = timedelta(days=1)
LONGEST = 2000
"""Characters; ours are far shorter."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a harvest has come: which list, how many items were given, and after which one it goes on.

    Moments are whole seconds since 1970, as tokens carry them.
    """

    verb: str
    prefix: str
    set: str
    since: int | None
    until: int | None
    size: int
    given: int
    stamp: int
    pk: int

    def written(self) -> str:
        """As a token that nobody else can make."""
        return signing.dumps(list(asdict(self).values()), salt=SALT)


def read_place(token: str, verb: str) -> Place:
    """What a token says; raises Refused where it is not ours, too old, or of another list."""
    if len(token) <= LONGEST:
        try:
            place = Place(*signing.loads(token, salt=SALT, max_age=LIFE))
        except (signing.BadSignature, TypeError, ValueError):
            pass
        else:
            if place.verb == verb:
                return place
    raise Refused("badResumptionToken", "The token is not valid, or no longer; begin again.")


def moment(stamp: int | None) -> datetime | None:
    """A moment of a place."""
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)
