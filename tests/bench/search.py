"""The 50 everyday queries of tests/corpus/queries/ on 10,000 pages that share their words.

How many find their lecture first is told beside the times, for it depends on no machine.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

PAGES, ROUNDS = 10_000, 3


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
        taken = _taken(ask, queries())
        for words, part in (("half", 0.5), ("95 %", 0.95)):
            found[f"{name}, {PAGES} pages: {words} of the queries within"] = {
                "ms": taken[int(len(taken) * part)]
            }
    found[f"search page, with facets, {PAGES} pages: half of the queries within"]["sql"] = (
        statements(lambda: page(queries()[0]))
    )
    return found


def _taken(ask: Callable[[dict[str, str]], None], asked: list[dict[str, str]]) -> list[float]:
    """Milliseconds of each query, the median of some rounds, in order."""
    ask(asked[0])
    found = []
    for one in asked:
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            ask(one)
            times.append((time.perf_counter() - start) * 1000)
        found.append(sorted(times)[ROUNDS // 2])
    return sorted(found)
