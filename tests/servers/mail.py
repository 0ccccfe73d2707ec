"""Real mail for tests: SMTP (tests/servers/relay.py) in front of Dovecot's IMAP.

`MailServers` starts them; `Mail` is how a test speaks to them, from any process.
"""

import fcntl
import imaplib
import json
import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.servers.processes import (
    Process,
    ServerMissing,
    answers,
    free_port,
    program,
    unprivileged,
)  # fmt: skip

PASSWORD = "test"
DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
lmtp_hdr_delivery_address = none
lmtp_add_received_header = no
maildir_very_dirty_syncs = no
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/mail/%Lu allow_all_users=yes
}}
"""
EMPTY_TABLE: dict[str, Any] = {
    "trusted": [], "catch_all": {}, "refuse_rcpt": {}, "refuse_data": {}, "bounce": {},
}  # fmt: skip


class Mail:
    """The address book of one test run's mail servers."""

    def __init__(self, *, smtp_port: int, imap_port: int, folder: Path) -> None:
        self.smtp_port, self.imap_port, self.folder = smtp_port, imap_port, folder
        self.smtp_url = f"smtp://127.0.0.1:{smtp_port}"
        self.log_url = f"file://{folder}/mail.log"

    @classmethod
    def from_text(cls, text: str) -> "Mail":
        facts = json.loads(text)
        return cls(smtp_port=facts["smtp"], imap_port=facts["imap"], folder=Path(facts["folder"]))

    def as_text(self) -> str:
        facts = {"smtp": self.smtp_port, "imap": self.imap_port, "folder": str(self.folder)}
        return json.dumps(facts)

    def imap_url(self, mailbox: str) -> str:
        return f"imap://{quote(mailbox, safe='')}:{PASSWORD}@127.0.0.1:{self.imap_port}/INBOX"

    def trust(self, *senders: str) -> None:
        """Mail of these addresses or domains passes the receiving server's checks."""
        with self._table() as table:
            table["trusted"] += [sender.lower() for sender in senders]

    def catch_all(self, domain: str, *, mailbox: str) -> None:
        """Every address of the domain arrives in this mailbox."""
        with self._table() as table:
            table["catch_all"][domain.lower()] = mailbox.lower()

    def refuse(self, address: str, reply: str, *, at: str = "rcpt") -> None:
        """Answer `reply` (e.g. "451 4.3.0 later") to that recipient; an empty reply ends it."""
        with self._table() as table:
            table[f"refuse_{at}"].pop(address.lower(), None)
            if reply:
                table[f"refuse_{at}"][address.lower()] = reply

    def bounce(self, address: str, said: str) -> None:
        """Take mail for that address and write back `said` (e.g. "550 5.1.1 no such user")."""
        with self._table() as table:
            table.setdefault("bounce", {})[address.lower()] = said

    def send(self, message: EmailMessage | bytes, *, sender: str, to: str) -> None:
        raw = message if isinstance(message, bytes) else message.as_bytes(policy=policy.SMTP)
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as smtp:
            smtp.sendmail(sender, [to], raw)

    def messages(self, mailbox: str) -> list[EmailMessage]:
        raws = self.raw_messages(mailbox)
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]  # type: ignore[misc]

    def raw_messages(self, mailbox: str) -> list[bytes]:
        """What lies in a mailbox, oldest first; reading marks nothing as seen."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as imap:
            imap.login(mailbox, PASSWORD)
            imap.select("INBOX", readonly=True)
            numbers = imap.search(None, "ALL")[1][0].split()
            return [imap.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]  # type: ignore[index,misc]

    @contextmanager
    def _table(self) -> Iterator[dict[str, Any]]:
        path = self.folder / "table.json"
        with (self.folder / "table.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = json.loads(path.read_text())
            yield table
            path.with_suffix(".new").write_text(json.dumps(table))
            path.with_suffix(".new").replace(path)


class MailServers:
    """Dovecot and the relay, both stopped on leaving."""

    def __init__(self, folder: Path) -> None:
        dovecot = program("dovecot", package="dovecot-imapd dovecot-lmtpd")
        version = subprocess.run([dovecot, "--version"], capture_output=True, text=True).stdout
        if not version.startswith("2.3."):
            raise ServerMissing(f"these tests are written for Dovecot 2.3, here is {version}")
        ports = {"imap_port": free_port(), "lmtp_port": free_port()}
        self.mail = Mail(smtp_port=free_port(), imap_port=ports["imap_port"], folder=folder)
        (folder / "table.json").write_text(json.dumps(EMPTY_TABLE))
        (folder / "mail.log").touch()
        (folder / "dovecot.conf").write_text(
            DOVECOT.format(folder=folder, password=PASSWORD, **ports, **accounts(folder))
        )
        self.dovecot = Process(
            [dovecot, "-F", "-c", folder / "dovecot.conf"], log=folder / "dovecot.out"
        )
        self.dovecot.wait_for(lambda: all(answers(port) for port in ports.values()))
        self.relay = Process(
            [sys.executable, "-m", "tests.servers.relay", str(self.mail.smtp_port),
             str(ports["lmtp_port"]), folder],
            log=folder / "relay.out", cwd=Path(__file__).parents[2],
        )  # fmt: skip
        self.relay.wait_for(lambda: answers(self.mail.smtp_port))

    def stop(self) -> None:
        self.relay.stop()
        self.dovecot.stop()


def accounts(folder: Path) -> dict[str, str]:
    """Whom Dovecot runs as: ourselves, or its own accounts when we are root."""
    (folder / "mail").mkdir()
    nobody = unprivileged()
    if nobody is None:
        me, group = str(os.getuid()), str(os.getgid())
        return {
            "mail_user": me, "mail_group": group,
            "internal": user_name(), "internal_group": group_name(), "login": user_name(),
        }  # fmt: skip
    folder.chmod(0o711)
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    return {
        "mail_user": str(nobody.pw_uid), "mail_group": str(nobody.pw_gid),
        "internal": "dovecot", "internal_group": "dovecot", "login": "dovenull",
    }  # fmt: skip


def user_name() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def group_name() -> str:
    import grp

    return grp.getgrgid(os.getgid()).gr_name
