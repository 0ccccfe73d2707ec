"""A source's file is compared with the pages that came of it, and brought in: all of it or nothing."""

import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from lectures.courses import calendars, tables
from lectures.courses.found import FACTS, MEETING, Found, spelt
from lectures.courses.found import Course as FoundCourse
from lectures.courses.merging import Change, Known, Merged, Report, alike, merged
from lectures.courses.unsaid import ASK
from lectures.ledger.forms import town_of
from lectures.models import (
    CourseIndexPage,
    CourseMeeting,
    CoursePage,
    CoursePageMeeting,
    CourseSource,
    ImportedCourse,
    Provider,
)
from lectures.models.course import CourseFacts
from lectures.sheets.table import Problem
from lectures.zones import local

logger = logging.getLogger(__name__)

ACTION = "lectures.courses"
_CARRIED = [name for name in FACTS if name != "host"]


@dataclass
class Look:
    report: Report = field(default_factory=Report)
    problems: list[Problem] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        return self.report.stamp()


class NotApplied(Exception):
    """Nothing was done: it is not what was seen any more, or a course cannot be kept."""

    def __init__(self, look: Look) -> None:
        super().__init__("; ".join(problem.sentence for problem in look.problems))
        self.look = look


def read(source: CourseSource, data: bytes, *, at: datetime) -> Found:
    """By what the file is, not by what it was called."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n").upper()
    try:
        if start.startswith(b"BEGIN:VCALENDAR"):
            return calendars.courses_in(data, at=at)
        return tables.courses_in(data, headings=source.headings)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        # A kept file is read again at every look: one that breaks a reader may not break the page.
        logger.exception("course source %s: its file broke the reader", source.public_id)
        return Found(problems=[Problem(0, "", _("ファイルがこわれていて読めません。"))])


def look(source: CourseSource, data: bytes, *, at: datetime) -> Look:
    found = read(source, data, at=at)
    if found.problems:
        return Look(problems=found.problems)
    if index_of(source) is None:
        return Look(problems=[Problem(0, "", _("公開講座の一覧のページがありません。先に作ってください。"))])  # fmt: skip
    rows = list(
        source.courses.select_related("page__provider", "page__latest_revision").prefetch_related(
            "page__meetings"
        )
    )
    providers = Provider.objects.filter(site=source.site).in_bulk()
    known = [_known(row, providers, at=at) for row in rows if row.page is not None]
    if source.kind == CourseSource.Kind.UPLOAD:
        known += _ours(found.courses, source, apart={one.page for one in known})
    deleted = {row.key: row.title for row in rows if row.page is None}
    courses = [_filled(course, source) for course in found.courses]
    return Look(report=merged(courses, known, deleted=deleted, at=at))


@transaction.atomic
def bring_in(
    source: CourseSource,
    data: bytes,
    *,
    at: datetime,
    user: User | None = None,
    stamp: str | None = None,
    picked: Collection[str] = (),
    heard: Callable[[int, int], None] = lambda done, whole: None,
) -> Look:
    """`picked`: boxes of what was edited here and is to be as the source says. `heard` is told how
    many courses are done, of how many."""
    CourseSource.objects.select_for_update().get(pk=source.pk)
    seen = look(source, data, at=at)
    if seen.problems or (stamp is not None and stamp != seen.stamp):
        raise NotApplied(seen)
    report = seen.report
    wanted = (*report.new, *report.changed, *report.edited)
    for done, one in enumerate(wanted):
        heard(done, len(wanted))
        try:
            _bring(one, source, user=user, picked=picked)
        except ValidationError as error:
            said = f"「{one.title}」{' '.join(error.messages)}"
            seen.problems.append(Problem(one.found.row, "", said))
            raise NotApplied(seen) from None
    _mark_gone(source, report, at=at)
    return seen


def index_of(source: CourseSource) -> CourseIndexPage | None:
    """The town's list of courses, in its own language."""
    language = source.site.root_page.locale_id
    pages = CourseIndexPage.objects.filter(locale_id=language, alias_of=None).order_by("path")
    return next((page for page in pages if town_of(page) == source.site), None)


