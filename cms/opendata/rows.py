"""One row of open data per lecture and per meeting of a course, before it is put into columns.

A lecture has no day of its own: its row says from when until when it is on offer. Japanese only,
as the data sets are. Reads only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from wagtail.models import Site

from cms.feeds import pages
from cms.opendata.settings import OpenDataSettings
from config import clock
from lectures.courses.unsaid import ANYBODY, ASK
from lectures.models import CourseMeeting, CoursePage, LecturePage, OfficeSettings
from lectures.zones import local, venue_zone


@dataclass(frozen=True)
class Publisher:
    """Who publishes."""

    code: str
    prefecture: str
    town: str
    office: str
    phone: str
    area: str


@dataclass(frozen=True)
class Row:
    number: int
    name_id: str
    name: str
    english: str
    subtitle: str
    kind: str
    status: str
    starts_on: date
    ends_on: date
    starts_at: str
    ends_at: str
    about_time: str
    description: str
    fee: str
    audience: str
    contact: str
    phone: str
    host: str
    place: str
    address: str
    capacity: str
    apply_until: str
    how_to_apply: str
    url: str
    website: str
    changed: datetime
    note: str
    room: str = ""

    @property
    def is_free(self) -> bool:
        return not self.fee

    @property
    def is_paid(self) -> bool:
        return self.fee not in ("", ASK)


def publisher(site: Site) -> Publisher:
    """Looking makes no settings: a town that has none yet publishes empty codes."""
    town = OpenDataSettings.objects.filter(site=site).first() or OpenDataSettings(site=site)
    office = OfficeSettings.objects.filter(site=site).first() or OfficeSettings(
        site=site, town_name=site.site_name
    )
    return Publisher(
        code=town.municipality_code,
        prefecture=town.prefecture,
        town=office.town_name,
        office=office.office_name,
        phone=office.phone,
        area=office.area_sentence,
    )


def lecture_rows(site: Site, who: Publisher) -> Iterator[Row]:
    today = clock.today(venue_zone())
    english = _english(pages.lectures(site, language="en", every_year=True))
    found = [
        page
        for page in pages.lectures(site, language="ja", every_year=True)
        if page.lecture_id is not None
    ]
    for page in sorted(found, key=lambda page: page.lecture.pk):
        yield _of_lecture(page, who, english=english, today=today)


def _of_lecture(
    page: LecturePage, who: Publisher, *, english: dict[object, str], today: date
) -> Row:
    year = page.lecture.fiscal_year.year
    starts_on, ends_on = date(year, 4, 1), date(year + 1, 3, 31)
    return Row(
        number=page.lecture.pk,
        name_id=str(page.lecture.public_id),
        name=page.title,
        english=english.get(page.translation_key, ""),
        subtitle=page.number,
        kind="出前講座",
        status="終了" if ends_on < today else "受付中" if page.accepting else "休止",
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at="",
        ends_at="",
        about_time=f"申込みに応じて開催します。1回{page.minutes}分。",
        description=page.summary,
        fee=page.cost_note,
        audience=page.audience or who.area,
        contact=who.office,
        phone=who.phone,
        host=f"{who.town} {page.department.name}",
        place="申込者が用意する会場",
        address=f"{who.prefecture}{who.town}",
        capacity="",
        apply_until="",
        how_to_apply="ホームページまたは電話",
        url=page.full_url,
        website="",
        changed=pages.changed(page),
        note=_note(page),
    )


def _note(page: LecturePage) -> str:
    told = (
        ("用意するもの", page.to_prepare),
        ("市が持っていくもの", page.city_brings),
        ("会場の条件", page.room_need),
        ("行い方", "" if page.format == page.Format.IN_PERSON else page.get_format_display()),
        ("備考", page.remarks),
    )
    return "。".join(f"{name}：{words}" for name, words in told if words)


def meeting_rows(site: Site, who: Publisher) -> Iterator[Row]:
    english = _english(pages.courses(site, language="en"))
    found = sorted(pages.courses(site, language="ja"), key=lambda page: page.course.pk)
    for page in found:
        yield from _of_course(page, who, english=english)


def _of_course(page: CoursePage, who: Publisher, *, english: dict[object, str]) -> Iterator[Row]:
    """A row for each meeting; what is the course's own stands in each of them alike."""
    meetings = sorted(page.course.meetings.all(), key=lambda meeting: meeting.order)
    contact, until = page.contact or page.provider.contact, page.intake_until
    for meeting in meetings:
        starts, ends = local(meeting.starts_at), local(meeting.ends_at)
        yield Row(
            number=meeting.pk,
            name_id=str(meeting.public_id),
            name=page.title,
            english=english.get(page.translation_key, ""),
            subtitle=f"第{meeting.order}回（全{len(meetings)}回）{meeting.title}",
            kind=str(page.get_entry_display()),
            status=_state(page, meeting),
            starts_on=starts.date(),
            ends_on=ends.date(),
            starts_at="" if meeting.all_day else f"{starts:%H:%M}",
            ends_at="" if meeting.all_day else f"{ends:%H:%M}",
            about_time="",
            description=page.summary,
            fee=page.fee_note,
            audience=page.audience or ANYBODY,
            contact=page.provider.name,
            phone=contact,
            host=page.provider.name,
            place=page.place,
            room=meeting.room,
            address=page.place,
            capacity=str(page.capacity or ""),
            apply_until=until.isoformat() if until else "",
            how_to_apply=" ".join(filter(None, [contact, page.apply_url])),
            url=page.full_url,
            website=page.provider.website,
            changed=pages.changed(page),
            note="、".join(filter(None, _notes(page))),
        )


def _state(page: CoursePage, meeting: CourseMeeting) -> str:
    if page.is_cancelled or meeting.cancelled:
        return "中止"
    return "終了" if meeting.ends_at < clock.now() else "開催予定"


def _notes(page: CoursePage) -> list[str]:
    """Where the intake stands, what the town does, what is awarded, where it was told first."""
    role = str(page.get_city_role_display()) if page.city_role else ""
    award = str(page.get_certificate_display()) if page.certificate else ""
    source = f"情報のもと：{page.source_name or page.source_url}"
    return [
        page.intake()[1],
        page.standing_note,
        f"行い方：{page.get_format_display()}" if page.format else "",
        role,
        page.city_part,
        award,
        page.credit_points,
        source if page.source_name or page.source_url else "",
    ]


def _english(found: list) -> dict[object, str]:
    return {page.translation_key: page.title for page in found if page.locale.language_code == "en"}
