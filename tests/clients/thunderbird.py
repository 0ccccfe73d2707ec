"""Thunderbird under Xvfb receives our invitations, and its own buttons are pressed.

    python -m tests.clients.thunderbird [FOLDER]

One Thunderbird with an empty profile reads its mailbox over IMAP, shows each invitation, and what
it sends when a button is pressed is written to FOLDER as `thunderbird-<version>-<answer>.eml`;
without FOLDER nothing is kept. Printed is how we read each answer. What came of a run lies in
tests/corpus/clients/ and is read again by tests/bookings/test_real_clients.py.

Run by hand, about a minute; no part of `make test`. Needs `apt-get install thunderbird xvfb xauth
dovecot-imapd dovecot-lmtpd`; where one is missing it says so and ends with 77.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import django

from tests.servers.processes import ServerMissing

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from bookings.calendars import CalendarFacts  # noqa: E402
from tests.clients import invitations  # noqa: E402
from tests.clients.program import Thunderbird, until  # noqa: E402
from tests.servers.mail import Mail, MailServers  # noqa: E402

SKIPPED = 77
DESK = f"desk@{invitations.DOMAIN}"
ACCEPT, DECLINE, TENTATIVE = "imipAcceptButton", "imipDeclineButton", "imipTentativeButton"


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="okigaru-thunderbird-") as name:
        work = Path(name)
        servers = MailServers(work)
        try:
            servers.mail.catch_all(invitations.DOMAIN, mailbox=DESK)
            servers.mail.trust(invitations.DEPARTMENT)
            with Thunderbird(
                work / "profile", mail=servers.mail, address=invitations.DEPARTMENT, name="防災課"
            ) as program:
                major = program.version.partition(".")[0]
                for answer, raw in _answers(program, servers.mail, at=datetime.now(UTC)):
                    kept = folder / f"thunderbird-{major}-{answer}.eml"
                    kept.write_bytes(raw)
                    print(kept.name, _read(kept), sep="\n")
        finally:
            servers.stop()


def _answers(program: Thunderbird, mail: Mail, *, at: datetime) -> Iterator[tuple[str, bytes]]:
    first = invitations.facts(3, at=at)
    yield "accept", _answer(program, mail, first, button=ACCEPT)
    yield "decline", _answer(program, mail, invitations.facts(4, at=at), button=DECLINE)
    yield "tentative", _answer(program, mail, invitations.facts(5, at=at), button=TENTATIVE)
    # The first is moved by us: its SEQUENCE is higher, and Thunderbird asks its user anew.
    update = invitations.moved(first, at=datetime.now(UTC))
    yield "accept-again", _answer(program, mail, update, button=ACCEPT)


def _answer(program: Thunderbird, mail: Mail, shown: CalendarFacts, *, button: str) -> bytes:
    """What arrives at our mailbox when that button is pressed under this invitation."""
    before = len(mail.messages(DESK))
    mail.send(
        invitations.mail(shown), sender=f"b-x@{invitations.DOMAIN}", to=shown.attendee_address
    )
    buttons = program.open(invitations.message_id(shown))
    if button not in buttons:
        raise RuntimeError(f"no {button} under the invitation, but {', '.join(buttons)}")
    program.press(button)
    arrived = until(lambda: mail.raw_messages(DESK)[before:], what="an answer by mail")
    program.close()
    return arrived[0]


def _read(kept: Path) -> str:
    said = StringIO()
    call_command("read_reply", str(kept), stdout=said)
    return said.getvalue()


if __name__ == "__main__":
    try:
        if len(sys.argv) > 1:
            main(Path(sys.argv[1]))
        else:
            with tempfile.TemporaryDirectory() as unkept:
                main(Path(unkept))
    except ServerMissing as missing:
        print(f"skipped: {missing}")
        sys.exit(SKIPPED)
