"""事務局のまとめへの返信: numbered orders, one a line. Pure; what is not unmistakable is not done.

The digest never writes an order the way it must be written, so a quoted digest orders nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bookings.answers.newtext import new_lines


class Word(StrEnum):
    """What the office may write behind a number."""

    ASK = "依頼"
    REMIND = "再依頼"
    NEXT = "次の課"
    ACCEPT = "承諾"
    DECLINE = "辞退"
    COUNTER = "別日"
    ASIDE = "対象外"
    DELIVERED = "実施"


@dataclass(frozen=True)
class Order:
    """One line that can be carried out. `figures`: adults, children and, if written, minutes."""

    number: int
    word: Word
    figures: tuple[int, ...] = ()


@dataclass(frozen=True)
class Orders:
    """What was read; `odd` are lines with a number that say nothing we know."""

    found: tuple[Order, ...] = ()
    odd: tuple[str, ...] = ()


_NUMBERED = re.compile(r"^\(?(\d{1,3})(?!\d|-|/|:\d|時|月|日|年|年度)\)?\s*[.:、。,)番]?\s*(.+)$")
_POLITE = r"(?:\s*(?:を|で)?\s*(?:お願いします|お願いいたします|してください))?[。.!]?"
_PLAIN = re.compile(rf"^({'|'.join(word for word in Word if word != Word.DELIVERED)}){_POLITE}$")
_FIGURE = r"\s*(\d{1,4})\s*(?:人|名)?"
_HELD = re.compile(
    rf"^実施\s+(?:大人)?{_FIGURE}[\s,、]+(?:子ども|子供|こども)?{_FIGURE}"
    rf"(?:[\s,、]+(\d{{1,3}})\s*分?)?{_POLITE}$"
)
_LONGEST = 80


def read(text: str) -> Orders:
    """The orders among the lines that the sender wrote. Whoever writes two things of one number
    has said neither."""
    found: dict[int, set[Order | None]] = {}
    lines: dict[int, list[str]] = {}
    for line in new_lines(text, sent_text=""):
        match = _NUMBERED.match(line.plain)
        if match is None:
            continue
        number = int(match[1])
        order = None if line.doubtful else _order(number, match[2].strip())
        found.setdefault(number, set()).add(order)
        lines.setdefault(number, []).append(line.plain[:_LONGEST])
    single = {number: (*said,)[0] for number, said in found.items() if len(said) == 1}
    orders = [order for order in single.values() if order is not None]
    done = {order.number for order in orders}
    odd = [line for number, said in lines.items() if number not in done for line in said]
    return Orders(tuple(sorted(orders, key=lambda order: order.number)), tuple(dict.fromkeys(odd)))


def _order(number: int, rest: str) -> Order | None:
    if match := _PLAIN.match(rest):
        return Order(number, Word(match[1]))
    if match := _HELD.match(rest):
        return Order(number, Word.DELIVERED, tuple(int(one) for one in match.groups() if one))
    return None
