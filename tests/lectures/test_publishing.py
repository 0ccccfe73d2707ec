"""What a page does to its row: drafting, publishing, unpublishing, copying, deleting."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Locale, Page

from lectures import deleting, publishing, schedule
from lectures.models import BookingRules, Course, Lecture, LecturePage, LectureTally
from tests.factories import lectures as make
from tests.factories.town import make_town, submitted

pytestmark = pytest.mark.django_db


def drafted(page, **changes):
    """The page's latest draft with changes, saved as the next draft."""
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision()


def fresh(page):
    return Page.objects.get(pk=page.pk).specific


def test_publishing_makes_the_row_with_the_facts_and_words_of_the_page(site):
    menu = make.menu(site)
    others = [make.department(site), make.department(site)]
    page = make.lecture_page(menu, number="3-07", title="わが家の防災", minutes=45, live=False)
    assert Lecture.objects.count() == 0

    draft = page.get_latest_revision_as_object()
    draft.other_departments = others
    draft.save_revision().publish()

    row = Lecture.objects.get()
    assert (row.number, row.title, row.minutes, row.accepting) == ("3-07", "わが家の防災", 45, True)
    assert row.fiscal_year == menu.fiscal_year
    assert row.site == site
    assert set(row.other_departments.all()) == set(others)
    assert fresh(page).lecture == row


def test_a_draft_change_does_not_touch_the_row_until_it_is_published(site):
    page = make.lecture_page(make.menu(site), title="前の名前", minutes=60)
    row = page.lecture

    revision = drafted(page, title="新しい名前", minutes=90)
    row.refresh_from_db()
    assert (row.title, row.minutes) == ("前の名前", 60)

    revision.publish()
    row.refresh_from_db()
    assert (row.title, row.minutes) == ("新しい名前", 90)
    assert Lecture.objects.get() == row


def test_a_draft_saved_before_the_first_publication_is_published_into_the_same_row(site):
    page = make.lecture_page(make.menu(site), live=False)
    fresh(page).latest_revision.publish()
    row = Lecture.objects.get()

    fresh(page).revisions.first().publish()

    assert Lecture.objects.get() == row


def test_a_failed_publication_leaves_neither_row_nor_live_page(site, monkeypatch):
    page = make.lecture_page(make.menu(site), live=False)
    monkeypatch.setattr(
        "lectures.models.pages.row.Page.save_base", lambda *a, **k: 1 / 0, raising=False
    )
    with pytest.raises(ZeroDivisionError):
        page.latest_revision.publish()
    monkeypatch.undo()
    assert Lecture.objects.count() == 0
    assert fresh(page).live is False


def test_unpublishing_stops_accepting_and_publishing_again_starts_it(site):
    page = make.lecture_page(make.menu(site))

    fresh(page).unpublish()
    assert Lecture.objects.get().accepting is False

    fresh(page).latest_revision.publish()
    assert Lecture.objects.get().accepting is True


def test_a_lecture_that_rests_keeps_its_page(site):
    page = make.lecture_page(make.menu(site))
    drafted(page, accepting=False).publish()
    assert Lecture.objects.get().accepting is False
    assert fresh(page).live is True


def test_a_number_is_used_once_in_a_year(site):
    menu = make.menu(site)
    make.lecture_page(menu, number="3-07", title="防災のはなし")

    with pytest.raises(ValidationError) as refused:
        make.lecture_page(menu, number="3-07")

    assert refused.value.message_dict == {
        "number": [
            "講座番号 3-07 は、この年度の「防災のはなし」が使っています。ほかの番号にしてください。"
        ]
    }


def test_without_the_check_the_database_still_refuses_a_second_number(site, monkeypatch):
    menu = make.menu(site)
    make.lecture_page(menu, number="3-07")
    monkeypatch.setattr(publishing, "number_problem", lambda *a, **k: None)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.lecture_page(menu, number="3-07")


def test_the_same_number_serves_again_in_the_next_year_and_in_another_town(site):
    make.lecture_page(make.menu(site, year=2026), number="3-07")
    make.lecture_page(make.menu(site, year=2027), number="3-07")
    make.lecture_page(make.menu(make.other_town()), number="3-07")
    with scopes_disabled():
        assert Lecture.objects.filter(number="3-07").count() == 3


def test_copying_a_menu_makes_drafts_that_continue_last_years_lectures(site):
    menu = make.menu(site, year=2026)
    page = make.lecture_page(menu, number="3-07")
    new_menu = CopyPageAction(
        fresh(menu),
        recursive=True,
        keep_live=False,
        update_attrs={"title": "次の年度", "slug": "next"},
    ).execute()
    new_menu.fiscal_year = make.fiscal_year(site, 2027)
    new_menu.save()

    copied = LecturePage.objects.child_of(new_menu).get()
    assert (copied.live, copied.lecture) == (False, None)
    assert Lecture.objects.count() == 1

    copied.latest_revision.publish()
    new = Lecture.objects.get(fiscal_year__year=2027)
    assert (new.number, new.continued_from) == ("3-07", page.lecture)


