"""An editor and the office at work in Wagtail's real admin, through the test client."""

import re

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import SiteRole, User
from lectures.models import Category, Department, DepartmentMember, Lecture, LecturePage
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site, client):
    client.force_login(make.person(site))
    return client


@pytest.fixture
def office(site, client):
    client.force_login(make.person(site, SiteRole.Role.OFFICE))
    return client


def filled(site, **fields):
    """What the browser sends from the lecture form."""
    values = {
        "title": "わが家の防災マップづくり",
        "slug": "bousai-map",
        "summary": "地図を見ながら話します。",
        "number": "3-07",
        "minutes": "60",
        "need_kind": "necessary",
        "led_by": "city",
        "format": "in_person",
        "audience": "",
        "to_prepare": "",
        "cost_note": "",
        "accepting": "on",
        "body": streamfield([("heading", "内容")]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        "related": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 3},
    }
    return nested_form_data(values | fields)


def facts(site):
    return {
        "category": make.category(site, name="防災・安全").pk,
        "department": make.department(site, name="防災課").pk,
    }


def add_url(menu):
    return reverse("wagtailadmin_pages:add", args=("lectures", "lecturepage", menu.pk))


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=(page.pk,))


def test_an_editor_drafts_previews_and_publishes_a_lecture_in_one_form(site, editor):
    menu, values = make.menu(site), facts(site)

    editor.post(add_url(menu), filled(site, **values))
    page = LecturePage.objects.get()
    assert (page.live, page.lecture, Lecture.objects.count()) == (False, None, 0)
    assert editor.get(page.url).status_code == 404

    preview = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    editor.post(preview, filled(site, **values, to_prepare="プロジェクター"))
    shown = editor.get(preview, {"mode": ""}).content.decode()
    assert "プロジェクター" in shown
    assert "公開すると、ここに申込みのボタンが出ます。" in shown
    assert Lecture.objects.count() == 0

    editor.post(edit_url(page), filled(site, **values, **{"action-publish": "1"}))
    row = Lecture.objects.get()
    assert (row.number, row.title, row.department.name) == (
        "3-07",
        "わが家の防災マップづくり",
        "防災課",
    )
    assert f"/apply/{row.public_id}/" in editor.get(page.url).content.decode()


def test_a_draft_of_a_published_lecture_leaves_row_and_page_as_they_are(site, editor):
    page = make.lecture_page(make.menu(site), title="前の名前", slug="bousai-map", number="3-07")
    values = {"category": page.category_id, "department": page.department_id}

    editor.post(edit_url(page), filled(site, **values, minutes="90"))
    assert Lecture.objects.get().minutes == 60
    assert "前の名前" in editor.get(page.url).content.decode()

    editor.post(edit_url(page), filled(site, **values, minutes="90", **{"action-publish": "1"}))
    assert Lecture.objects.get().minutes == 90


def test_a_number_that_is_taken_gets_a_sentence_and_nothing_typed_is_lost(site, editor):
    menu, values = make.menu(site), facts(site)
    make.lecture_page(menu, number="3-07", title="減塩のはなし")

    answer = editor.post(add_url(menu), filled(site, **values, to_prepare="机といす"))

    page = answer.content.decode()
    assert (
        "講座番号 3-07 は、この年度の「減塩のはなし」が使っています。ほかの番号にしてください。"
        in page
    )
    assert "机といす" in page
    assert LecturePage.objects.count() == 1


def test_a_number_that_a_draft_beside_it_has_is_taken_too(site, editor):
    menu, values = make.menu(site), facts(site)
    make.lecture_page(menu, number="3-07", title="下書きの講座", live=False)
    answer = editor.post(add_url(menu), filled(site, **values))
    assert "「下書きの講座」が使っています" in answer.content.decode()


def test_the_choices_of_a_page_are_the_rows_of_its_town(site, editor):
    menu = make.menu(site)
    ours, theirs = make.department(site, name="うちの課"), None
    with scopes_disabled():
        theirs = make.department(make.other_town(), name="となりの課")

    page = editor.get(add_url(menu)).content.decode()
    assert ours.name in page
    assert theirs.name not in page

    values = facts(site) | {"department": theirs.pk}
    editor.post(add_url(menu), filled(site, **values))
    assert LecturePage.objects.count() == 0


