"""A whole small town in one call, for tests that walk through a story."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wagtail.models import Site

from bookings.actions import submitting
from bookings.actions.moves import Actor, By
from bookings.actions.submitting import GroupFacts, Particulars
from bookings.models import BookingRequest
from bookings.rules import Wish
from bookings.status import Way
from lectures.models import (
    BookingRules,
    Category,
    Centre,
    Department,
    FiscalYear,
    Lecture,
    Lecturer,
    LecturerMembership,
    OfficeSettings,
)
from notifications.models import MailIdentity

ZONE = ZoneInfo("Asia/Tokyo")
GROUP = By(Actor.GROUP, Way.WEB)
OFFICE = By(Actor.OFFICE, Way.DESK)
DEPARTMENT = By(Actor.DEPARTMENT, Way.WEB)
LECTURER = By(Actor.LECTURER, Way.WEB)


def at(text: str) -> datetime:
    """`at("2026-11-22 10:00")` is that moment on the clocks of Tokyo."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


NOW = at("2026-11-22 10:00")


@dataclass
class Town:
    site: Site
    office: OfficeSettings
    department: Department
    lecturers: list[Lecturer]
    lecture: Lecture
    centre: Centre


def make_town(site: Site, *, year: int = 2026) -> Town:
    """Rules, one department with two lecturers, one centre, one lecture of that fiscal year."""
    office = OfficeSettings.objects.create(
        site=site,
        town_name="みかがみ市",
        office_name="生涯学習課",
        phone="0000-00-0000",
        email="gakushu@city.mikagami.example",
    )
    MailIdentity.objects.create(
        site=site,
        mail_domain="kouza.mikagami.example",
        from_name="みかがみ市 出前講座",
        from_address="uketsuke@kouza.mikagami.example",
    )
    BookingRules.objects.create(site=site, **BookingRules.usual())
    year = FiscalYear.objects.create(site=site, year=year)
    department = make_department(
        site, code="0305", name="防災課", email="bousai@city.mikagami.example"
    )
    lecturers = [
        make_lecturer(department, name="田中 一郎", email="tanaka@city.mikagami.example"),
        make_lecturer(department, name="鈴木 花", email="suzuki@city.mikagami.example"),
    ]
    lecture = Lecture.objects.create(
        site=site,
        fiscal_year=year,
        number="3-07",
        title="わが家の防災マップづくり",
        minutes=60,
        category=Category.objects.create(site=site, name="防災・安全"),
        department=department,
    )
    centre = Centre.objects.create(
        site=site, code="01", name="北川地域交流センター", address="みかがみ市北川1-1"
    )
    return Town(site, office, department, lecturers, lecture, centre)


def make_department(site: Site, *, code: str, name: str, email: str) -> Department:
    return Department.objects.create(site=site, code=code, name=name, email=email)


def make_lecturer(department: Department, *, name: str, email: str = "") -> Lecturer:
    lecturer = Lecturer.objects.create(site=department.site, name=name, email=email)
    LecturerMembership.objects.create(
        site=department.site, lecturer=lecturer, department=department, since=date(2020, 4, 1)
    )
    return lecturer


def particulars(**changes: object) -> Particulars:
    """A complete request: 17 December in the morning, or the 21st in the afternoon."""
    facts: dict[str, object] = {
        "group": GroupFacts(
            name="桜が丘自治会",
            contact_name="佐藤 花子",
            phone="0000000001",
            notify_by="email",
            email="sato@mail.example",
        ),
        "people": 25,
        "wishes": (Wish(date(2026, 12, 17), "morning"), Wish(date(2026, 12, 21), "afternoon")),
        "venue_name": "桜が丘公民館",
        "venue_address": "みかがみ市桜が丘2-3",
        "usable_from": time(9),
        "usable_until": time(17),
    }
    return Particulars(**{**facts, **changes})


def submitted(
    town: Town, *, moment: datetime = NOW, confirmed: bool = True, **changes: object
) -> BookingRequest:
    """A request that has just come in by the web; its mail address is known to be the group's."""
    draft = submitting.start_draft(lecture_id=town.lecture.pk, language="ja", at=moment)
    request = submitting.submit(
        request_id=draft.pk, particulars=particulars(**changes), by=GROUP, at=moment
    )
    if confirmed and request.group and request.group.email:
        request.group.email_confirmed_at = moment
        request.group.save(update_fields=["email_confirmed_at"])
    return request
