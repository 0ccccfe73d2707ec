"""What a sheet of paper consists of, as plain data that is stored and printed again unchanged.

No fonts, no measures: the renderers know those. Words stay words: nothing here is ever run.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Block:
    """One thing on the sheet, from top to bottom; `name` is its type in stored data."""

    name: ClassVar[str] = ""


@dataclass(frozen=True)
class NumberLine(Block):
    """文書番号, at the right."""

    text: str
    name: ClassVar[str] = "number"


@dataclass(frozen=True)
class DateLine(Block):
    """The date in the era's years, at the right."""

    text: str
    name: ClassVar[str] = "date"


@dataclass(frozen=True)
class Addressee(Block):
    lines: tuple[str, ...]
    name: ClassVar[str] = "addressee"


@dataclass(frozen=True)
class Sender(Block):
    """Who signs; `seal` is printed below: （公印省略）, or nothing where a seal is put by hand."""

    lines: tuple[str, ...]
    seal: str = ""
    name: ClassVar[str] = "sender"


@dataclass(frozen=True)
class Title(Block):
    text: str
    name: ClassVar[str] = "title"


@dataclass(frozen=True)
class Heading(Block):
    text: str
    name: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph(Block):
    """`indent`: its first line begins one letter further in."""

    text: str
    indent: bool = True
    name: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Record(Block):
    """記 … 以上: facts, each with its label. `framed`: a table with lines, without 記 and 以上."""

    rows: tuple[tuple[str, str], ...]
    framed: bool = False
    name: ClassVar[str] = "record"


@dataclass(frozen=True)
class Picture(Block):
    """`kind` is png or jpeg; `data` is base64."""

    kind: str
    data: str
    alt: str
    width_mm: int = 80
    height_mm: int = 60
    name: ClassVar[str] = "picture"


@dataclass(frozen=True)
class Beside(Block):
    """Two columns, e.g. a map and the way there."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    name: ClassVar[str] = "beside"


@dataclass(frozen=True)
class Lines(Block):
    """Empty lines to write on."""

    label: str
    count: int = 2
    name: ClassVar[str] = "lines"


@dataclass(frozen=True)
class SealBoxes(Block):
    """決裁欄: a box for each seal."""

    labels: tuple[str, ...]
    name: ClassVar[str] = "seals"


@dataclass(frozen=True)
class WindowAddress(Block):
    """The address where the envelope's window is, with marks to fold at."""

    postcode: str
    address: str
    to: tuple[str, ...]
    envelope: str = "naga3"
    name: ClassVar[str] = "window"


@dataclass(frozen=True)
class Footer(Block):
    """At the foot of the page, e.g. whom to ask."""

    lines: tuple[str, ...]
    name: ClassVar[str] = "footer"


BLOCKS: dict[str, type[Block]] = {
    kind.name: kind
    for kind in (
        NumberLine, DateLine, Addressee, Sender, Title, Heading, Paragraph, Record, Picture,
        Beside, Lines, SealBoxes, WindowAddress, Footer,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One document. `gothic`: read at a glance, so without serifs."""

    subject: str
    blocks: tuple[Block, ...]
    gothic: bool = False
    language: str = field(default="ja")

    def as_data(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "gothic": self.gothic,
            "language": self.language,
            "blocks": [_data(block) for block in self.blocks],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Sheet":
        return cls(
            subject=data["subject"],
            gothic=data["gothic"],
            language=data["language"],
            blocks=tuple(_block(row) for row in data["blocks"]),
        )


def _data(block: Block) -> dict[str, Any]:
    if isinstance(block, Beside):
        sides = {"left": block.left, "right": block.right}
        return {"type": block.name} | {
            side: [_data(one) for one in held] for side, held in sides.items()
        }
    return {"type": block.name, **asdict(block)}


def _block(data: dict[str, Any]) -> Block:
    kind, held = BLOCKS[data["type"]], {key: data[key] for key in data if key != "type"}
    if kind is Beside:
        return Beside(*(tuple(_block(row) for row in held[side]) for side in ("left", "right")))
    return kind(**{key: _tuples(value) for key, value in held.items()})


def _tuples(value: Any) -> Any:
    """JSON knows lists only."""
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
