"""公開講座: what universities, a museum and an NPO offer around today; every page published."""

from datetime import date, datetime, timedelta

from wagtail.models import Site

from cms.demo.loader.reading import Facts, read
from cms.demo.loader.revisions import keep_first
from cms.demo.loader.stories import at_hour
from cms.models import HomePage
from lectures.models import CourseIndexPage, CoursePage, CoursePageMeeting, Provider
from lectures.models.pages.programme import ProgrammeEntry, ProgrammePage
from lectures.zones import local

_TEXTS = (
    "summary audience capacity fee_note place city_role city_part entry standing certificate format "
    "credit_points source_name source_url"
).split()

_YEAR_ENDS, _YEAR_BEGINS = "1226", "0105"


def load(site: Site, *, at: datetime) -> None:
    providers = {
        row["name"]: Provider.objects.create(site=site, **row)
        for row in read("courses")["provider"]
    }
    index = CourseIndexPage(
        title="大学の公開講座", slug="courses", intro="大学などが開く、日にちの決まった講座です。",
        first_published_at=at,
    )  # fmt: skip
    HomePage.objects.get().add_child(instance=index)
    index.save_revision().publish()
    for row in read("courses")["course"]:
        page = _page(row, provider=providers[row["provider"]], at=at)
        index.add_child(instance=page)
        keep_first(page)
    _college(index, at=at)


def _college(index: CourseIndexPage, *, at: datetime) -> None:
    """The city's college: some courses of several providers, as one programme."""
    facts = read("courses")["college"]
    pages = {page.slug: page for page in CoursePage.objects.child_of(index)}
    college = ProgrammePage(
        title=facts["title"], slug=facts["slug"], summary=facts["summary"], first_published_at=at
    )
    college.entries = [ProgrammeEntry(course_page=pages[slug]) for slug in facts["courses"]]
    index.add_child(instance=college)
    keep_first(college)


def _page(row: Facts, *, provider: Provider, at: datetime) -> CoursePage:
    today = local(at).date()
    opens, closes = (today + timedelta(days=days) for days in row["intake"])
    page = CoursePage(
        title=row["title"],
        slug=row["slug"],
        provider=provider,
        contact=provider.contact,
        intake_from=opens,
        intake_until=closes,
        first_published_at=at,
        last_published_at=at,
        **{name: row[name] for name in _TEXTS if name in row},
    )
    page.meetings = _meetings(row, near=today + timedelta(days=row["first"]))
    return page


def _meetings(row: Facts, *, near: date) -> list[CoursePageMeeting]:
    """On its day of the week from then on, and not around New Year."""
    day = near + timedelta(days=(row["weekday"] - near.weekday()) % 7)
    length, found = timedelta(minutes=row["minutes"]), []
    for title in row["meetings"]:
        while day.strftime("%m%d") >= _YEAR_ENDS or day.strftime("%m%d") < _YEAR_BEGINS:
            day += timedelta(days=7)
        starts = at_hour(day, row["hour"])
        found.append(
            CoursePageMeeting(
                starts_at=starts, ends_at=starts + length, title=title, room=row.get("room", "")
            )
        )
        day += timedelta(days=row["every"])
    return found
