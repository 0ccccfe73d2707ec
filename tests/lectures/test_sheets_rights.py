"""講座を表計算で: whose lectures, which town, whose look."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from wagtail.models import GroupPagePermission, PageLogEntry

from accounts.models import Role
from lectures.models import Lecture, LecturePage
from lectures.sheets import applying
from tests.factories import lectures as make
from tests.lectures.sheets import (
    complaints,
    download,
    drafts,
    edited,
    look,
    new_line,
    press,
    put,
    rows,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def department_editor(menu, page):
    """Somebody whose Wagtail group may change that one page only."""
    from django.contrib.auth.models import Group, Permission

    from accounts.models import User

    user = User.objects.create_user("bousai@city.example.jp", "himitsu-no-kotoba")
    group = Group.objects.create(name="防災課")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="change_page")
    )
    user.groups.add(group)
    return user


def test_a_department_editor_gets_and_changes_the_own_lectures_only(menu, editor):
    everything = download(editor, menu)
    page = LecturePage.objects.get(number="3-01")
    client = Client()
    client.force_login(department_editor(menu, page))

    assert [line[1] for line in rows(download(client, menu))[1:]] == ["3-01"]

    def work(sheet):
        put(sheet, 2, "対象", "だれでも")
        put(sheet, 3, "対象", "だれでも")
        new_line(sheet)

    before = drafts()
    answer = look(client, menu, edited(everything, work))
    assert complaints(answer) == [
        (
            "3行目 A列「キー（さわらない）」",
            "この講座を直す権限がありません。ほかの課の講座は、直せません。",
        ),
        ("5行目 A列「キー（さわらない）」", "この目次に、新しい講座を足す権限がありません。"),
    ]
    assert drafts() == before

    own = edited(everything, lambda sheet: put(sheet, 2, "対象", "だれでも"))
    press(client, menu, look(client, menu, own, how="publish"))
    assert Lecture.objects.get(number="3-01").audience == ""
    latest = LecturePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert latest.audience == "だれでも"


@pytest.mark.parametrize("role", [None, Role.DEPARTMENT, Role.CENTRE, Role.AUDITOR])
def test_others_have_no_way_in(menu, site, client, role):
    if role is not None:
        from accounts.models import User
        from lectures.roles import give_role

        person = User.objects.create_user(f"{role}@city.example.jp", "himitsu-no-kotoba")
        give_role(person, site=site, role=role, **part_of(site, role))
        client.force_login(person)
    for name in ("menu", "xlsx", "csv", "cp932"):
        assert client.get(reverse(f"lecture_sheets:{name}", args=[menu.pk])).status_code == 302
    assert client.get(reverse("lecture_sheets:index")).status_code == 302
    assert look(client, menu, b"x").status_code == 302


def part_of(site, role):
    if role == Role.DEPARTMENT:
        return {"department": make.department(site)}
    if role == Role.CENTRE:
        from lectures.models import Centre

        return {"centre": Centre.objects.create(site=site, code="01", name="中央センター")}
    return {}


def test_another_towns_menu_is_not_there(menu, editor):
    with scopes_disabled():
        theirs = make.menu(make.other_town())
    for name in ("menu", "xlsx"):
        assert editor.get(reverse(f"lecture_sheets:{name}", args=[theirs.pk])).status_code == 404


def test_what_was_looked_at_is_for_that_person_and_menu_only(menu, editor, site):
    data = edited(download(editor, menu), lambda sheet: put(sheet, 2, "対象", "だれでも"))
    looked = look(editor, menu, data)
    colleague = Client()
    colleague.force_login(make.person(site))
    url = reverse("lecture_sheets:menu", args=[menu.pk])

    assert colleague.post(url, {"packed": looked.context["packed"]}).status_code == 404
    wrong = editor.post(url, {"packed": looked.context["packed"] + "x"}, follow=True)
    assert "もう一度ファイルをえらんでください" in wrong.content.decode()
    assert PageLogEntry.objects.filter(action=applying.ACTION).count() == 0


def test_a_form_from_elsewhere_is_refused(menu, editor):
    strict = Client(enforce_csrf_checks=True, headers={"accept": "text/html"})
    strict.cookies = editor.cookies
    url = reverse("lecture_sheets:menu", args=[menu.pk])
    assert strict.post(url, {"packed": "x"}).status_code == 403


def test_a_locked_page_is_told_before_the_button(menu, editor):
    data = edited(download(editor, menu), lambda sheet: put(sheet, 2, "対象", "だれでも"))
    LecturePage.objects.filter(number="3-01").update(locked=True)

    assert complaints(look(editor, menu, data)) == [
        ("2行目", "この講座のページは、いまロックされていて直せません。")
    ]
