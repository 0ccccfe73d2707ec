"""人と役割: the office gives and takes roles; who did it stays; nobody locks the town out."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django_scopes import scope

from accounts.models import Role, RoleChange, SiteRole, User
from lectures.roles import give_role, take_role
from tests.factories import lectures as make


def given() -> list[tuple[str, str]]:
    return [(row.user.email, str(row)) for row in SiteRole.objects.order_by("pk")]


def test_the_office_gives_a_role_to_somebody_new(office, town, clerk):
    office.post(
        "/desk/roles/",
        {
            "email": "Ｔａｎａｋａ@city.example", "name": "田中", "role": "department",
            "department": "0305",
        },
    )  # fmt: skip

    assert given()[1:] == [("Tanaka@city.example", "担当課（防災課）")]
    new = User.objects.get(email="Tanaka@city.example")
    assert (str(new), new.has_usable_password(), new.is_staff) == ("田中", False, False)
    change = RoleChange.objects.get()
    assert (change.user, change.given, change.by) == (new, True, clerk)
    page = office.get("/desk/roles/").content.decode()
    assert "を渡しました" in page


def test_one_person_may_be_several(office, town):
    for role in ({"role": "department", "department": "0305"}, {"role": "centre", "centre": "01"}):
        office.post("/desk/roles/", {"email": "tanaka@city.example", **role})

    assert [words for _email, words in given()[1:]] == [
        "担当課（防災課）", "地域交流センター（北川地域交流センター）",
    ]  # fmt: skip


def test_the_same_role_is_given_once(office, town):
    for _twice in range(2):
        office.post("/desk/roles/", {"email": "tanaka@city.example", "role": "auditor"})

    assert len(given()) == 2
    assert RoleChange.objects.count() == 1


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({}, "メールアドレスを入れてください"),
        ({"email": "tanaka"}, "エラー"),
        ({"email": "a@city.example"}, "役割をえらんでください"),
        ({"email": "a@city.example", "role": "king"}, "役割をえらんでください"),
        ({"email": "a@city.example", "role": "department"}, "課をえらんでください"),
        ({"email": "a@city.example", "role": "centre", "centre": "99"}, "もう一度えらんで"),
    ],
)
def test_what_is_missing_is_said(office, town, typed, sentence):
    answer = office.post("/desk/roles/", typed)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert len(given()) == 1


def test_what_is_taken_is_closed_at_once_and_remembered(office, town, clerk):
    office.post("/desk/roles/", {"email": "kansa@city.example", "role": "office"})
    colleague = User.objects.get(email="kansa@city.example")
    theirs = Client()
    theirs.force_login(colleague)
    assert theirs.get("/desk/").status_code == 200
    assert Group.objects.get(name="事務局") in colleague.groups.all()

    office.post(f"/desk/roles/{SiteRole.objects.get(user=colleague).pk}/take/")

    assert theirs.get("/desk/").status_code == 403
    assert list(colleague.groups.all()) == []
    assert [(row.given, row.by) for row in RoleChange.objects.order_by("pk")] == [
        (True, clerk), (False, clerk),
    ]  # fmt: skip


def test_the_last_of_the_office_stays(office, town, clerk):
    answer = office.post(f"/desk/roles/{SiteRole.objects.get().pk}/take/", follow=True)

    assert "事務局の最後の人です" in answer.content.decode()
    assert len(given()) == 1


def test_a_role_of_another_town_is_out_of_reach(office, town):
    other = make.other_town()
    with scope(site=other):
        row = give_role(User.objects.create_user("a@other.example"), site=other, role=Role.OFFICE)

    assert office.post(f"/desk/roles/{row.pk}/take/").status_code == 404
    assert office.post(f"/desk/roles/people/{row.user.pk}/password/").status_code == 404
    with scope(site=other):
        assert SiteRole.objects.count() == 1


def test_the_office_hands_over_a_link_for_a_password(office, town):
    office.post("/desk/roles/", {"email": "tanaka@city.example", "role": "auditor"})
    user = User.objects.get(email="tanaka@city.example")

    page = office.post(f"/desk/roles/people/{user.pk}/password/").content.decode()
    link = page.split('<p class="letter">')[1].split("</p>")[0]

    assert "パスワードを決める" in Client().get(link, follow=True).content.decode()


def test_no_link_opens_somebody_who_works_elsewhere_too(office, town):
    other = make.other_town()
    user = User.objects.create_user("tanaka@city.example", "a-long-password")
    with scope(site=other):
        give_role(user, site=other, role=Role.OFFICE)
    give_role(user, site=town.site, role=Role.AUDITOR)
    root = User.objects.create_superuser("root@city.example", "a-long-password")
    give_role(root, site=town.site, role=Role.AUDITOR)

    for one in (user, root):
        assert office.post(f"/desk/roles/people/{one.pk}/password/").status_code == 404


def test_history_is_never_rewritten(town):
    give_role(User.objects.create_user("a@city.example"), site=town.site, role=Role.AUDITOR)

    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        RoleChange.objects.update(given=False)


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.CENTRE])
def test_a_role_of_a_part_names_its_part(town, role):
    user = User.objects.create_user("a@city.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        SiteRole.objects.create(site=town.site, user=user, role=role)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteRole.objects.create(
            site=town.site, user=user, role=Role.OFFICE, department=town.department
        )


def test_taking_one_of_two_departments_leaves_the_other(town):
    from tests.factories.town import make_department

    user = User.objects.create_user("a@city.example")
    other = make_department(town.site, code="0999", name="広報課", email="koho@city.example")
    first = give_role(user, site=town.site, role=Role.DEPARTMENT, department=town.department)
    give_role(user, site=town.site, role=Role.DEPARTMENT, department=other)

    take_role(first)

    assert [row.department for row in SiteRole.objects.filter(user=user)] == [other]
