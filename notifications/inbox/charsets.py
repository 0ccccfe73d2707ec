"""Bytes of a mail to text, as Japanese mail really is labelled. Pure.

Python knows no CP50221 and no `windows-31j`; mail programs send both under other names.
What cannot be read stays visible as U+FFFD, so that nobody acts on half a sentence.
"""

import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

UNREADABLE = "\ufffd"
MAX_HEADER = 8_000
_CP932_LABELS = frozenset(
    {"shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932", "ms932"}
)
_UTF7_LABELS = frozenset({"utf-7", "unicode-1-1-utf-7", "x-unicode-1-1-utf-7"})
_UTF8_KANJI = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_JIS_SHIFT = re.compile(rb"\x1b(\$[@B]|\$\(D|\(I)")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\(D|\([BJIH])")


def decode(content: bytes, label: str | None) -> str:
    """The text of `content`, by its label, else by what its bytes look like."""
    return storable(_decoded(content, label))


def _decoded(content: bytes, label: str | None) -> str:
    if _JIS_SHIFT.search(content):  # whatever the label says, nothing else looks like this
        return _strict(content, "iso2022_jp") or _from_jis(content)
    if _two_encodings(content):
        return content.decode("utf-8", "replace")
    if _UTF8_KANJI.search(content) and (text := _strict(content, "utf-8")) is not None:
        return text  # Japanese in no other encoding is also whole UTF-8: the label is wrong
    named = (label or "us-ascii").strip().strip("\"'").lower()
    for attempt in (_by_label(content, named), _by_bytes(content)):
        if attempt is not None and UNREADABLE not in attempt:
            return attempt
    return content.decode("utf-8", "replace")


def header(message: Message, name: str) -> str:
    """A header's text with its encoded words decoded; empty if it is missing."""
    value = message.get(name)
    return "" if value is None else words(value)


def words(value: object) -> str:
    """Encoded words (RFC 2047) to text; a broken one stays as it stands."""
    if len(str(value)) > MAX_HEADER:
        value = str(value)[:MAX_HEADER]
    try:
        pieces = decode_header(value)  # type: ignore[arg-type]
    except (ValueError, MessageError):
        return storable(" ".join(str(value).split()))
    return " ".join(_joined(pieces).split())


def storable(text: str) -> str:
    """Neither PostgreSQL nor UTF-8 takes these."""
    return _NOT_STORABLE.sub(UNREADABLE, text)


def _joined(pieces: list[tuple[bytes | str, str | None]]) -> str:
    # One character may be cut between two encoded words of one charset: join the bytes first.
    text, pending, charset = "", b"", None
    for content, label in pieces:
        content = content.encode("raw-unicode-escape") if isinstance(content, str) else content
        if label != charset:
            text += decode(pending, _known(charset))
            pending = b""
        pending, charset = pending + content, label
    return text + decode(pending, _known(charset))


def _known(charset: str | None) -> str | None:
    return None if charset in (None, "unknown-8bit") else charset


def _by_label(content: bytes, label: str) -> str | None:
    if label in _CP932_LABELS:
        return _strict(content, "cp932")
    if label in _UTF7_LABELS:
        return _strict(content, "utf-7")
    return _strict(content, label)


def _by_bytes(content: bytes) -> str | None:
    for codec in ("utf-8", "cp932", "euc_jp"):
        if (text := _strict(content, codec)) is not None:
            return text
    return None


def _two_encodings(content: bytes) -> bool:
    """A line that is UTF-8 among lines that are not: whatever one makes of it, half is wrong."""
    if not _UTF8_KANJI.search(content) or _strict(content, "utf-8") is not None:
        return False
    lines = (line for line in content.splitlines() if _UTF8_KANJI.search(line))
    return any(_strict(line, "utf-8") is not None for line in lines)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _from_jis(content: bytes) -> str:
    """ISO-2022-JP with the vendors' rows (①, ㈱, 髙): each row is moved to its place in CP932."""
    pieces = _ESCAPE.split(content)
    text = pieces[0].decode("ascii", "replace")
    for escape, run in zip(pieces[1::2], pieces[2::2], strict=True):
        text += _run(run, escape)
    return text


def _run(run: bytes, escape: bytes) -> str:
    if escape in (b"$@", b"$B"):
        return _two_byte(run)
    if escape == b"(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in run).decode(
            "cp932", "replace"
        )
    if escape == b"$(D":
        return (b"\x1b$(D" + run + b"\x1b(B").decode("iso2022_jp_2", "replace")
    return run.decode("ascii", "replace")


def _two_byte(run: bytes) -> str:
    text, position = "", 0
    while position < len(run):
        first = run[position]
        if first < 0x21:  # a line end inside the run
            text += chr(first)
            position += 1
            continue
        text += _cp932(run[position : position + 2])
        position += 2
    return text


def _cp932(pair: bytes) -> str:
    if len(pair) < 2 or not (0x21 <= pair[0] <= 0x7E and 0x21 <= pair[1] <= 0x7E):
        return UNREADABLE
    row, cell = pair[0] - 0x21, pair[1] - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    return bytes((lead, trail)).decode("cp932", "replace")
