"""How the reader does on the corpus: `python -m tests.corpus.score open`.

Prints a table and every miss. A wrong action is one that acts where the right reading does not,
or acts otherwise; a miss only keeps a clear answer waiting for a person.
"""

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

REPLIES = Path(__file__).parent / "replies"
TOKYO = ZoneInfo("Asia/Tokyo")
FACTS = ("intent", "choice", "start", "lecturers", "dates", "applies")


@dataclass(frozen=True)
class Case:
    name: str
    right: dict
    found: dict

    @property
    def clear(self) -> bool:
        """A person would not have to look."""
        return bool(self.right["applies"])

    @property
    def understood(self) -> bool:
        return all(self.found[fact] == self.right[fact] for fact in FACTS)

    @property
    def wrong_action(self) -> bool:
        return bool(self.found["applies"]) and not self.understood

    @property
    def tied(self) -> bool:
        return self.found["matched_by"] == self.right["matched_by"]


def cases(folder: str) -> list[Case]:
    return [_case(path) for path in sorted((REPLIES / folder).glob("*.json"))]


def _case(path: Path) -> Case:
    from bookings.management import raw_reply

    right = json.loads(path.read_text())
    sent = (REPLIES / "sent" / right["sent"]).read_text() if right["sent"] else ""
    raw = path.with_suffix(".eml").read_bytes()
    today = date.fromisoformat(right["today"])
    return Case(path.stem, right, raw_reply.read(raw, sent_text=sent, today=today, zone=TOKYO))


def table(found: list[Case]) -> str:
    kinds = sorted({case.right["intent"] for case in found})
    rows = [
        f"{'intent':<12}{'all':>5}{'clear':>7}{'read so':>9}{'all right':>11}{'wrong':>7}{'tied':>6}"
    ]
    for kind in [*kinds, "total"]:
        of = [case for case in found if kind in (case.right["intent"], "total")]
        clear = [case for case in of if case.clear]
        figures = (
            len(of),
            len(clear),
            sum(case.understood for case in clear),
            sum(case.understood for case in of),
            sum(case.wrong_action for case in of),
            sum(case.tied for case in of),
        )
        rows.append(kind.ljust(12) + "{:>5}{:>7}{:>9}{:>11}{:>7}{:>6}".format(*figures))
    waiting = Counter(case.found["why"] for case in found if case.found["intent"] == "unclear")
    rows += [
        "",
        "waits for a person because:",
        *(f"{n:>4}  {why}" for why, n in waiting.most_common()),
    ]
    return "\n".join(rows)


def misses(found: list[Case]) -> str:
    lines = []
    for case in found:
        if case.understood and case.tied:
            continue
        facts = [fact for fact in (*FACTS, "matched_by") if case.found[fact] != case.right[fact]]
        differ = ", ".join(f"{fact}: {case.found[fact]} not {case.right[fact]}" for fact in facts)
        mark = "WRONG " if case.wrong_action else ""
        lines.append(f"{mark}{case.name}: {differ} ({case.found['why']})")
    return "\n".join(lines)


def main(folder: str) -> int:
    found = cases(folder)
    print(table(found))
    print("\nmisses:\n" + misses(found))
    return 1 if any(case.wrong_action for case in found) else 0


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "open"))
