"""Radicale, a CalDAV server, with one empty calendar; and the few requests that a test makes of it."""

import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.servers.processes import Process, answers, free_port

HOME = "/clerk/calendar/"
MAKE = """<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:set><D:prop><D:displayname>予定</D:displayname></D:prop></D:set></C:mkcalendar>"""
ALL = """<?xml version="1.0"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>
</C:calendar-query>"""


class CalDav(Process):
    """`put` stores one calendar under a name; `events` are the calendars it now holds."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        config = folder / "radicale.ini"
        config.write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\n[auth]\ntype = none\n[rights]\n"
            f"type = authenticated\n[storage]\nfilesystem_folder = {folder}/collections\n"
        )
        super().__init__(
            [sys.executable, "-m", "radicale", "--config", config], log=folder / "radicale.out"
        )
        self.wait_for(lambda: answers(self.port))
        assert self.request("MKCALENDAR", HOME, MAKE)[0] == 201

    def put(self, calendar: bytes, *, name: str) -> int:
        """As a client stores an invitation: without the METHOD (RFC 4791, 4.1)."""
        plain = re.sub(rb"METHOD:\w+\r\n", b"", calendar)
        return self.request("PUT", f"{HOME}{name}.ics", plain.decode())[0]

    def events(self) -> list[str]:
        status, body = self.request("REPORT", HOME, ALL)
        assert status == 207
        return re.split(r"(?=BEGIN:VCALENDAR)", body)[1:]

    def request(self, method: str, path: str, body: str) -> tuple[int, str]:
        kind = "text/calendar" if method == "PUT" else "application/xml"
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=body.encode(),
            headers={
                "Content-Type": f"{kind}; charset=utf-8",
                "Depth": "1",
                "Authorization": "Basic Y2xlcms6Y2xlcms=",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
