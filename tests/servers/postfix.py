"""A real Postfix in front of our LMTP server, as docs/receiving-mail.md sets one up. Needs root."""

import os
import pwd
import signal
from pathlib import Path

from tests.servers.processes import Process, ServerMissing, answers, free_port, program

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.test
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_transport = lmtp:{lmtp}
smtpd_recipient_restrictions = reject_unauth_destination
message_size_limit = 10000000
lmtp_destination_recipient_limit = 50
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """`with Postfix(…) as postfix:` takes mail at `postfix.port` and hands it to `lmtp`."""

    def __init__(self, folder: Path, *, domain: str, lmtp: str) -> None:
        postfix = program("postfix", package="postfix")
        if os.geteuid() != 0:
            raise ServerMissing("Postfix starts as root only")
        self.folder, self.port, config = folder, free_port(), folder / "config"
        for name in ("config", "queue", "data"):
            (folder / name).mkdir()
        folder.chmod(0o755)
        os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        facts = {"folder": folder, "domain": domain, "lmtp": lmtp, "port": self.port}
        (config / "main.cf").write_text(MAIN.format(**facts))
        (config / "master.cf").write_text(MASTER.format(**facts))
        self.log = folder / "postfix.log"
        self.process = Process([postfix, "-c", config, "start-fg"], log=folder / "postfix.out")

    def __enter__(self) -> "Postfix":
        self.process.wait_for(lambda: answers(self.port))
        return self

    def __exit__(self, *_facts: object) -> None:
        # Its master makes a session of its own, which outlives the process that started it.
        master = self.folder / "queue/pid/master.pid"
        if master.exists():
            os.killpg(int(master.read_text()), signal.SIGTERM)
        self.process.stop()
