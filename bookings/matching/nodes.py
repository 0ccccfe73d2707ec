"""Reading JSON step by step: every complaint names the place, `requests[3].wishes[0].day: …`."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, TypeVar

Read = TypeVar("Read")
MIDNIGHT_END = 1440


class BadInput(ValueError):
    """One clear sentence with the place in the input."""


class Node:
    """A value of the input and where it stands."""

    def __init__(self, value: Any, path: str = "") -> None:
        self.value, self.path = value, path

    def wrong(self, why: str) -> BadInput:
        return BadInput(f"{self.path or 'the input'}: {why}")

    def known(self, *names: str) -> None:
        """An object with no other fields than these: a misspelt one would be a silent default."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        for name in self.value:
            if name not in names:
                raise self.wrong(f"has the unknown field {name!r}; known are {', '.join(names)}")

    def __contains__(self, name: str) -> bool:
        return self.value.get(name) is not None

    def __getitem__(self, name: str) -> "Node":
        path = f"{self.path}.{name}" if self.path else name
        if name not in self:
            raise BadInput(f"{path}: is missing")
        return Node(self.value[name], path)

    def items(self, name: str = "", *, least: int = 0) -> list["Node"]:
        """The members of a list, an absent one counts as empty."""
        node = self if not name else self[name] if name in self or least else Node([])
        if not isinstance(node.value, list):
            raise node.wrong("must be a list")
        if len(node.value) < least:
            raise node.wrong(f"needs at least {least}")
        return [Node(value, f"{node.path}[{n}]") for n, value in enumerate(node.value)]

    def fields(self, name: str) -> Iterator[tuple[str, "Node"]]:
        node = self[name]
        if not isinstance(node.value, dict):
            raise node.wrong("must be an object")
        for key in node.value:
            yield key, node[key]

    def get(self, name: str, read: "Callable[[Node], Read]", default: Any = None) -> Any:
        return read(self[name]) if name in self else default

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong("must be a text that is not empty")
        return self.value

    def whole(self, least: int = 0) -> int:
        if type(self.value) is not int or not least <= self.value <= 1_000_000:
            raise self.wrong(f"must be a whole number from {least} up to 1000000")
        return self.value

    def number(self) -> float:
        if type(self.value) not in (int, float) or not abs(self.value) < 1e6:
            raise self.wrong("must be a number")
        return float(self.value)

    def day(self) -> date:
        return self._iso(date.fromisoformat, "a day like 2026-12-17", 10)

    def moment(self) -> datetime:
        """A day and time of the venue; a day alone is its midnight."""
        found = self._iso(datetime.fromisoformat, "a time like 2026-12-17T10:00", 16)
        if found.tzinfo is not None:
            raise self.wrong("must be the venue's time, without an offset")
        return found

    def clock(self) -> int:
        """Minutes since midnight; 24:00 is the end of the day."""
        if self.value == "24:00":
            return MIDNIGHT_END
        found = self._iso(time.fromisoformat, "a time like 09:30", 5)
        return found.hour * 60 + found.minute

    def _iso(self, read: Callable[[str], Read], like: str, longest: int) -> Read:
        text = self.value
        try:
            if not isinstance(text, str) or len(text) > longest:
                raise ValueError
            return read(text)
        except ValueError:
            raise self.wrong(f"must be {like}, not {text!r}"[:200]) from None
