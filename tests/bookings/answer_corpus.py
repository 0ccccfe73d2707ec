"""The hand-written replies of tests/corpus/answers and the ask that they answer."""

import re
import textwrap
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bookings.answers import Accept, AnswerContext, Counter, Decline, Question, Unclear, Wish

FOLDER = Path(__file__).parent.parent / "corpus" / "answers"
TOKYO = ZoneInfo("Asia/Tokyo")
SENT = (FOLDER / "sent.txt").read_text()
CONTEXT = AnswerContext(
    reference="R8-0123",
    asked_starts=datetime(2026, 12, 17, 10, 0, tzinfo=TOKYO),
    asked_ends=datetime(2026, 12, 17, 11, 0, tzinfo=TOKYO),
    today=date(2026, 11, 22),
    zone=TOKYO,
    minutes=60,
    wishes=(
        Wish(rank=1, day=date(2026, 12, 17), starts=time(10), ends=time(11)),
        Wish(rank=2, day=date(2026, 12, 21), starts=time(14), ends=time(15)),
        Wish(rank=3, day=date(2026, 12, 24), starts=time(9), ends=time(12), exact=False),
    ),
    lecturer_names=(
        (1, "田中 太郎", "たなか たろう"),
        (2, "佐藤 花子", "さとう はなこ"),
        (3, "佐藤　一郎", "さとう いちろう"),
        (4, "髙橋 実", "たかはし みのる"),
    ),
    usable_from=time(9),
    usable_until=time(20, 30),
    sent_text=SENT,
)


def quoted(style: str) -> str:
    lines = SENT.splitlines()
    if style == "wrapped":
        return "\n".join(piece for line in lines for piece in textwrap.wrap(line, 30) or [""])
    if style == "bullets":
        return "\n".join(line and f"* {line}" for line in SENT.replace("　2　", "2) ").splitlines())
    _, _, mark = style.rpartition("head") if "head" in style else style.rpartition("tail")
    if "head" in style:
        lines = lines[:15]
    elif "tail" in style:
        lines = lines[15:]
    return "\n".join(f"{mark.removeprefix(' ')}{line}" for line in lines)


def cases(name: str):
    """(title, text, expected) of one file."""
    blocks = re.split(r"^=== (.*) => (.*)\n", (FOLDER / f"{name}.txt").read_text(), flags=re.M)[1:]
    for title, expected, body in zip(blocks[::3], blocks[1::3], blocks[2::3], strict=True):
        text = re.sub(r"\{sent ?(.*?)\}", lambda match: quoted(match[1]), body)
        yield title, text, expected.strip()


def described(answer) -> str:
    """An answer in the words that the corpus uses."""
    match answer:
        case Accept(rank, starts_at, ids):
            parts = ["accept"]
            parts += [f"rank={rank}"] if rank else []
            parts += [f"at={starts_at:%Y-%m-%dT%H:%M}"] if starts_at else []
            parts += ["lecturers=" + ",".join(map(str, ids))] if ids else []
            return " ".join(parts)
        case Decline(reason):
            return f"decline {reason}".strip()
        case Counter(slots, note):
            written = [f"{a:%Y-%m-%dT%H:%M}" + (f"-{b:%H:%M}" if b else "") for a, b in slots]
            return " ".join(["counter", *written, *([f"note={note}"] if note else [])])
        case Question():
            return "question"
        case Unclear(code):
            return f"unclear {code}"