def test_the_year_of_a_menu_stays_once_a_lecture_was_published_in_it(site):
    menu = make.menu(site)
    make.lecture_page(menu)
    menu.fiscal_year = make.fiscal_year(site, 2027)
    with pytest.raises(ValidationError) as refused:
        menu.full_clean()
    assert refused.value.message_dict["fiscal_year"] == [
        "公開した講座があるので、年度は変えられません。新しい年度の目次を作ってください。"
    ]


def test_a_published_lecture_moves_only_within_its_year(site):
    page = make.lecture_page(make.menu(site))
    same, next_year = make.menu(site, slug="other"), make.menu(site, year=2027)
    assert fresh(page).can_move_to(same) is True
    assert fresh(page).can_move_to(next_year) is False


def test_a_translation_describes_the_same_row_and_does_not_rename_it(site):
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = make.lecture_page(make.menu(site), title="防災のはなし")
    home = Page.objects.get(pk=site.root_page_id).copy_for_translation(english)
    menu = page.menu().copy_for_translation(english)
    translated = page.copy_for_translation(english)
    assert (home.locale, menu.locale) == (english, english)

    translated.title = "Getting ready for disasters"
    translated.save_revision().publish()

    assert fresh(translated).lecture == page.lecture
    assert Lecture.objects.get().title == "防災のはなし"


def test_deleting_an_unused_page_lets_the_row_go_and_a_used_row_stays_without_accepting(site):
    unused, used = (make.lecture_page(make.menu(site, slug=slug)) for slug in ("a", "b"))
    LectureTally.objects.create(site=site, lecture=unused.lecture)
    Lecture.objects.filter(pk=unused.lecture_id).update(continued_from=used.lecture)
    rows = unused.lecture, used.lecture
    assert deleting.why_not_delete(fresh(unused)) is None
    assert "非公開" in deleting.why_not_delete(fresh(used))

    used.delete()
    deleting.let_go(rows[1])
    rows[1].refresh_from_db()
    assert rows[1].accepting is False

    unused.delete()
    deleting.let_go(rows[0])
    assert Lecture.objects.get() == rows[1]


def test_a_row_with_a_request_is_in_use_and_one_with_only_its_own_rules_is_not(site):
    town = make_town(site)
    BookingRules.objects.create(site=site, lecture=town.lecture, lead_days=14)
    assert deleting.in_use(town.lecture) is False
    submitted(town)
    assert deleting.in_use(town.lecture) is True


def test_deleting_a_page_that_was_copied_lets_the_row_go_too(site):
    page = make.lecture_page(make.menu(site))
    copy = CopyPageAction(page, update_attrs={"slug": "copy"}, keep_live=False).execute()
    row = page.lecture
    page.delete()
    deleting.let_go(row)
    assert Lecture.objects.count() == 0
    assert fresh(copy).copies_continue is None


def test_scheduled_pages_go_live_and_expire_and_one_failure_does_not_stop_the_others(site):
    now = datetime.now(UTC)
    menu = make.menu(site)
    soon = now + timedelta(hours=1)
    early, blocked = (make.lecture_page(menu, live=False) for _ in range(2))
    taken = make.lecture_page(menu)
    for page in (early, blocked):
        drafted(page, go_live_at=soon).publish()
    LecturePage.objects.filter(pk=taken.pk).update(number=blocked.number)
    leaving = make.lecture_page(menu, expire_at=soon)
    with scopes_disabled():
        for page in (early, blocked):
            revision = fresh(page).latest_revision
            revision.content = {**revision.content, "go_live_at": None}
            revision.save()

    assert schedule.publish_due(at=now + timedelta(hours=2)) == 2

    assert fresh(early).live is True
    assert fresh(blocked).live is False
    assert fresh(leaving).live is False
    assert fresh(leaving).lecture.accepting is False


def test_a_course_and_its_meetings_follow_the_published_page(site):
    page = make.course_page(make.course_index(site), title="やさしい歴史")
    row = Course.objects.get()
    assert (row.title, row.meetings.count(), row.listed) == ("やさしい歴史", 2, True)
    kept = row.meetings.get(order=1).public_id

    draft = fresh(page).get_latest_revision_as_object()
    draft.meetings = [draft.meetings.all()[0]]
    revision = draft.save_revision()
    assert row.meetings.count() == 2

    revision.publish()
    assert [meeting.public_id for meeting in row.meetings.all()] == [kept]

    fresh(page).unpublish()
    row.refresh_from_db()
    assert row.listed is False
