"""足した答えと、上がり下がり: what an indicator's numbers mean. Pure: numbers in, numbers out."""

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

# Each printed percentage may have been rounded by this much.
_ROUNDED = Decimal("0.05")
_WHOLE = Decimal(100)


class Way(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


def way(before: Decimal | None, now: Decimal | None) -> Way:
    if before is None or now is None:
        return Way.UNKNOWN
    if now == before:
        return Way.SAME
    return Way.UP if now > before else Way.DOWN


def is_worse(before: Decimal | None, now: Decimal | None, *, higher_is_better: bool) -> bool:
    return way(before, now) == (Way.DOWN if higher_is_better else Way.UP)


def reached(now: Decimal | None, target: Decimal | None, *, higher_is_better: bool) -> bool | None:
    """None: there is nothing to compare."""
    if now is None or target is None:
        return None
    return now >= target if higher_is_better else now <= target


def sum_of_answers(
    counts: Mapping[str, Decimal], *, counting: Collection[str], people: bool, decimals: int = 1
) -> Decimal:
    """The share, in percent, of the answers that count. ValueError: nobody answered, or the
    percentages cannot be of one whole."""
    added = sum((number for words, number in counts.items() if words in counting), Decimal())
    whole = sum(counts.values(), Decimal())
    if people:
        if not whole:
            raise ValueError("nobody answered")
        added = _WHOLE * added / whole
    elif abs(whole - _WHOLE) > 1:
        raise ValueError("not of one whole")
    return rounded(added, decimals=decimals)


def agrees(value: Decimal, added: Decimal, *, answers: int) -> bool:
    """Whether the two differ by no more than rounding each of the answers could make."""
    return abs(value - added) <= _ROUNDED * (answers + 1)


def rounded(value: Decimal, *, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
