"""The fingerprint of a sheet's data: two are the same paper if theirs are the same."""

import hashlib
import json
from typing import Any


def digest_of(data: dict[str, Any]) -> str:
    whole = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()
