"""A source is looked at: its file is kept, compared, and brought in where the town has said so."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from lectures.courses import applying, fetching, packing
from lectures.courses.applying import Look, look
from lectures.models import CourseSource, SourceFile

logger = logging.getLogger(__name__)


def due() -> list[int]:
    """Every source of every town that is to be looked at each morning."""
    with scopes_disabled():
        rows = CourseSource.objects.filter(enabled=True).exclude(kind=CourseSource.Kind.UPLOAD)
        return list(rows.order_by("pk").values_list("pk", flat=True))


def visit(source: CourseSource, *, at: datetime) -> None:
    """What goes wrong is told in the source's list, and is no reason to stop the others."""
    file = SourceFile.objects.filter(source=source).first()
    etag, modified = (source.etag, source.modified) if file else ("", "")
    try:
        got = fetching.fetch(source.address, etag=etag, modified=modified)
    except fetching.NotFetched as refusal:
        note(source, str(refusal), at=at, ok=False)
        return
    if got.content is not None:
        content = got.content
        source.etag, source.modified = got.etag, got.modified
        keep(source, content, name=source.address.rpartition("/")[2], at=at)
    else:  # The file is the same, but what waits in it still waits, and settings may have changed.
        content = bytes(file.content) if file else b""
    if source.unattended == CourseSource.Unattended.BRING_IN:
        try:
            bring_in(source, content, at=at)
        except applying.NotApplied as refusal:
            told(source, refusal.look, at=at)
    else:
        look_at(source, content, at=at)


def keep(source: CourseSource, content: bytes, *, name: str, at: datetime) -> None:
    SourceFile.objects.update_or_create(
        source=source,
        defaults={
            "site_id": source.site_id, "name": name[:200], "content": content, "at": at, "report": None,
        },
    )  # fmt: skip


@transaction.atomic
def bring_in(source: CourseSource, content: bytes, *, at: datetime, **how: Any) -> None:
    """`how`: as in `applying.bring_in`, whose refusal goes to the caller."""
    done = applying.bring_in(source, content, at=at, **how)
    _remember(source, look(source, content, at=at))
    note(source, _("取りこみました。") + words_of(done), at=at, ok=True)


def look_at(source: CourseSource, content: bytes, *, at: datetime) -> None:
    told(source, look(source, content, at=at), at=at)


def told(source: CourseSource, seen: Look, *, at: datetime) -> None:
    _remember(source, seen)
    if seen.problems:
        first = seen.problems[0]
        note(source, f"{first.place} {first.sentence}", at=at, ok=False)
    else:
        note(source, words_of(seen), at=at, ok=True)


def seen_in(file: SourceFile) -> tuple[Look, str] | None:
    """(what the newest look found, its stamp). None: nobody has looked yet."""
    if file.report is None:
        return None
    report, problems, stamp = packing.unpacked(file.report)
    return Look(report, problems), stamp


def _remember(source: CourseSource, seen: Look) -> None:
    report = packing.packed(seen.report, seen.problems, stamp=seen.stamp)
    SourceFile.objects.filter(source=source).update(report=report)


def words_of(seen: Look) -> str:
    report = seen.report
    return _(
        "新しい講座 %(new)d件、変わる講座 %(changed)d件、こちらで直した講座 %(edited)d件、なくなった講座 %(gone)d件、同じ講座 %(same)d件。"
    ) % {
        "new": len(report.new),
        "changed": len(report.changed),
        "edited": len(report.with_edits),
        "gone": len(report.gone),
        "same": len(report.same),
    }


def note(source: CourseSource, words: str, *, at: datetime, ok: bool) -> None:
    source.last_run_at, source.last_result, source.last_ok = at, words[:400], ok
    if not ok:
        source.etag = source.modified = ""
        logger.warning("course source %s: not brought in", source.public_id)
    source.save(update_fields=["last_run_at", "last_result", "last_ok", "etag", "modified"])
