"""Courses: where they stand, how long they take, and that a meeting keeps its name."""

from datetime import date
from decimal import Decimal

import pytest
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from lectures.models import Course, CourseMeeting, CoursePage, CoursePageMeeting, Provider
from lectures.models.pages.programme import ProgrammeEntry, ProgrammePage
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


def fresh(page):
    return Page.objects.get(pk=page.pk).specific


def changed(page, change):
    """The newest draft, changed as a form would, and published."""
    draft = fresh(page).get_latest_revision_as_object()
    change(draft)
    draft.save_revision().publish()
    return fresh(page)


def names():
    return {
        meeting.starts_at.date().isoformat(): meeting.public_id
        for meeting in CourseMeeting.objects.all()
    }


def line(day):
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    starts = datetime.fromisoformat(f"{day} 13:30").replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    return CoursePageMeeting(starts_at=starts, ends_at=starts + timedelta(minutes=90))


def test_a_meeting_before_the_first_renames_none(site):
    page = make.course_page(make.course_index(site))
    before = names()

    changed(page, lambda draft: draft.meetings.add(line("2026-11-28")))

    after = names()
    assert {day: after[day] for day in before} == before
    assert list(CourseMeeting.objects.values_list("order", flat=True)) == [1, 2, 3]
    assert len(set(after.values())) == 3


def test_a_meeting_that_is_moved_keeps_its_name_and_one_that_is_taken_out_takes_it_along(site):
    page = make.course_page(
        make.course_index(site), days=("2026-12-05", "2026-12-12", "2026-12-19")
    )
    before = names()

    def move_last_to_the_front_and_drop_the_second(draft):
        first, _second, third = draft.dates()
        third.starts_at, third.ends_at = line("2026-11-01").starts_at, line("2026-11-01").ends_at
        draft.meetings = [first, third]

    changed(page, move_last_to_the_front_and_drop_the_second)

    assert names() == {"2026-12-05": before["2026-12-05"], "2026-11-01": before["2026-12-19"]}


def test_lines_of_a_draft_keep_their_names_through_drafts_and_publications(site):
    page = make.course_page(make.course_index(site))
    revision = fresh(page).get_latest_revision_as_object()
    revision.meetings.add(line("2026-12-19"))
    revision.save_revision()
    again = fresh(page).get_latest_revision_as_object()
    drafted = {each.public_id for each in again.meetings.all()}
    again.save_revision().publish()

    assert set(names().values()) == drafted
    assert {each.public_id for each in fresh(page).meetings.all()} == drafted


def test_a_revision_from_before_the_names_brings_the_names_the_lines_have_now(site):
    page = make.course_page(make.course_index(site))
    before = names()
    revision = fresh(page).latest_revision
    revision.content["meetings"] = [
        {key: value for key, value in each.items() if key != "public_id"}
        for each in revision.content["meetings"]
    ]
    revision.save()

    fresh(page).latest_revision.publish()

    assert names() == before


def test_a_copied_course_has_meetings_of_its_own_that_stay_its_own(site):
    page = make.course_page(make.course_index(site))
    before = set(names().values())
    copy = CopyPageAction(page, update_attrs={"slug": "copy"}, keep_live=False).execute()

    copy.latest_revision.publish()
    mine = set(fresh(copy).course.meetings.values_list("public_id", flat=True))
    fresh(copy).latest_revision.publish()

    assert len(mine) == 2
    assert not mine & before
    assert set(fresh(copy).course.meetings.values_list("public_id", flat=True)) == mine
    assert set(fresh(page).course.meetings.values_list("public_id", flat=True)) == before


@pytest.mark.parametrize(
    "today,standing,code",
    [
        ("2026-10-01 10:00", "", "soon"),
        ("2026-11-10 10:00", "", "open"),
        ("2026-11-10 10:00", "full", "full"),
        ("2026-12-01 10:00", "", "closed"),
        ("2026-12-06 10:00", "", "running"),
        ("2026-12-13 10:00", "", "over"),
        ("2026-12-13 10:00", "full", "over"),
        ("2026-12-13 10:00", "cancelled", "cancelled"),
    ],
)
def test_where_a_course_stands_follows_the_day_and_what_the_editor_says(
    site, clock_at, today, standing, code
):
    page = make.course_page(
        make.course_index(site),
        intake_from=date(2026, 11, 1), intake_until=date(2026, 11, 30), standing=standing,
    )  # fmt: skip
    clock_at(today)

    assert page.intake()[0] == code


def test_a_course_all_of_whose_meetings_are_cancelled_is_cancelled(site):
    page = make.course_page(make.course_index(site)).get_latest_revision_as_object()
    for each in page.meetings.all():
        each.cancelled = True

    assert page.intake()[0] == "cancelled"


