"""The town that browsers visit: one page of every kind, its data in Japanese or in English."""

from dataclasses import dataclass
from datetime import date

from wagtail.models import Site

from bookings.actions.submitting import GroupFacts
from bookings.models import BookingRequest, EventNote
from bookings.rules import Wish
from cms.models import ArticlePage, HomePage
from lectures.models import (
    Category,
    Centre,
    CoursePage,
    Department,
    Lecture,
    LecturePage,
    Lecturer,
    MenuPage,
    OfficeSettings,
    ProgrammeEntry,
    ProgrammePage,
)
from tests.factories import lectures as make
from tests.factories.bookings import make_request
from tests.factories.replies import DEPARTMENT
from tests.factories.town import Town, make_town

TABLE = {
    "columns": [{"type": "text", "heading": "A"}, {"type": "number", "heading": "B"}],
    "rows": [{"values": ["a", 100]}],
    "caption": "A-B",
}


@dataclass
class Everything:
    """The town, and the pages that describe it."""

    town: Town
    english: bool
    home: HomePage
    menu: MenuPage
    lecture_page: LecturePage
    course: CoursePage
    article: ArticlePage
    day: int = 13

    def say(self, japanese: str, english: str) -> str:
        return english if self.english else japanese

    def request(self, **changes: object) -> BookingRequest:
        """In any state, on a day of its own, so that no two ask for the same lecturer."""
        self.day += 1
        wishes = (
            Wish(date(2026, 12, self.day), "morning"),
            Wish(date(2027, 1, self.day), "afternoon"),
        )
        facts = {"wishes": wishes, **self.words, **changes}
        request = make_request(self.town, **facts)
        if self.english:
            EventNote.objects.update(text="Please correct the address.")
        return request

    @property
    def words(self) -> dict[str, object]:
        """What a group typed."""
        return {
            "group": GroupFacts(
                name=self.say("桜が丘自治会", "Sakuragaoka residents"),
                contact_name=self.say("佐藤 花子", "Sato Hanako"),
                representative=self.say("佐藤 花子", "Sato Hanako"),
                contact_kana="さとう はなこ",
                phone="09000000001",
                notify_by="email",
                email="sato@mail.example",
            ),
            "venue_name": self.say("桜が丘公民館", "Sakuragaoka hall"),
            "venue_address": self.say("みかがみ市桜が丘2-3", "2-3 Sakuragaoka, Mikagami"),
        }


def build(site: Site, *, english: bool, year: int = 2026) -> Everything:
    town = make_town(site, year=year)
    if english:
        _rename(town)
    home = HomePage(title="Mikagami", slug="mikagami", lead="We come to you.")
    site.root_page.get_parent().add_child(instance=home)
    site.root_page = home
    site.save()
    menu = make.menu(site, year=year, title="Lectures 2026")
    page = make.lecture_page(
        menu, title="A map for bad days", slug="map", number="1-01", summary="With a map.",
        department=town.department, category=town.lecture.category, to_prepare="Desks",
        body=[{"type": "outline", "value": ["One", "Two"]}],
    )  # fmt: skip
    courses = make.course_index(site)
    courses.title = "Courses"
    courses.save()
    course = make.course_page(
        courses, title="Rivers", slug="rivers", provider=make.provider(site, name="University")
    )
    college = ProgrammePage(title="City college", slug="college", summary="Courses together.")
    college.entries = [ProgrammeEntry(course_page=course)]
    courses.refresh_from_db()
    courses.add_child(instance=college)
    article = ArticlePage(
        title="How to ask", slug="how", in_footer=True, intro="In short.",
        body=[
            ("heading", "First"), ("paragraph", "<p>Call <b>us</b>.</p>"),
            ("steps", ["One", "Two"]),
        ],
    )  # fmt: skip
    home.add_child(instance=article)
    home.add_child(instance=ArticlePage(title="News", slug="news"))
    return Everything(town, english, home, menu, page, course, article)


def _rename(town: Town) -> None:
    """An English town, so that every Japanese word left on its pages is ours."""
    OfficeSettings.objects.update(
        town_name="Mikagami", scheme_name="Outreach lectures", office_name="Learning office",
        phone_hours="weekdays 8:30-17:00", area_sentence="People of this town",
    )  # fmt: skip
    Department.objects.update(name="Safety department")
    Category.objects.update(name="Safety")
    Centre.objects.update(name="Kitagawa centre", address="1-1 Kitagawa")
    Lecture.objects.update(title="A map of safe ways")
    for number, lecturer in enumerate(Lecturer.objects.order_by("pk")):
        Lecturer.objects.filter(pk=lecturer.pk).update(name=f"Lecturer {number}")
    for row in (town.office, town.department, town.lecture, town.centre, *town.lecturers):
        row.refresh_from_db()
    assert town.department.email == DEPARTMENT
