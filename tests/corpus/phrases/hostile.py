"""A yes or no word and something that makes a careful clerk call: each must wait for a person.

One reply a line in hostile.txt, ⏎ for a line's end; a line that begins with # names a group.
"""

from pathlib import Path

_LINES = (Path(__file__).parent / "hostile.txt").read_text().splitlines()
HOSTILE = [line.replace("⏎", "\n") for line in _LINES if not line.startswith("# ")]