def test_a_cancelled_course_is_over_like_any_other_when_its_days_are(site, clock_at, client):
    index = make.course_index(site)
    make.course_page(index, standing="cancelled")
    before, after = (
        (clock_at(today), client.get(index.url).context)[1]
        for today in ("2026-12-01 10:00", "2029-01-01 10:00")
    )

    assert [len(before["ahead"]), len(before["over"])] == [1, 0]
    assert [len(after["ahead"]), len(after["over"])] == [0, 1]


def test_hours_are_summed_from_meetings_that_take_place_unless_somebody_says_otherwise(site):
    page = make.course_page(
        make.course_index(site), days=("2026-12-05", "2026-12-12", "2026-12-19")
    )
    page = page.get_latest_revision_as_object()
    page.dates()[0].cancelled = True
    assert page.hours() == Decimal("3.0")

    page.hours_given = Decimal("62.5")
    assert page.hours() == Decimal("62.5")


def test_a_certificate_under_the_act_asks_for_sixty_hours_and_a_university(site):
    museum = make.provider(site, kind=Provider.Kind.MUSEUM)
    page = make.course_page(make.course_index(site), certificate="recognised", provider=museum)

    assert len(page.cautions()) == 2
    page.hours_given, page.provider = Decimal(60), make.provider(site)
    assert page.cautions() == []


def test_the_list_is_narrowed_by_kind_by_house_and_to_what_can_be_applied_for(site, client):
    index = make.course_index(site)
    museum = make.provider(site, name="郷土博物館", kind=Provider.Kind.MUSEUM)
    make.course_page(index, title="大学の歴史")
    make.course_page(
        index, title="土器の展示", provider=museum, entry="exhibition", city_role="introduced",
        source_name="県民学習ネット", source_url="https://ken.example/", standing="full",
    )  # fmt: skip

    def titles(query):
        html = client.get(f"{index.url}{query}").content.decode()
        return [title for title in ("大学の歴史", "土器の展示") if title in html]

    assert titles("") == ["大学の歴史", "土器の展示"]
    assert titles("?entry=exhibition") == ["土器の展示"]
    assert titles("?host=university") == ["大学の歴史"]
    assert titles("?open=1") == ["大学の歴史"]
    assert titles("?entry=nothing&host=%00") == []
    html = client.get(index.url).content.decode()
    assert "情報のもと：県民学習ネット" in html
    assert "紹介だけ" in html


def test_a_course_page_says_source_hours_certificate_and_notice(site, client):
    page = make.course_page(
        make.course_index(site), certificate="other", credit_points="シティカレッジ 2ポイント",
        city_role="place", city_part="送迎バス", standing="cancelled", standing_note="台風のため。",
        source_name="県民学習ネット", source_url="https://ken.example/a",
    )  # fmt: skip
    html = client.get(page.url).content.decode()

    for words in ("中止になりました", "台風のため。", "全部で3時間", "シティカレッジ 2ポイント", "会場の提供",
                  "送迎バス", 'href="https://ken.example/a"', "ほかの修了証"):  # fmt: skip
        assert words in html, words


def programme(index, *pages, **fields):
    page = ProgrammePage(**({"title": "シティカレッジ 2026", "slug": "college"} | fields))
    page.entries = [ProgrammeEntry(course_page=each, sort_order=n) for n, each in enumerate(pages)]
    page = Page.objects.get(pk=index.pk).specific.add_child(instance=page)
    page.save_revision()
    return page


def test_a_programme_shows_its_courses_and_all_their_dates_in_order(site, client):
    index = make.course_index(site)
    one = make.course_page(index, title="歴史", days=("2026-12-05", "2027-01-16"))
    two = make.course_page(index, title="生物", days=("2026-12-12",))
    hidden = make.course_page(index, title="下書き")
    hidden.unpublish()
    college = programme(index, two, one, hidden)

    html = client.get(college.url).content.decode()

    assert html.index("生物") < html.index("歴史")
    html = html[html.index(">日程</h2>") :]
    order = [html.index(words) for words in ("<h3>2026年", "12月5日", "<h3>2027年", "1月16日")]
    assert order == sorted(order)
    assert "下書き" not in client.get(college.url).content.decode()
    assert "シティカレッジ 2026" in client.get(one.url).content.decode()
    assert "シティカレッジ 2026" in client.get(index.url).content.decode()


def test_a_programme_of_many_courses_takes_as_many_queries_as_one_of_one(
    site, client, django_assert_max_num_queries
):
    index = make.course_index(site)
    first = programme(index, make.course_page(index), slug="one")
    many = programme(index, *(make.course_page(index) for _ in range(12)), slug="many")
    client.get(first.url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as small:
        client.get(first.url)
    with CaptureQueriesContext(connection) as large:
        client.get(many.url)

    assert len(large) == len(small)


def test_rows_follow_the_new_facts(site):
    make.course_page(make.course_index(site), city_role="joint", hours_given=Decimal(60))

    row = Course.objects.get()
    assert (row.city_role, row.hours_given, CoursePage.objects.get().course) == ("joint", 60, row)
