"""Who may do what in which town."""

import pytest
from django_scopes import scope
from wagtail.models import Page

from accounts.models import SiteRole, User
from lectures import roles
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
