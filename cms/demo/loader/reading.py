"""Reads what the town is made of: the files in cms/demo/town. Makes no rows."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TOWN = Path(__file__).parents[1] / "town"
Facts = dict[str, Any]


@cache
def read(name: str) -> Facts:
    return tomllib.loads((TOWN / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lectures() -> dict[str, Facts]:
    """This year's lectures by number."""
    found = {}
    for file in sorted((TOWN / "lectures").glob("*.toml")):
        for row in read(f"lectures/{file.stem}")["lecture"]:
            found[row["number"]] = row
    return found
