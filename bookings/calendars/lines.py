"""iCalendar text as components of content lines (RFC 5545, 3.1), and nothing more.

The library's parser keeps every time zone that a mail defines for the whole process, and the
first mail wins. A stranger's calendar is therefore read here: no cache, safe in threads.
"""

import re
from dataclasses import dataclass, field

_MOST_LINES = 2_000
_DEEPEST = 6
_NAME = re.compile(r"[A-Za-z0-9-]+")
_OFFSET_NAME = r"\([A-Za-z]{3}[+-]\d\d:\d\d\)[^\":;]*"  # Exchange leaves its quotes out
_PARAM = re.compile(
    rf';([A-Za-z0-9-]+)=({_OFFSET_NAME}|(?:"[^"\x00-\x08]*"|[^";:,\x00-\x08]*)(?:,(?:"[^"]*"|[^";:,]*))*)'
)
_ESCAPED = re.compile(r"\\([nN\\;,])")


class Damaged(ValueError):
    """Not one whole calendar."""


@dataclass(frozen=True)
class Property:
    """One content line; `params` has names in upper case and values without quotes."""

    value: str
    params: dict[str, str]


@dataclass
class Component:
    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    children: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> Property | None:
        """The property, if it is there once. Twice is damaged: nobody knows which counts."""
        found = self.properties.get(name, [])
        if len(found) > 1:
            raise Damaged(f"more than one {name}")
        return found[0] if found else None

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])


def calendar_of(data: bytes) -> Component:
    """The one VCALENDAR in the bytes, whole from BEGIN to END."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Damaged("not UTF-8") from None
    lines = [line for line in _unfolded(text).split("\n") if line.strip()]
    if not lines or len(lines) > _MOST_LINES:
        raise Damaged("empty or endless")
    root = _parsed(lines)
    if len(root.children) != 1 or root.children[0].name != "VCALENDAR" or root.properties:
        raise Damaged("not one calendar")
    return root.children[0]


def text_of(value: str) -> str:
    r"""A text value with its escapes undone: \n, \, and \;."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _unfolded(text: str) -> str:
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n[ \t]", "", flat)


def _parsed(lines: list[str]) -> Component:
    root = Component("")
    stack = [root]
    for line in lines:
        name, found = _line(line)
        if name == "BEGIN":
            child = Component(found.value.strip().upper())
            stack[-1].children.append(child)
            stack.append(child)
        elif name == "END":
            if len(stack) < 2 or stack.pop().name != found.value.strip().upper():
                raise Damaged("BEGIN and END do not match")
        else:
            stack[-1].properties.setdefault(name, []).append(found)
        if len(stack) > _DEEPEST:
            raise Damaged("nested too deep")
    if len(stack) != 1:
        raise Damaged("it ends in the middle")
    return root


def _line(line: str) -> tuple[str, Property]:
    name = _NAME.match(line)
    if name is None:
        raise Damaged("a line without a name")
    position, params = name.end(), {}
    while found := _PARAM.match(line, position):
        params[found[1].upper()] = found[2].strip('"')
        position = found.end()
    if line[position : position + 1] != ":":
        raise Damaged("a line without a value")
    return name[0].upper(), Property(line[position + 1 :], params)
