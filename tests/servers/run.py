"""The whole suite, with the servers started once for all of it.

    python -m tests.servers.run                       everything on SQLite, then on PostgreSQL
    python -m tests.servers.run sqlite tests/house    one engine, pytest's own arguments after it

TEST_REDIS_URL and TEST_POSTGRES_URL name servers to use instead of our own.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.servers import debian, templates
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres
from tests.servers.processes import ServerMissing
from tests.servers.valkey import Valkey

ENGINES = ("sqlite", "postgresql")
NO_TESTS = 5  # pytest's exit status when nothing was selected


def main(arguments: Sequence[str]) -> int:
    engines = [arguments[0]] if arguments and arguments[0] in ENGINES else list(ENGINES)
    wanted = [part for part in arguments if part not in ENGINES]
    try:
        debian.install_missing()
    except ServerMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    codes = [with_servers(engines[0], wanted)]
    # What does not touch the database was seen with the first engine.
    codes += [with_servers(engine, ["-m", "not once", *wanted]) for engine in engines[1:]]
    return max(codes)


def with_servers(engine: str, wanted: Sequence[str]) -> int:
    """Every engine gets fresh ones: the second run must not find the first one's mail."""
    with tempfile.TemporaryDirectory(prefix="okigaru-servers-") as folder, ExitStack() as stack:
        try:
            environment = start(Path(folder), stack)
        except ServerMissing as missing:
            print(missing, file=sys.stderr)
            return 1
        return run(engine, wanted, environment)


def start(folder: Path, stack: ExitStack) -> dict[str, str]:
    """What the tests are told in their environment."""
    given = os.environ.get
    mail = MailServers(folder)
    stack.callback(mail.stop)
    redis_url = given("TEST_REDIS_URL") or stack.enter_context(Valkey(folder)).url
    postgres_url = given("TEST_POSTGRES_URL") or stack.enter_context(Postgres(folder)).url
    return os.environ | {
        "TEST_REDIS_URL": redis_url,
        "TEST_POSTGRES_URL": postgres_url,
        "TEST_MAIL": mail.mail.as_text(),
    }


def run(engine: str, wanted: Sequence[str], environment: dict[str, str]) -> int:
    environment = dict(environment)
    if engine == "postgresql":
        server = environment["TEST_POSTGRES_URL"]
        environment["TEST_TEMPLATE"] = templates.postgres_template(server)
        environment["TEST_DATABASE_URL"] = f"{server.rsplit('/', 1)[0]}/okigaru"
    else:
        environment.pop("TEST_DATABASE_URL", None)
        templates.sqlite_template()
    print(f"== {engine} ==", flush=True)
    started = time.monotonic()
    workers = [] if any(part.startswith("-n") for part in wanted) else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", *workers, "--dist", "loadgroup", *wanted]
    code = subprocess.run(command, env=environment, cwd=templates.ROOT).returncode
    print(f"== {engine}: {time.monotonic() - started:.0f} s ==", flush=True)
    return 0 if code == NO_TESTS and wanted else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
