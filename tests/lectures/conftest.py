"""Rows that several tests of the catalogue start from."""

import pytest

from accounts.models import SiteRole
from lectures.models import Department, LecturePage
from tests.factories import lectures as make


@pytest.fixture
def three(site) -> list[Department]:
    return [
        make.department(site, code=code, name=name, email=f"{code}@city.example")
        for code, name in (("01", "防災課"), ("02", "福祉課"), ("03", "文化課"))
    ]


@pytest.fixture
def menu(site):
    """Three lectures, one of them a draft."""
    menu = make.menu(site)
    safety = make.category(site, name="防災・安全")
    health = make.category(site, name="健康・福祉")
    disaster = make.department(site, code="0305", name="防災課")
    make.department(site, code="0410", name="健康増進課")
    make.lecture_page(
        menu, number="3-01", title="わが家の備え", category=safety, department=disaster
    )
    make.lecture_page(menu, number="3-02", title="=1+1", category=safety, department=disaster)
    make.lecture_page(
        menu, number="4-01", title="減塩〜髙﨑", category=health, department=disaster, live=False
    )
    LecturePage.objects.filter(live=True).update(has_unpublished_changes=False)
    return menu


@pytest.fixture
def editor(site, client):
    client.force_login(make.person(site))
    return client


@pytest.fixture
def office(site, client):
    client.force_login(make.person(site, SiteRole.Role.OFFICE))
    return client
