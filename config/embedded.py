"""Where the Valkey that `make run` starts is found. Starts nothing itself."""

import hashlib
import os
import tempfile
from pathlib import Path

SOCKET_PATH_LIMIT = 100  # the system allows 107 bytes


def socket_path(data_dir: Path) -> Path:
    """Beside the data; in a folder of the user's own under /tmp where that path is too long."""
    beside = data_dir.absolute() / "valkey" / "valkey.sock"
    if len(os.fsencode(beside)) <= SOCKET_PATH_LIMIT:
        return beside
    name = hashlib.sha256(os.fsencode(beside)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"okigaru-{os.getuid()}-{name}" / "valkey.sock"
