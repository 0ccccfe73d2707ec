"""A group's browser as a process of its own, and the ledger that outlives both of them.

    python -m tests.faults.writer JOB.json

Sends requests through the public pages, one after the other. Each line of the ledger is written
before the next step: "begun" with the address it uses, "acknowledged" with the reference that the
last page showed. A writer that is killed goes on with a new number; what it had begun may or may
not exist. A page that does not answer is sent again, as a person would press the button again.
"""

import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

STEPS = ("who", "when", "where", "contact", "check")
PATIENCE_SECONDS = 90
REFERENCE = re.compile(r"R\d+-\d{4}")


class Ledger:
    """Append-only, one JSON object a line; a line cut by a kill is none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, **facts: Any) -> None:
        with self.path.open("a") as file:
            file.write(f"\n{json.dumps(facts)}")

    def lines(self) -> list[dict[str, Any]]:
        found = []
        for line in self.path.read_text().splitlines() if self.path.exists() else []:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def begun(self) -> list[str]:
        return [line["email"] for line in self.lines() if "reference" not in line]

    def acknowledged(self) -> dict[str, str]:
        return {line["email"]: line["reference"] for line in self.lines() if "reference" in line}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The next page need not be read to be answered."""

    def redirect_request(self, *_facts: Any) -> None:
        return None


class Browser:
    def __init__(self, base: str) -> None:
        self.base, self.jar = base, CookieJar()
        self.opener = urllib.request.build_opener(
            NoRedirect, urllib.request.HTTPCookieProcessor(self.jar)
        )

    def get(self, path: str) -> str:
        return self._patiently(path, None)[1]

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Where the answer leads."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        location, text = self._patiently(path, body)
        assert location, f"{path} was not accepted: {text[:3000]}"
        return location

    def _patiently(self, path: str, body: bytes | None) -> tuple[str, str]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := self._once(path, body)) is None:
            assert time.monotonic() < deadline, f"{path}: no answer"
            time.sleep(0.2)
        return answer

    def _once(self, path: str, body: bytes | None) -> tuple[str, str] | None:
        try:
            with self.opener.open(self.base + path, body, timeout=30) as response:
                return "", response.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                if answer.code in (302, 303):
                    return answer.headers["Location"], ""
                if answer.code >= 500:
                    return None
                raise AssertionError(f"{path}: {answer.code} {answer.read()[:500]!r}") from None
        except (OSError, HTTPException):
            return None


def submit(job: dict[str, Any], *, email: str) -> str:
    """Walk through the pages; the reference that the last one shows."""
    browser = Browser(job["base"])
    start = f"/apply/{job['lecture']}/"
    browser.get(start)
    draft = browser.post(start, {}).rsplit("/", 2)[0]
    for step in STEPS:
        fields = {**job["pages"].get(step, {}), "next": "1"}
        if step == "contact":
            fields["email"] = email
        location = browser.post(f"{draft}/{step}/", fields)
    found = REFERENCE.search(browser.get(location))
    assert found, "the last page shows no reference"
    return found[0]


def main(file: str) -> None:
    job = json.loads(Path(file).read_text())
    ledger = Ledger(Path(job["ledger"]))
    while len(ledger.acknowledged()) < job["wanted"]:
        email = f"{job['name']}-{len(ledger.begun())}@{job['domain']}"
        ledger.write(email=email)
        ledger.write(email=email, reference=submit(job, email=email))


if __name__ == "__main__":
    main(sys.argv[1])