def test_without_own_choices_another_towns_department_would_be_offered(site, editor, monkeypatch):
    menu = make.menu(site)
    with scopes_disabled():
        make.department(make.other_town(), name="となりの課")
        everywhere = list(Department.objects.all())

    def everything(form, *, site):
        for name in ("department",):
            form.fields[name].queryset = Department._base_manager.all()

    monkeypatch.setattr("lectures.ledger.forms.fill_choices", everything)
    assert len(everywhere) == 1
    assert "となりの課" in editor.get(add_url(menu)).content.decode()


def test_deleting_a_page_with_requests_gets_a_sentence_and_keeps_it(site, editor):
    menu = make.menu(site)
    page = make.lecture_page(menu, title="申込みのある講座")
    Lecture.objects.create(
        site=site,
        fiscal_year=make.fiscal_year(site, 2027),
        number="1-01",
        title="つづき",
        category=page.category,
        department=page.department,
        continued_from=page.lecture,
    )
    administrator = User.objects.create_superuser("kanri@city.example.jp", "himitsu-no-kotoba")
    for target, user in ((page, None), (menu, administrator)):
        if user:
            editor.force_login(user)
        answer = editor.post(reverse("wagtailadmin_pages:delete", args=(target.pk,)), follow=True)
        assert answer.status_code == 200
        assert "「申込みのある講座」は、公開したことがある講座です。" in answer.content.decode()
    assert LecturePage.objects.get() == page


def test_deleting_a_page_that_nothing_refers_to_takes_the_row_with_it(site, editor):
    page = make.lecture_page(make.menu(site))
    editor.post(reverse("wagtailadmin_pages:delete", args=(page.pk,)))
    assert (LecturePage.objects.count(), Lecture.objects.count()) == (0, 0)


def test_many_published_lectures_are_not_deleted_at_once_but_may_be_unpublished(site, editor):
    page = make.lecture_page(make.menu(site))

    def many(action):
        url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
        return editor.post(f"{url}?id={page.pk}", {"include_descendants": "on"}, follow=True)

    assert "まとめて消すことはできません" in many("delete").content.decode()
    assert LecturePage.objects.get() == page

    many("unpublish")
    assert LecturePage.objects.get().live is False
    assert Lecture.objects.get().accepting is False

    many("publish")
    assert Lecture.objects.get().accepting is True


def test_copying_offers_only_drafts(site, editor):
    page = make.lecture_page(make.menu(site))
    form = editor.get(reverse("wagtailadmin_pages:copy", args=(page.pk,))).content.decode()
    assert "new_title" in form
    assert "publish_copies" not in form
    assert 'name="alias"' not in form


def department_form(**fields):
    values = {
        "code": "0305",
        "name": "防災課",
        "email": "bousai@city.example.jp",
        "phone": "",
        "extension": "",
        "starts_on": "",
        "ends_on": "",
        "successor": "",
        "members": {
            "TOTAL_FORMS": 1,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000,
            "0": {
                "name": "田中",
                "email": "tanaka@city.example.jp",
                "role": "member",
                "since": "",
                "until": "",
                "id": "",
                "ORDER": "1",
                "DELETE": "",
            },
        },
    }
    return nested_form_data(values | fields)


def test_a_new_row_and_its_parts_belong_to_the_town_whose_admin_is_open(site, office):
    office.post(reverse("departments:add"), department_form())
    assert Department.objects.get().site == site
    assert DepartmentMember.objects.get().site == site
    assert DepartmentMember.objects.get().department.code == "0305"


def test_a_code_that_exists_in_the_town_gets_a_sentence(site, office):
    make.department(site, code="0305")
    answer = office.post(reverse("departments:add"), department_form())
    assert answer.status_code == 200
    assert "このコードの課はもうあります。" in answer.content.decode()


def test_a_code_of_another_town_is_free(site, office):
    with scopes_disabled():
        make.department(make.other_town(), code="0305")
    office.post(reverse("departments:add"), department_form())
    assert Department.objects.filter(code="0305").count() == 1


def test_lists_and_forms_never_show_another_towns_rows(site, office):
    with scopes_disabled():
        theirs = make.department(make.other_town(), name="となりの課")
    assert "となりの課" not in office.get(reverse("departments:index")).content.decode()
    assert office.get(reverse("departments:edit", args=(theirs.pk,))).status_code == 404


def test_the_office_of_one_town_may_not_open_the_ledger_of_another(site, office):
    make.other_town()
    office.defaults["HTTP_HOST"] = "tonari.test"
    answer = office.get(reverse("departments:index"))
    assert answer.status_code == 302


