"""Delivered sessions as open data, one file for each fiscal year; small numbers are not told."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django_scopes import scope
from wagtail.models import Site

from accounts.snapshot import snapshot
from bookings import counting
from bookings.yearbook import public, sessions, writing
from cms.opendata.rows import Publisher
from config import clock
from lectures.zones import venue_zone

PREFIX = "results-"


def years() -> list[int]:
    """Those that have something, the newest first."""
    return counting.years()


def year_named(name: str) -> int | None:
    """results-2026 → 2026, if there is such a year."""
    found = {f"{PREFIX}{year}": year for year in years()} if name.startswith(PREFIX) else {}
    return found.get(name)


def answer(request: HttpRequest, site: Site, who: Publisher, year: int) -> StreamingHttpResponse:
    """Sent while it is read, within one snapshot."""
    names = sessions.names_of(on=clock.today(venue_zone()))

    def rows() -> Iterator[list[str | int]]:
        with snapshot():
            yield from public.open_rows(year, names, opened=lambda: scope(site=site))

    response = StreamingHttpResponse(
        writing.csv_lines(public.HEADINGS, rows()), content_type=writing.CSV
    )
    response["Content-Language"] = "ja"
    name = f"{who.code}_{PREFIX}{year}.csv".lstrip("_")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