def _filled(course: FoundCourse, source: CourseSource) -> FoundCourse:
    """A contact that is the provider's own is not said twice."""
    facts = dict(course.facts)
    if alike(facts.get("contact", ""), source.provider.contact):
        facts["contact"] = ""
    return FoundCourse(course.key, facts, course.meetings, course.row)


def _known(row: ImportedCourse, providers: Mapping[int, Provider], *, at: datetime) -> Known:
    assert row.page is not None
    page = _drafted(row.page, providers)
    keys = {name: key for key, name in row.names.items()}
    last = max((line.ends_at for line in page.meetings.all()), default=None)
    return Known(
        key=row.key,
        page=page.pk,
        title=page.title,
        said=row.said,
        here=_here(page, keys=keys),
        over=last is not None and last < at,
    )


def _drafted(page: CoursePage, providers: Mapping[int, Provider]) -> CoursePage:
    """The newest draft's facts, to compare with and not to keep: a file's pages in few queries."""
    if not page.has_unpublished_changes or page.latest_revision is None:
        return page
    content = page.latest_revision.content
    draft = CoursePage.from_serializable_data(content, check_fks=False, strict_fks=False)
    draft.provider = providers.get(draft.provider_id) or page.provider
    return draft


def _ours(courses: Iterable[FoundCourse], source: CourseSource, *, apart: set[int]) -> list[Known]:
    """Pages whose meetings the file calls by our own names: it is our own export, edited."""
    names = [
        name
        for course in courses
        for meeting in course.meetings
        if (name := _as_name(meeting.key.partition("@")[0]))
    ]
    found = CourseMeeting.objects.filter(public_id__in=names)
    courses_of_ours = set(found.values_list("course_id", flat=True))
    pages = CoursePage.objects.filter(
        course__in=courses_of_ours, locale_id=source.site.root_page.locale_id, alias_of=None
    ).exclude(pk__in=apart)
    return [_adopted(page.get_latest_revision_as_object()) for page in pages]


