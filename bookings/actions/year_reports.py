"""Files of the results: asked for on a page, made by the worker, kept thirty days.

The row says how far it is. Rows are read first, of one moment, and written after that.
"""

import logging
import pickle
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

import typst
from django.db import transaction
from django.utils.translation import override

from accounts.models import User
from accounts.snapshot import snapshot
from bookings.models import YearReport, YearReportPart
from bookings.models.year_report import KEPT
from bookings.yearbook import printing, sessions
from bookings.yearbook.tables import tables_of
from bookings.yearbook.writing import Book, book_of
from lectures import jobs
from lectures.eras import fiscal_year_label
from lectures.models.job import MOST_TRIES
from lectures.zones import local

logger = logging.getLogger(__name__)
TASK = "bookings.tasks.make_year_reports"
PART = 1_000_000
_HEARD_EVERY = 5000
_State, _Kind = YearReport.State, YearReport.Kind
Tell = Callable[[int, int], None]  # done, whole


def ask(kind: str, year: int, *, site_id: int, user: User, at: datetime) -> YearReport:
    """One at a time of each: who asks while it is being made gets that one."""
    with transaction.atomic():
        job, made = YearReport.objects.get_or_create(
            kind=kind, year=year, state__in=[_State.WAITING, _State.GOING],
            defaults={"site_id": site_id, "user": user, "asked_at": at},
        )  # fmt: skip
        if made:
            transaction.on_commit(partial(jobs.call_worker, TASK))
    return job


def make_due(*, now: jobs.Now, seconds: float) -> int:
    return jobs.do_due(YearReport, make, now=now, seconds=seconds)


def forget(*, at: datetime) -> None:
    """What is older than thirty days, in the open town."""
    old = YearReport.objects.filter(asked_at__lt=at - KEPT)
    YearReportPart.objects.filter(report__in=old).delete()
    old.delete()


def make(pk: int, *, now: jobs.Now) -> bool:
    """Whether this call made it. Each take is a try; after three it is given up."""
    if not YearReport.objects.take(pk, at=now()):
        return False
    job = YearReport.objects.get(pk=pk)
    mine = YearReport.objects.mine(job)
    if job.tries > MOST_TRIES:
        mine.update(state=_State.FAILED)
        return False

    def tell(done: int, whole: int) -> None:
        mine.update(done=done, whole=whole, heard_at=now())

    with TemporaryFile() as file, override("ja"):
        try:
            pages = _MAKERS[_Kind(job.kind)](job, file, at=now(), tell=tell)
        except typst.TypstError:
            logger.exception("year report %s cannot be set", job.public_id)
            mine.update(state=_State.FAILED)
            return False
        return _keep(job, mine, file, pages=pages, at=now())


def chunks(job: YearReport) -> Iterator[bytes]:
    """The file, a part at a time."""
    parts = YearReportPart._base_manager.filter(report=job).order_by("order")
    for order in range(parts.count()):
        yield bytes(parts.get(order=order).data)


def _pdf(job: YearReport, file: IO[bytes], *, at: datetime, tell: Tell) -> int:
    report = printing.report_of(job.year, at=at)
    tell(1, 2)
    pdf = printing.pdf_of(report)
    file.write(pdf)
    return printing.pages_in(pdf)


def _tables(job: YearReport, file: IO[bytes], *, at: datetime, tell: Tell) -> int:
    book_of(tables_of(job.year, at=at)).save(file)
    return 0


def _sessions(job: YearReport, file: IO[bytes], *, at: datetime, tell: Tell) -> int:
    """A sheet for each fiscal year, which the rows of a year always fit."""
    with TemporaryFile() as held:
        with snapshot():
            names = sessions.names_of(on=local(at).date())
            years = [job.year] if job.year else sessions.years_held()
            counts = {year: _set_aside(year, held) for year in years}
        held.seek(0)
        written, book = 0, Book()

        def rows(year: int) -> Iterator[Any]:
            nonlocal written
            for _one in range(counts[year]):
                yield sessions.row_of(pickle.load(held), names)
                written += 1
                if written % _HEARD_EVERY == 0:
                    tell(written, sum(counts.values()))

        for year in years:
            book.sheet(fiscal_year_label(year), sessions.headings(), rows(year))
        book.save(file)
    return 0


def _set_aside(year: int, held: IO[bytes]) -> int:
    count = 0
    for one in sessions.held([year], opened=nullcontext):
        pickle.dump(one, held)
        count += 1
    return count


_MAKERS: dict[YearReport.Kind, Callable[..., int]] = {
    _Kind.PDF: _pdf,
    _Kind.TABLES: _tables,
    _Kind.SESSIONS: _sessions,
}


def _keep(job: YearReport, mine: Any, file: IO[bytes], *, pages: int, at: datetime) -> bool:
    size = file.tell()
    file.seek(0)
    with transaction.atomic():
        done = {"state": _State.DONE, "ended_at": at, "size": size, "pages": pages}
        if not mine.update(done=1, whole=1, **done):
            return False
        YearReportPart.objects.filter(report=job).delete()
        for order, data in enumerate(iter(lambda: file.read(PART), b"")):
            YearReportPart.objects.create(site_id=job.site_id, report=job, order=order, data=data)
    return True
