"""A department's people in the admin: their own lectures, as drafts; the office publishes."""

import pytest
from django.urls import reverse
from django_scopes import scope
from wagtail.models import GroupPagePermission, Page, PageLogEntry, Revision, Task
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import Role, User
from bookings import doors
from bookings.doors import decided
from lectures import own_pages, roles
from lectures.models import DepartmentEditors, Lecture, LecturePage
from tests.factories import lectures as make
from tests.house.addresses import every_address

pytestmark = pytest.mark.django_db
SECRET = "まだ内緒の題名"


@pytest.fixture(autouse=True)
def in_the_year(clock_at):
    clock_at("2026-11-01 10:00")


@pytest.fixture
def ours(site):
    return make.department(site, name="防災課", code="0305")


@pytest.fixture
def theirs(site):
    return make.department(site, name="環境課", code="0401")


@pytest.fixture
def menu(site):
    return make.menu(site)


@pytest.fixture
def member(site, ours):
    return _member(site, ours)


@pytest.fixture
def desk(client, member):
    client.force_login(member)
    return client


def _member(site, department):
    user = User.objects.create_user(f"{department.code}@city.example", "himitsu-no-kotoba")
    roles.give_role(user, site=site, role=Role.DEPARTMENT, department=department)
    return user


def _form(page, **fields):
    values = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "number": page.number,
        "minutes": str(page.minutes), "need_kind": page.need_kind, "led_by": page.led_by,
        "format": page.format, "category": page.category_id, "department": page.department_id,
        "accepting": "on", "body": streamfield([]),
        **{name: _formset() for name in ("comments", "related")},
    }  # fmt: skip
    return nested_form_data(values | fields)


