"""The admin speaks Japanese where Wagtail's own catalogue does not."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from lectures import roles
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


def test_words_that_wagtail_lacks_are_ours():
    with translation.override("ja"):
        assert gettext("Search all pages…") == "すべてのページからさがす"
        assert gettext("Help") == "ヘルプ"
        assert ngettext("回", "回", 2) == "回"


def test_the_first_screen_of_an_editor_calls_no_other_host_and_has_no_english_help(site, client):
    roles.ensure_groups(site)
    make.menu(site)
    client.force_login(make.person(site))
    for path in (reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root")):
        shown = client.get(path, follow=True, headers={"Accept-Language": "ja"}).content.decode()
        assert "gravatar" not in shown
        assert "releases.wagtail.org" not in shown
        assert "youtube" not in shown
        assert "Search all pages" not in shown
