"""The few words of Mozilla's Marionette protocol that a test needs: run a script in the program.

Each message is `<length>:<JSON>`: `[0, number, command, parameters]` out and
`[1, number, error, result]` back.
"""

import json
import socket
from typing import Any


class ScriptFailed(RuntimeError):
    """The program refused a command, or the script in it raised an error."""


class Marionette:
    def __init__(self, *, port: int, seconds: float = 60) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self.file = self.socket.makefile("rb")
        self.number = 0
        self._read()  # its greeting
        self.send("WebDriver:NewSession", {})
        self.send("Marionette:SetContext", {"value": "chrome"})
        self.send("WebDriver:SetTimeouts", {"script": int(seconds * 1000)})

    def run(self, script: str, *arguments: object) -> Any:
        """`script` ends with `return …` and may await; its last `arguments` are ours."""
        body = (
            "const [given, done] = arguments;"
            f"(async (...given) => {{ {script} }})(...given)"
            ".then(value => done({value}), error => done({error: String(error)}));"
        )
        parameters = {"script": body, "args": [list(arguments)], "sandbox": "system"}
        found = self.send("WebDriver:ExecuteAsyncScript", parameters)["value"]
        if "error" in found:
            raise ScriptFailed(found["error"])
        return found.get("value")

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        self.number += 1
        text = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(text), text))
        _kind, _number, error, result = self._read()
        if error:
            raise ScriptFailed(f"{command}: {error['message']}")
        return result

    def _read(self) -> Any:
        digits = b""
        while (byte := self.file.read(1)) != b":":
            if not byte:
                raise ConnectionError("the program closed the connection")
            digits += byte
        return json.loads(self.file.read(int(digits)))

    def close(self) -> None:
        self.file.close()
        self.socket.close()
