"""What an editor's first page offers, and what is said after saving."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import Role, User
from cms.editing import actions
from cms.editing.panels import Begin
from cms.models import NewsIndexPage
from lectures.models import CoursePage
from lectures.roles import give_role
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db
NOTED = "ＡＢＣ講座"
NOT_YET = "公開の日時は、まだ決まっていません。"


@pytest.fixture
def editor(catalogue, client):
    client.force_login(make.person(catalogue.site))
    return client


def test_the_first_page_begins_a_lecture_a_course_and_news(catalogue, editor):
    shown = editor.get("/admin/").content.decode()

    for kind, under in (
        ("lectures/lecturepage", catalogue.menu),
        ("lectures/coursepage", catalogue.courses),
        ("cms/articlepage", catalogue.home),
    ):
        assert f'href="/admin/pages/add/{kind}/{under.pk}/"' in shown


def test_news_begin_below_their_list_where_there_is_one(catalogue, editor):
    catalogue.home.refresh_from_db()
    index = catalogue.home.add_child(instance=NewsIndexPage(title="お知らせ", slug="news-list"))

    assert f"/admin/pages/add/cms/articlepage/{index.pk}/" in editor.get("/admin/").content.decode()


def test_nothing_is_begun_in_a_year_that_is_over(catalogue, editor):
    before = make.menu(catalogue.site, year=2025)

    shown = editor.get("/admin/").content.decode()

    assert f"/admin/pages/add/lectures/lecturepage/{before.pk}/" not in shown


def test_a_department_begins_with_its_own_lectures_only(catalogue, client):
    client.force_login(department(catalogue))

    shown = client.get("/admin/").content.decode()

    assert 'id="own-lectures"' in shown
    assert 'id="begin"' not in shown


def test_it_asks_no_more_for_three_menus_than_for_one(catalogue):
    panel = Begin(make.person(catalogue.site))
    panel.render_html({})
    counts = []
    for year in (None, 2027, 2028):
        if year:
            make.menu(catalogue.site, year=year)
        with CaptureQueriesContext(connection) as asked:
            shown = panel.render_html({})
        counts.append((shown.count("新しい講座を書く"), len(asked)))

    assert counts == [(number, counts[0][1]) for number in (1, 2, 3)]


@pytest.fixture
def saved(catalogue, editor):
    """`saved(accept=…)`: a draft with a hard sentence is saved; what the next page then says."""
    page = catalogue.news(body=[("paragraph", '<p><a href="/x/">こちら</a></p>')])
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))

    def save(**changes):
        accept = changes.pop("accept", "text/html")
        values = {
            "title": page.title, "slug": page.slug, "intro": "", "easy_title": "",
            "body": streamfield([("paragraph", '{"entityMap": {}, "blocks": []}')]),
            "easy_body": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        }  # fmt: skip
        editor.post(url, nested_form_data(values | changes), headers={"Accept": accept})
        return editor.get("/admin/").content.decode()

    return save


def test_notes_are_told_when_somebody_saves(saved):
    assert "直すとよい所が" in saved(intro=NOTED)


def test_notes_do_not_pile_up_while_the_form_saves_itself(saved):
    """Wagtail keeps every change half a second later; nobody sees a page for its messages then."""
    assert "保存しました。文章に、直すとよい所が" not in saved(
        intro=NOTED, accept="application/json"
    )


def test_a_day_in_a_draft_is_told_to_do_nothing_yet(saved):
    assert NOT_YET in saved(go_live_at="2026-12-01 09:00")
    assert NOT_YET not in saved(go_live_at="")
    assert NOT_YET not in saved(go_live_at="2026-12-01 09:00", accept="application/json")


def test_a_day_that_is_scheduled_is_not_questioned(saved):
    assert NOT_YET not in saved(go_live_at="2026-12-01 09:00", **{"action-publish": "1"})


def test_the_lecture_form_names_the_next_numbers(catalogue, editor):
    make.lecture_page(
        catalogue.menu, number="3-09", category=make.category(catalogue.site, name="歴史")
    )
    url = reverse("wagtailadmin_pages:add", args=("lectures", "lecturepage", catalogue.menu.pk))

    assert "次の番号：歴史 3-10" in editor.get(url).content.decode()


def test_days_of_a_form_and_of_its_lines_are_taken_in_any_width(catalogue):
    form_class = CoursePage.get_edit_handler().get_form_class()
    page = catalogue.course()
    form = form_class(instance=page, parent_page=catalogue.courses)
    line = form.formsets["meetings"].forms[0]

    day = form.fields["intake_from"].to_python("２０２６－１２－０５")
    moment = line.fields["starts_at"].to_python("２０２６－１２－０５　１３：３０")
    assert (f"{day}", f"{moment:%Y-%m-%d %H:%M}") == ("2026-12-05", "2026-12-05 13:30")


def test_publishing_stands_beside_saving_and_behind_no_arrow(catalogue, editor):
    shown = buttons(editor.get(edit_url(catalogue.lecture())))

    assert ("action-publish" in shown, "action-submit" in shown) == (True, False)
    assert "w-dropdown" not in shown


def test_for_a_department_handing_in_stands_there(catalogue, client):
    page = catalogue.lecture()
    client.force_login(department(catalogue))

    shown = buttons(client.get(edit_url(page)))

    assert ("action-publish" in shown, "action-submit" in shown) == (False, True)
    assert "w-dropdown" not in shown


def test_without_our_row_of_buttons_there_would_be_only_saving(catalogue, editor, monkeypatch):
    monkeypatch.setattr(actions, "Buttons", lambda items: items[0])
    assert "action-publish" not in buttons(editor.get(edit_url(catalogue.lecture())))


def buttons(answer):
    return answer.content.decode().partition("<footer")[2].partition("</footer>")[0]


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=(page.pk,))


def department(catalogue):
    user = User.objects.create_user("bousai@city.mikagami.example", "a-long-password")
    give_role(user, site=catalogue.site, role=Role.DEPARTMENT, department=catalogue.town.department)
    return user
