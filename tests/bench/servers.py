"""The servers of a measurement: as the tests have them, but a PostgreSQL that really writes."""

from contextlib import ExitStack
from pathlib import Path

from tests.servers.mail import Mail, MailServers
from tests.servers.postgres import Postgres
from tests.servers.processes import Process, unprivileged
from tests.servers.valkey import Valkey

_LAZY = {"fsync=off", "full_page_writes=off", "synchronous_commit=off"}


def start(folder: Path, stack: ExitStack) -> tuple[Mail, str, str]:
    """(mail, redis://…, postgres://…/postgres)"""
    mail = MailServers(folder)
    stack.callback(mail.stop)
    redis_url = stack.enter_context(Valkey(folder)).url
    return mail.mail, redis_url, durable_postgres(folder, stack)


def durable_postgres(folder: Path, stack: ExitStack) -> str:
    """The tests' server is told not to wait for the disk; start it again without those words."""
    lazy = Postgres(folder)
    lazy.stop()
    argv: list[str] = []
    for part in lazy.popen.args:  # type: ignore[union-attr]
        if part in _LAZY:
            argv.pop()  # the -c before it
        else:
            argv.append(str(part))
    account = unprivileged()
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    server = Process(
        argv, log=folder / "postgres.log", cwd=folder / "postgres", **(identity if account else {})
    )
    stack.callback(server.stop)
    server.wait_for(lazy.ready)
    return lazy.url
