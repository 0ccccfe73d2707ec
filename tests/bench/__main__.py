"""`make bench`: a few real measurements on this machine, as a Markdown table.

Median of five rounds, both engines in one run, so that the ratios hold even where the
milliseconds do not. Nothing is asserted. `python -m tests.bench inbox` measures one part only, and
`looks` the pages as a browser on a slow line meets them; `forecast` tries the forecast of the year on
simulated years, the same on every machine; `planning` measures plans of made-up towns.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import forecast, planning, servers
from tests.servers import debian, templates
from tests.servers.mail import Mail

SECRETS = {"SECRET_KEY": "only-for-measuring-" + "0123456789" * 5, "LINK_KEYS": "b=" + "0f" * 32}
DOMAIN = "bench.test"


def main() -> int:
    debian.install_missing()
    os.environ.setdefault("SECRET_KEY", SECRETS["SECRET_KEY"])
    if sys.argv[1:] == ["looks"]:
        return look()
    if sys.argv[1:2] == ["forecast"]:
        return forecast.main()
    if sys.argv[1:2] == ["planning"]:
        return planning.main()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {load()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="okigaru-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        mail, redis_url, postgres_url = servers.start(folder, stack)
        mail.catch_all(DOMAIN, mailbox=f"all@{DOMAIN}")
        results = {
            engine: measure(folder, url, redis_url=redis_url, mail=mail)
            for engine, url in databases(folder, postgres_url).items()
        }
    print(table(results))
    print(f"\n{load()} at the end")
    if sys.argv[1:]:
        return 0
    return forecast.main() or planning.main() or look()


def look() -> int:
    """Every public page in a browser. In a process of its own, as all that is measured here."""
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.looks"], cwd=templates.ROOT
    ).returncode


def databases(folder: Path, postgres_url: str) -> dict[str, str]:
    """A migrated, empty database of each engine."""
    shutil.copy(templates.sqlite_template(), folder / "bench.sqlite3")
    template = templates.postgres_template(postgres_url)
    return {
        "SQLite": f"sqlite:///{folder}/bench.sqlite3",
        "PostgreSQL": f"{postgres_url.rsplit('/', 1)[0]}/{template}",
    }


def measure(folder: Path, url: str, *, redis_url: str, mail: Mail) -> dict[str, dict[str, float]]:
    environment = {
        **os.environ, **SECRETS,
        "DJANGO_SETTINGS_MODULE": "config.settings", "ENV_FILE": os.devnull, "DEMO": "0",
        "DEBUG": "0", "DATABASE_URL": url, "REDIS_URL": redis_url, "DATA_DIR": str(folder),
        "STATIC_ROOT": str(templates.static_root()), "EMAIL_URL": mail.smtp_url,
        "OUTBOX_DOMAIN_BURST": "100000", "OUTBOX_DOMAIN_PER_SECOND": "100000",
        "BENCH_MAIL_DOMAIN": DOMAIN,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.measure", *sys.argv[1:]], cwd=templates.ROOT, env=environment,
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def table(results: dict[str, dict[str, dict[str, float]]]) -> str:
    engines = list(results)
    lines = [
        f"| What (one process, one at a time) | {' | '.join(engines)} | SQL statements |",
        "|---|" + "---:|" * (len(engines) + 1),
    ]
    for name in results[engines[0]]:
        cells = [told(results[engine][name]) for engine in engines]
        counts = {str(int(results[engine][name].get("sql", -1))) for engine in engines} - {"-1"}
        lines.append(f"| {name} | {' | '.join(cells)} | {' / '.join(sorted(counts)) or '–'} |")
    return "\n".join(lines)


def told(found: dict[str, float]) -> str:
    """`mb`: what an export takes beside what its process had before; `peak`: with that."""
    milliseconds = found["ms"]
    if "mb" in found:
        size = found["bytes"] / 1_000_000
        return f"{milliseconds / 1000:.1f} s, {found['mb']:.0f} MB (peak {found['peak']:.0f}), file {size:.1f} MB"
    return f"{milliseconds:.1f} ms ({1000 / milliseconds:.0f}/s)"


def load() -> str:
    return "load {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
