"""The 50 everyday queries of tests/corpus/queries/ on 10,000 pages that share their words.

How many find their lecture first is told beside the times, for it depends on no machine. Beside the
time that passed stands the time that the two processes worked: other work on the machine is not in it.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGES, ROUNDS = 10_000, 5


def search(site: Any) -> dict[str, dict[str, float]]:
    from django.db import connection
    from wagtail.models import Page

    from cms.search import finding
    from cms.search.asked import Asked
    from tests.bench.rounds import statements
    from tests.corpus.queries import queries
    from tests.factories import catalogue

    catalogue.fill(site, beside=PAGES - 100)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    missed = catalogue.missed(site)
    told = f"{connection.vendor}: {len(queries()) - len(missed)} of {len(queries())} first"
    print(told, f"(missed: {'、'.join(missed)})", file=sys.stderr, flush=True)

    def page(one: dict[str, str]) -> None:
        finding.find(site, Asked(q=one["q"]), language=one["language"])

    def api(one: dict[str, str]) -> None:
        list(Page.objects.live().search(one["q"])[:20])

    found = {}
    for name, ask in (("search page, with facets", page), ("Page.objects.search, first 20", api)):
        rounds = [_rounds(ask, one, worked=_worked(connection)) for one in queries()]
        for number, what in enumerate(("", ", processor time")):
            taken = sorted(one[number] for one in rounds)
            for words, part in (("half", 0.5), ("95 %", 0.95)):
                found[f"{name}, {PAGES} pages: {words} of the queries within{what}"] = {
                    "ms": taken[int(len(taken) * part)]
                }
    found[f"search page, with facets, {PAGES} pages: half of the queries within"]["sql"] = (
        statements(lambda: page(queries()[0]))
    )
    return found


def _rounds(
    ask: Callable[[dict[str, str]], None], one: dict[str, str], *, worked: Callable[[], float]
) -> tuple[float, float]:
    """Milliseconds: the median of some rounds, of the time that passed and of the time worked."""
    ask(one)
    passed, busy = [], []
    for _round in range(ROUNDS):
        start, before = time.perf_counter(), worked()
        ask(one)
        passed.append((time.perf_counter() - start) * 1000)
        busy.append(worked() - before)
    return sorted(passed)[ROUNDS // 2], sorted(busy)[ROUNDS // 2]


def _worked(connection: Any) -> Callable[[], float]:
    """Milliseconds that this process and, with PostgreSQL, the one that serves it have worked."""
    if connection.vendor != "postgresql":
        return lambda: time.process_time() * 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")  # nanoseconds first
    return lambda: time.process_time() * 1000 + int(told.read_text().split()[0]) / 1e6