def _formset():
    return {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def _url(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_a_department_opens_and_drafts_its_own_lecture(desk, menu, ours):
    page = make.lecture_page(menu, department=ours, title="前の名前")

    assert desk.get(_url("edit", page.pk)).status_code == 200
    desk.post(_url("edit", page.pk), _form(page, title="新しい名前"))

    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("前の名前", "新しい名前")


def test_it_cannot_publish_even_when_the_button_is_sent(desk, menu, ours):
    page = make.lecture_page(menu, department=ours, title="前の名前")

    desk.post(_url("edit", page.pk), _form(page, title="新しい名前", **{"action-publish": "1"}))

    assert LecturePage.objects.get().title == "前の名前"
    assert Lecture.objects.get().title == "前の名前"


def test_it_adds_a_draft_to_the_menu_and_only_for_itself(desk, site, menu, ours, theirs):
    make.category(site, name="防災")
    sample = LecturePage(
        title="新しい講座", slug="new", number="1-01", department=ours,
        category=make.category(site),
    )  # fmt: skip
    add = _url("add", "lectures", "lecturepage", menu.pk)

    form = desk.get(add).content.decode()
    assert "防災課" in form
    desk.post(add, _form(sample, department=theirs.pk))
    assert not LecturePage.objects.exists()
    desk.post(add, _form(sample))

    page = LecturePage.objects.get()
    assert (page.live, page.department) == (False, ours)
    assert desk.get(_url("edit", page.pk)).status_code == 200


def test_a_menu_whose_year_is_over_takes_no_more_drafts(desk, site, clock_at):
    menu = make.menu(site)
    clock_at("2027-04-01 10:00")
    assert desk.get(_url("add", "lectures", "lecturepage", menu.pk)).status_code == 302


def test_the_explorer_and_its_search_show_only_its_own(desk, site, menu, ours, theirs):
    make.lecture_page(menu, department=ours, title="防災のはなし")
    make.lecture_page(menu, department=ours, title="地震のはなし")
    make.lecture_page(menu, department=theirs, title="ごみのはなし")

    listed = desk.get(reverse("wagtailadmin_explore", args=(menu.pk,))).content.decode()
    found = desk.get(_url("search"), {"q": "はなし"}).content.decode()

    for page in (listed, found):
        assert "防災のはなし" in page
        assert "ごみのはなし" not in page


def _secrets(site, menu, theirs):
    """A draft of another department, with a picture, a history and a workflow of its own."""
    page = make.lecture_page(menu, department=theirs, title=SECRET, live=False)
    office = make.person(site, Role.OFFICE)
    page.save_revision(user=office, log_action=True)
    page.get_workflow().start(page, office)
    return page


def _tried(client, page):
    rows = {"pages/": page.pk, "workflows/": page.pk, "revisions/": page.latest_revision_id}
    for address in every_address():
        if decided(**vars(address)) is doors.WAGTAIL and "logout" not in address.route:
            for method in ("get", "post"):
                yield address, getattr(client, method)(address.filled(rows))
    for name, args in (
        ("edit", ()), ("view_draft", ()), ("history", ()), ("delete", ()), ("unpublish", ()),
        ("copy", ()), ("move", ()), ("preview_on_edit", ()), ("workflow_history", ()),
        ("usage", ()), ("lock", ()), ("unlock", ()), ("convert_alias", ()), ("set_privacy", ()),
        ("revisions_view", (page.latest_revision_id,)),
        ("revisions_revert", (page.latest_revision_id,)),
        ("revisions_compare", ("earliest", "latest")),
    ):  # fmt: skip
        for method in ("get", "post"):
            yield name, getattr(client, method)(_url(name, page.pk, *args))
    for action in ("publish", "unpublish", "delete", "move"):
        url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
        for method in ("get", "post"):
            yield action, getattr(client, method)(f"{url}?id={page.pk}")


def _read(client, page):
    client.raise_request_exception = False
    return [
        str(name)
        for name, answer in _tried(client, page)
        if not answer.streaming and SECRET in answer.content.decode(errors="replace")
    ]


@pytest.mark.slow
def test_through_no_address_of_the_admin_does_it_reach_anothers(desk, site, menu, ours, theirs):
    make.lecture_page(menu, department=ours)
    page = _secrets(site, menu, theirs)
    before = _state(page)

    read = _read(desk, page)
    assert "\n".join(read) == ""
    assert _state(page) == before


def test_without_the_rows_of_one_page_each_it_would(desk, site, menu, ours, theirs):
    """The twin: the right stands on the menu, as one is used to give it."""
    page = _secrets(site, menu, theirs)
    row = GroupPagePermission.objects.filter(permission__codename="change_page").first()
    group = DepartmentEditors.objects.get(department=ours).group
    GroupPagePermission.objects.create(group=group, page=menu, permission=row.permission)

    assert SECRET in desk.get(_url("edit", page.pk)).content.decode()


def _state(page):
    return (
        list(Page.objects.order_by("pk").values()),
        list(Revision.objects.filter(object_id=str(page.pk)).values("pk", "content")),
        PageLogEntry.objects.filter(page=page.pk).count(),
    )


def test_a_department_hands_in_and_the_office_publishes(desk, client, site, menu, ours):
    page = make.lecture_page(menu, department=ours, title="前の名前")
    desk.post(_url("edit", page.pk), _form(page, title="新しい名前", **{"action-submit": "1"}))
    page.refresh_from_db()
    assert page.workflow_in_progress
    assert LecturePage.objects.get().title == "前の名前"

    client.force_login(make.person(site, Role.OFFICE))
    waiting = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "新しい名前" in waiting
    act = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    client.post(_url("edit", page.pk), _form(page, title="新しい名前", **act))

    assert Lecture.objects.get().title == "新しい名前"


def test_while_the_office_looks_the_department_cannot_change_it(desk, menu, ours):
    page = make.lecture_page(menu, department=ours, title="前の名前")
    desk.post(_url("edit", page.pk), _form(page, title="二番め", **{"action-submit": "1"}))
    desk.post(_url("edit", page.pk), _form(page, title="三番め"))
    page.refresh_from_db()
    assert page.draft_title == "二番め"


def test_the_successors_people_edit_what_the_old_department_gave(site, menu, ours, theirs):
    page = make.lecture_page(menu, department=ours)
    successor = _member(site, theirs)
    assert not page.permissions_for_user(successor).can_edit()

    ours.ends_on, ours.successor = "2026-10-31", theirs
    ours.save()
    own_pages.bring_up_to_date(site)

    again = User.objects.get(pk=successor.pk)
    assert page.permissions_for_user(again).can_edit()


def test_who_leaves_the_department_leaves_its_pages(site, menu, ours, member):
    page = make.lecture_page(menu, department=ours)
    assert page.permissions_for_user(member).can_edit()
    with scope(site=site):
        roles.take_role(member.site_roles.get())
    again = User.objects.get(pk=member.pk)
    assert not page.permissions_for_user(again).can_edit()
    assert not again.has_perm("wagtailadmin.access_admin")


def test_a_lecture_that_changes_hands_changes_its_editors(site, menu, ours, theirs, member):
    page = make.lecture_page(menu, department=ours)
    page.department = theirs
    page.save_revision().publish()
    again = User.objects.get(pk=member.pk)
    assert not page.permissions_for_user(again).can_edit()


def test_the_workflow_of_a_town_is_made_once_and_keeps_the_offices_changes(site):
    roles.ensure_groups(site)
    task = Task.objects.get(name="事務局の確認")
    task.name = "課長の確認"
    task.save()
    roles.ensure_groups(site)
    assert Task.objects.filter(name__in=["事務局の確認", "課長の確認"]).count() == 1


def test_links_are_chosen_among_what_is_public_and_ones_own_drafts(desk, site, menu, ours, theirs):
    make.lecture_page(menu, department=ours, title="うちの下書き", live=False)
    make.lecture_page(menu, department=theirs, title="公開したもの")
    make.lecture_page(menu, department=theirs, title=SECRET, live=False)
    other = make.menu(make.other_town(), title="となりの目次")

    offered = desk.get(reverse("wagtailadmin_choose_page_child", args=(menu.pk,)))
    shown = offered.json()["html"]

    assert ("うちの下書き" in shown, "公開したもの" in shown, SECRET in shown) == (
        True,
        True,
        False,
    )
    elsewhere = desk.get(reverse("wagtailadmin_choose_page_child", args=(other.get_parent().pk,)))
    assert "となりの目次" not in elsewhere.json()["html"]


def _related(*rows):
    values = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 3}
    named = ({"lecture_page": row.pk, "ORDER": n} for n, row in enumerate(rows, start=1))
    return values | {str(n): row for n, row in enumerate(named)}


def test_another_departments_draft_cannot_be_named_by_its_key(desk, menu, ours, theirs):
    page = make.lecture_page(menu, department=ours)
    hidden = make.lecture_page(menu, department=theirs, title=SECRET, live=False)
    abroad = make.lecture_page(make.menu(make.other_town()), title=SECRET)

    for row in (hidden, abroad):
        for fields in ({"next_step": row.pk}, {"related": _related(row)}):
            answer = desk.post(_url("edit", page.pk), _form(page, **fields))
            assert answer.status_code == 200
            assert SECRET not in answer.content.decode()
    assert SECRET not in desk.get(_url("edit", page.pk)).content.decode()


def test_what_the_office_chose_stays_and_what_is_public_can_be_chosen(desk, menu, ours, theirs):
    theirs_draft = make.lecture_page(menu, department=theirs, live=False)
    public = make.lecture_page(menu, department=theirs)
    page = make.lecture_page(menu, department=ours, next_step=theirs_draft)

    answer = desk.post(
        _url("edit", page.pk),
        _form(page, next_step=theirs_draft.pk, related=_related(public)),
    )

    assert answer.status_code == 302
    drafted = LecturePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert drafted.next_step == theirs_draft
    assert [row.lecture_page for row in drafted.related.all()] == [public]


def test_pages_in_english_are_offered_set_on_paper_and_counted_too(client, site, menu, ours):
    lecture = make.in_english(make.lecture_page(menu, department=ours, title="A to Z"))
    english = lecture.menu()
    lecture.save_revision()  # a draft that waits
    client.force_login(make.person(site, Role.OFFICE))

    offered = client.get(reverse("wagtailadmin_choose_page_child", args=(english.pk,)))
    explored = client.get(reverse("wagtailadmin_explore", args=(english.get_parent().pk,)))

    assert "A to Z" in offered.json()["html"]
    assert reverse("paper:menu", args=[english.pk]) in explored.content.decode()
    for url in (reverse("paper:menu", args=[english.pk]), reverse("paper:page", args=[lecture.pk])):
        assert client.get(url).status_code == 200
    index = client.get(reverse("paper:index")).content.decode()
    assert reverse("paper:page", args=[lecture.pk]) in index
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert _url("edit", lecture.pk) in home
