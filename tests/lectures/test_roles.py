"""Who may do what in which town."""

import pytest
from django.contrib.auth.models import Permission
from django_scopes import scope
from wagtail.models import GroupPagePermission, Page

from accounts.models import SiteRole, User
from lectures import roles, tasks
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


def test_groups_are_made_once_and_brought_up_to_date(site):
    first = roles.ensure_groups(site)
    assert [group.name for group in first.values()] == ["編集者", "事務局"]
    first[SiteRole.Role.OFFICE].permissions.clear()
    again = roles.ensure_groups(site)
    assert again == first
    assert again[SiteRole.Role.OFFICE].permissions.filter(codename="add_department").exists()


def test_an_editor_publishes_in_the_own_town_only(site):
    editor = make.person(site)
    own, other = make.menu(site), make.menu(make.other_town())
    assert Page.objects.get(pk=own.pk).permissions_for_user(editor).can_publish_subpage() is True
    assert Page.objects.get(pk=other.pk).permissions_for_user(editor).can_edit() is False


def test_each_town_has_its_own_groups(site):
    theirs = make.other_town()
    assert roles.ensure_groups(theirs)[SiteRole.Role.EDITOR].name == "編集者（となり町）"
    assert roles.ensure_groups(site)[SiteRole.Role.EDITOR].name == "編集者"


def test_only_the_office_changes_the_offices_settings_and_only_its_own(site, client):
    theirs = make.other_town()
    office = make.person(site, SiteRole.Role.OFFICE)
    client.force_login(office)
    assert client.get(f"/admin/settings/lectures/officesettings/{site.pk}/").status_code == 200
    assert client.get(f"/admin/settings/lectures/officesettings/{theirs.pk}/").status_code == 302
    client.force_login(make.person(site))
    assert client.get(f"/admin/settings/lectures/officesettings/{site.pk}/").status_code == 302


def test_who_had_a_role_before_it_opened_the_admin_is_let_in_at_night(site, clock_at):
    clock_at("2026-11-01 10:00")
    department, user = make.department(site), User.objects.create_user("old@city.example.jp")
    SiteRole.objects.create(
        site=site, user=user, role=SiteRole.Role.DEPARTMENT, department=department
    )
    page = make.lecture_page(make.menu(site), department=department)

    tasks.let_departments_edit()
    tasks.let_departments_edit()

    user = User.objects.get(pk=user.pk)
    assert user.has_perm("wagtailadmin.access_admin")
    assert page.permissions_for_user(user).can_edit()
    assert page.get_workflow().name == "事務局の確認"


def test_at_night_a_role_gets_what_an_update_added(site):
    office = make.person(site, SiteRole.Role.OFFICE)
    office.groups.get().permissions.remove(*Permission.objects.filter(codename__contains="course"))
    tasks.let_departments_edit()
    assert User.objects.get(pk=office.pk).has_perm("lectures.change_coursesource")


def test_who_left_the_department_is_not_let_in_again(site):
    department, user = make.department(site), User.objects.create_user("old@city.example.jp")
    row = roles.give_role(user, site=site, role=SiteRole.Role.DEPARTMENT, department=department)
    roles.take_role(row)
    tasks.let_departments_edit()
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_the_office_edits_pages_in_every_language(site, clock_at):
    clock_at("2026-11-01 10:00")
    office, department = make.person(site, SiteRole.Role.OFFICE), make.department(site)
    member = User.objects.create_user("ka@city.example.jp")
    roles.give_role(member, site=site, role=SiteRole.Role.DEPARTMENT, department=department)
    page = make.in_english(make.lecture_page(make.menu(site), department=department))
    GroupPagePermission.objects.filter(page=page).delete()

    tasks.let_departments_edit()

    office, member = (User.objects.get(pk=row.pk) for row in (office, member))
    assert page.permissions_for_user(office).can_publish()
    assert page.permissions_for_user(member).can_edit()
    assert page.get_workflow().name == "事務局の確認"


def test_a_role_in_one_town_opens_no_ledger_in_another(site):
    office = make.person(site, SiteRole.Role.OFFICE)
    other = make.other_town()
    from lectures.ledger.permissions import TownPermissionPolicy
    from lectures.models import Department

    policy = TownPermissionPolicy(Department)
    assert policy.user_has_permission(office, "change") is True
    with scope(site=other):
        assert policy.user_has_permission(office, "change") is False
        assert User.objects.get(pk=office.pk).has_perm("lectures.change_department") is True