def test_an_editor_keeps_categories_but_not_departments(site, editor):
    assert editor.get(reverse("categories:index")).status_code == 200
    assert editor.get(reverse("departments:index")).status_code == 302


def test_every_list_and_every_empty_form_of_the_ledger_opens(site, office):
    for name in (
        "departments",
        "lecturers",
        "centres",
        "categories",
        "fiscal_years",
        "booking_rules",
        "blackouts",
        "providers",
    ):
        assert office.get(reverse(f"{name}:index")).status_code == 200, name
        assert office.get(reverse(f"{name}:add")).status_code == 200, name


def test_a_row_in_use_is_kept_with_a_sentence(site, office):
    row = make.category(site, name="防災")
    Lecture.objects.create(
        site=site,
        fiscal_year=make.fiscal_year(site),
        number="1-01",
        title="話",
        category=row,
        department=make.department(site),
    )
    answer = office.post(reverse("categories:delete", args=(row.pk,)), follow=True)
    assert "「防災」は使われているので消せません。" in answer.content.decode()
    assert Category.objects.get() == row


def test_a_course_and_its_meetings_are_edited_in_one_form(site, editor):
    index = make.course_index(site)
    url = reverse("wagtailadmin_pages:add", args=("lectures", "coursepage", index.pk))
    form = editor.get(url).content.decode()
    assert re.search("日程", form)
    answer = editor.post(
        url,
        nested_form_data(
            {
                "title": "やさしい歴史",
                "slug": "rekishi",
                "summary": "",
                "provider": make.provider(site).pk,
                "audience": "",
                "capacity": "30",
                "fee_note": "",
                "place": "",
                "intake_from": "",
                "intake_until": "",
                "contact": "",
                "apply_url": "",
                "city_part": "",
                "entry": "course",
                **dict.fromkeys(["standing", "standing_note", "hours_given"], ""),
                "certificate": "recognised",
                "credit_points": "",
                "city_role": "joint",
                **dict.fromkeys(["source_name", "source_url"], ""),
                "body": streamfield([]),
                "meetings": {
                    "TOTAL_FORMS": 4,
                    "INITIAL_FORMS": 0,
                    "MIN_NUM_FORMS": 0,
                    "MAX_NUM_FORMS": 1000,
                    **{
                        str(number): {
                            "starts_at": f"2026-12-{5 + 7 * number:02} 13:30",
                            "ends_at": f"2026-12-{5 + 7 * number:02} 15:00",
                            "title": f"第{number + 1}回",
                            "lecturer": "",
                            "room": "",
                            "public_id": "",
                            "id": "",
                            "ORDER": str(number + 1),
                            "DELETE": "",
                        }
                        for number in range(4)
                    },
                },
                "comments": {
                    "TOTAL_FORMS": 0,
                    "INITIAL_FORMS": 0,
                    "MIN_NUM_FORMS": 0,
                    "MAX_NUM_FORMS": 0,
                },
                "action-publish": "1",
            }
        ),
        follow=True,
    )
    page = Page.objects.get(slug="rekishi").specific
    assert (page.course.capacity, page.course.city_role) == (30, "joint")
    titles = ["第1回", "第2回", "第3回", "第4回"]
    assert [meeting.title for meeting in page.course.meetings.all()] == titles
    assert len({line.public_id for line in page.meetings.all()} - {None}) == 4
    assert "履修証明プログラムは60時間以上です。いまは6時間なので" in answer.content.decode()


@pytest.mark.parametrize("typed", ["３－０７", "3ー07", " 3-07 ", "３‐07"])
def test_a_number_is_taken_in_any_width(site, editor, typed):
    menu, values = make.menu(site), facts(site)

    editor.post(add_url(menu), filled(site, **values, number=typed, minutes="６０"))

    page = LecturePage.objects.get()
    assert (page.number, page.minutes) == ("3-07", 60)


def test_addresses_and_days_of_the_ledger_are_taken_in_any_width(site, office):
    form = department_form(
        email="ｂｏｕｓａｉ＠ｃｉｔｙ．ｅｘａｍｐｌｅ", ends_on="２０２７－０３－３１"
    )
    form["members-0-email"] = "ｔａｎａｋａ＠ｃｉｔｙ．ｅｘａｍｐｌｅ"

    office.post(reverse("departments:add"), form)

    row = Department.objects.get()
    assert (row.email, str(row.ends_on)) == ("bousai@city.example", "2027-03-31")
    assert DepartmentMember.objects.get().email == "tanaka@city.example"
