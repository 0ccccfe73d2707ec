"""Pins what pyproject.toml asks for: requirements.txt and requirements-dev.txt.

make requirements          keeps the pins that still fit
make requirements UPGRADE=1   takes the newest of everything
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The oldest Python we promise: a library that needs a later patch release would not install there.
OLDEST = "3.11.0"
NOTE = "# {what}, pinned with what it brings. Made by `make requirements`.\n"


def main() -> int:
    runtime = pinned("requirements.txt")
    everything = pinned("requirements-dev.txt", "--group", "dev")
    write("requirements.txt", "What runs", runtime)
    more = ["-r requirements.txt", *(line for line in everything if line not in runtime)]
    write("requirements-dev.txt", "What tests and checks need in addition", more)
    return 0


def pinned(current: str, *options: str) -> list[str]:
    """One `name==version` a line; what is pinned now is kept unless UPGRADE is set."""
    keep = [] if os.environ.get("UPGRADE") else ["--constraint", current]
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--system-certs", "--quiet",
        "--no-header", "--no-annotate", "--python-version", OLDEST, *options, *keep,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split("\n")[:-1]


def write(name: str, what: str, lines: list[str]) -> None:
    (ROOT / name).write_text(NOTE.format(what=what) + "\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