def _as_name(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def _adopted(page: CoursePage) -> Known:
    rows = {row.public_id for row in page.course.meetings.all()}
    keys = {}
    for line in page.meetings.all():
        derived = uuid5(page.course.public_id, str(line.public_id))
        keys[str(line.public_id)] = str(derived if derived in rows else line.public_id)
    names = {theirs: ours for ours, theirs in keys.items()}
    here = _here(page, keys=keys)
    return Known(f"page|{page.pk}", page.pk, page.title, {}, here, names=names, adopted=True)


def _here(page: CoursePage, *, keys: dict[str, str]) -> dict[str, str]:
    """The page in the words of a file; a line that no source knows has no key."""
    facts = {name: spelt(name, getattr(page, name)) for name in _CARRIED}
    facts["host"] = page.provider.name
    facts["standing"] = "中止" if page.is_cancelled else ""
    if alike(facts["contact"], page.provider.contact):
        facts["contact"] = ""
    for line in page.meetings.all():
        if key := keys.get(str(line.public_id)):
            facts[MEETING + key] = _packed(line)
    return facts


def _packed(line: CoursePageMeeting) -> str:
    times = [moment.astimezone(UTC).isoformat() for moment in (line.starts_at, line.ends_at)]
    rest = [line.title, line.lecturer, line.room, line.all_day, line.cancelled]
    return json.dumps([*times, *rest], ensure_ascii=False)


def _bring(
    one: Merged, source: CourseSource, *, user: User | None, picked: Collection[str]
) -> None:
    taken = [*one.changes, *(c for c in one.edited if c.token(one.key) in picked)]
    row = ImportedCourse.objects.filter(source=source, key=one.key).first()
    row = row or ImportedCourse(source=source, site_id=source.site_id, key=one.key)
    if one.known is not None and one.known.adopted:
        row.names = dict(one.known.names)
        if taken:
            _edit(one.known.page, taken, row, source=source, user=user)
        return  # our own page stays our own: the file is what somebody edited
    if one.known is None:
        row.page = _add(one, row, source=source, user=user)
    elif taken:
        row.page = _edit(one.known.page, taken, row, source=source, user=user)
    else:
        row.page_id = one.known.page
    said = {
        name: value for name, value in one.said.items() if value or not name.startswith(MEETING)
    }
    names = {key: name for key, name in row.names.items() if MEETING + key in said}
    before = (row.said, row.names, row.title) if row.pk else None
    row.said, row.names, row.title, row.gone_since = said, names, one.title[:120], None
    if before != (row.said, row.names, row.title):
        row.save()


def _add(
    one: Merged, row: ImportedCourse, *, source: CourseSource, user: User | None
) -> CoursePage:
    page = CoursePage(provider=source.provider, live=False, owner=user, fee_note=ASK, audience=ASK)
    if source.introduced:
        page.city_role = CourseFacts.CityRole.INTRODUCED
        page.source_name = source.name
        page.source_url = source.address if len(source.address) <= 200 else ""
    index = index_of(source)
    assert index is not None
    page.locale = index.locale
    _write(page, one.changes, row, source=source)
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    page.full_clean()
    revision = page.save_revision(user=user, log_action=ACTION)
    if source.publishes:
        revision.publish(user=user)
    return page


def _edit(
    pk: int, taken: Iterable[Change], row: ImportedCourse, *, source: CourseSource, user: User | None
) -> CoursePage:  # fmt: skip
    stored = CoursePage.objects.get(pk=pk)
    if user is not None and stored.permissions_for_user(user).page_locked():
        raise ValidationError(_("このページは、いまロックされていて直せません。"))
    at_once = source.publishes and stored.live and not stored.has_unpublished_changes
    page = stored.get_latest_revision_as_object()
    _write(page, taken, row, source=source)
    page.full_clean()
    revision = page.save_revision(user=user, log_action=ACTION)
    if at_once:
        revision.publish(user=user)
    return stored


def _write(
    page: CoursePage, taken: Iterable[Change], row: ImportedCourse, *, source: CourseSource
) -> None:
    lines = {str(line.public_id): line for line in page.meetings.all()}
    kept = list(lines.values())
    for change in taken:
        if change.field.startswith(MEETING):
            key = change.field.removeprefix(MEETING)
            name = row.names.get(key) or (key if key in lines else None)
            line = lines.get(name or "")
            if not change.new:
                kept = [each for each in kept if each is not line]
            else:
                kept.append(line) if line and line not in kept else None
                line = line or _line(kept, key, row, source=source)
                _fill(line, change.new)
                row.names = {**row.names, key: str(line.public_id)}
        elif change.field == "host":
            page.provider = _provider(change.new, source=source)
        elif change.field in _CARRIED:
            setattr(page, change.field, _value(change))
    page.meetings = kept


def _line(
    kept: list[CoursePageMeeting], key: str, row: ImportedCourse, *, source: CourseSource
) -> CoursePageMeeting:
    """The name follows from the source's, so that a lost draft brings no second one."""
    line = CoursePageMeeting(public_id=uuid5(source.public_id, f"{row.key}\n{key}"))
    line.sort_order = len(kept)
    kept.append(line)
    return line


def _fill(line: CoursePageMeeting, packed: str) -> None:
    starts, ends, line.title, line.lecturer, line.room, line.all_day, line.cancelled = json.loads(packed)  # fmt: skip
    line.starts_at, line.ends_at = (datetime.fromisoformat(text) for text in (starts, ends))


def _value(change: Change) -> Any:
    value = FACTS[change.field][1].value(change.new)
    if value is None and change.field not in ("capacity", "intake_from", "intake_until", "hours_given"):  # fmt: skip
        return "course" if change.field == "entry" else ""
    return value


def _provider(name: str, *, source: CourseSource) -> Provider:
    if not name or name == source.provider.name:
        return source.provider
    made = {"site_id": source.site_id, "kind": Provider.Kind.OTHER}
    return Provider.objects.get_or_create(name=name, site=source.site, defaults=made)[0]


def _mark_gone(source: CourseSource, report: Report, *, at: datetime) -> None:
    keys = [one.key for one in report.gone]
    day = local(at).date()
    source.courses.filter(key__in=keys, gone_since=None).update(gone_since=day)
    source.courses.exclude(key__in=keys).exclude(gone_since=None).update(gone_since=None)
