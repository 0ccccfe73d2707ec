"""Everyday queries with the right lecture of a made-up catalogue, and pages beside it.

Data and a generator, no Django: see README.md.
"""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def catalogue() -> list[dict[str, Any]]:
    return json.loads((_FOLDER / "catalogue.json").read_text(encoding="utf-8"))


def queries() -> list[dict[str, str]]:
    return json.loads((_FOLDER / "queries.json").read_text(encoding="utf-8"))
