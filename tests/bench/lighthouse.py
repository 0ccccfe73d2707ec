"""Lighthouse on every public page: `python -m tests.bench.lighthouse`.

Needs the program (`npm install --global lighthouse@12`) on the PATH; `CHROME_PATH` names the browser.
Prints the two scores of each page, and each rule that was not met.
"""

import json
import os
import shutil
import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.bench.visited import Place, visited

CATEGORIES = ("accessibility", "best-practices")


def main() -> int:
    program = shutil.which("lighthouse")
    if program is None:
        print("lighthouse is not on the PATH: npm install --global lighthouse@12", file=sys.stderr)
        return 1
    worst = 100
    with visited() as (base_url, places):
        print(f"| Page | {' | '.join(CATEGORIES)} |\n|---|---:|---:|")
        for place in places:
            report = ask(program, base_url, place)
            scores = [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]
            worst = min(worst, *scores)
            print(f"| {place.name} | {scores[0]} | {scores[1]} |", flush=True)
            for audit in unmet(report):
                print(f"  {place.name}: {audit}", file=sys.stderr, flush=True)
    return 0 if worst == 100 else 1


def ask(program: str, base_url: str, place: Place) -> dict:
    headers = {"Accept-Language": "ja", "Cookie": cookie(base_url, place.key)}
    done = subprocess.run(
        [
            program, f"{base_url}{place.path}", "--quiet", "--output=json",
            f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={json.dumps(headers)}",
            "--ignore-status-code", "--chrome-flags=--headless=new --no-sandbox",
        ],
        env={"CHROME_PATH": "/usr/bin/chromium", **os.environ},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def cookie(base_url: str, key: str) -> str:
    """What a browser would keep from opening the link."""
    if not key:
        return ""
    connection = HTTPConnection(urlsplit(base_url).netloc)
    connection.request("GET", key)
    return connection.getresponse().headers["Set-Cookie"].partition(";")[0]


def unmet(report: dict) -> list[str]:
    """The rules with a score below the best, of both categories."""
    named = {
        reference["id"]
        for name in CATEGORIES
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"]
    }
    audits = (report["audits"][name] for name in named)
    return [audit["title"] for audit in audits if audit["score"] not in (None, 1)]


if __name__ == "__main__":
    sys.exit(main())
