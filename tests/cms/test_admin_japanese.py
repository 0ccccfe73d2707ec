"""Whoever writes or administers meets no English: pages of the admin and the desk are read."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page

from accounts.models import Role, User
from bookings import doors
from bookings.doors import decided
from lectures import roles
from lectures.models import SynonymGroup
from tests.cms.english_left import english_in
from tests.factories import lectures as make
from tests.factories.bookings import make_request
from tests.house.addresses import every_address

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a new thumbnail to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PEOPLE = ["editor", "department", "office"]
OFTEN = 2  # one kind of page is read so often
_LINK = re.compile(r'(?:href|action|data-url|data-[\w-]*url[\w-]*)="([^"#]+)')
_STAFF = ("/admin/", "/desk/")
# Mails in English are edited in English; the others open nothing to read.
_PASSED = ("/en/", "logout", "/out/", "failwhale", "/api/")


@pytest.fixture
def place(catalogue):
    """A row of each kind that the admin knows, in Japanese."""
    catalogue.page = catalogue.lecture(title="防災のはなし")
    catalogue.course(title="川の講座")
    catalogue.news(title="お知らせ")
    catalogue.picture = Image.objects.create(title="写真", file=get_test_image_file())
    paper = ContentFile(b"%PDF", name="chirashi.pdf")
    catalogue.paper = Document.objects.create(title="ちらし", file=paper)
    make_request(catalogue.town, status="confirmed")
    SynonymGroup.objects.all().delete()
    SynonymGroup.objects.create(site=catalogue.site, words="ごみ\n廃棄物")
    catalogue.draft = make.lecture_page(
        catalogue.menu, title="地震のはなし", department=catalogue.town.department, live=False
    )
    office = make.person(catalogue.site, Role.OFFICE)
    catalogue.draft.save_revision(user=office, log_action=True)
    catalogue.draft.get_workflow().start(catalogue.draft, office)
    return catalogue


def signed_in(place, who):
    client = Client(raise_request_exception=False)
    if who == "administrator":
        user = User.objects.create_superuser("kanri@city.example.jp", "himitsu-no-kotoba")
    elif who == "department":
        user = User.objects.create_user("ka@city.example.jp", "himitsu-no-kotoba")
        roles.give_role(user, site=place.site, role=who, department=place.town.department)
    else:
        user = make.person(place.site, Role(who))
    client.force_login(user)
    return client


def walked(client, place) -> Iterator[tuple[str, str]]:
    """Address and contents of what opens: every kind of address, and what is linked from there."""
    waiting, seen, read = deque(_from_the_table(place)), set(), Counter()
    while waiting:
        url = waiting.popleft()
        kind = _kind(url)
        if url in seen or kind is None or read[kind] == OFTEN:
            continue
        seen.add(url)
        read[kind] += 1
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code in (301, 302):
            waiting.append(urljoin(url, answer["Location"]))
        elif answer.streaming:
            list(answer)  # to its end, which closes the file
        elif answer.get("Content-Type", "").startswith(("text/html", "application/json")):
            contents = answer.content.decode()
            yield url, contents
            waiting += [urljoin(url, unescape(link)) for link in _LINK.findall(contents)]


def _from_the_table(place) -> Iterator[str]:
    rows = {"pages/": place.page.pk, "images/": place.picture.pk, "documents/": place.paper.pk}
    yield "/admin/"
    for address in every_address():
        if decided(**vars(address)) is doors.WAGTAIL:
            yield address.filled(rows)
    for page in (place.draft, place.home, place.menu, place.courses):
        yield f"/admin/pages/{page.pk}/edit/"
        yield f"/admin/pages/{page.pk}/history/"
        yield reverse("wagtailadmin_pages:workflow_history", args=(page.pk,))


def _kind(url: str) -> str | None:
    """Of staff pages only."""
    path = urlsplit(url).path
    if not path.startswith(_STAFF) or any(part in path for part in _PASSED):
        return None
    try:
        return resolve(path).view_name or path
    except Resolver404:
        return None


def left_on(pages) -> dict[str, str]:
    """The English texts, each with an address where it stands."""
    return {words: url for url, contents in pages for words in english_in(contents)}


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("who", PEOPLE)
def test_no_english_is_left_on_the_pages_of(place, who):
    pages = list(walked(signed_in(place, who), place))

    assert f"/admin/pages/{place.draft.pk}/edit/" in dict(pages)
    assert len(pages) > 100
    assert left_on(pages) == {}


@pytest.mark.once
@pytest.mark.parametrize(
    "page",
    [
        "<p>Set schedule</p>",
        '<nav aria-label="Actions"></nav>',
        '<input type="submit" value="Save"><p>保存</p>',
        '<script type="application/json">{"args": [{"label": "Help"}]}</script>',
        """<div data-block='{"strings": {"MOVE_UP": "Move up"}}'></div>""",
        '{"html": "<p>Choose a page</p>"}',
        "<svg><title>x</title></svg>Monday",
    ],
)
def test_the_reader_sees_english_in(page):
    assert len(english_in(page)) == 1


@pytest.mark.once
def test_the_reader_passes_over_what_nobody_reads():
    page = """<script>let words = "a b";</script><code>pip install</code><div hidden>None</div>
        <p>山田 yamada@city.example、http://x.example/a-b、PDF、3-07、R8-0123、chirashi.pdf</p>"""
    assert english_in(page) == []


def test_without_our_catalogue_the_walk_finds_it(place, settings):
    settings.LOCALE_PATHS = []
    page = signed_in(place, "editor").get(f"/admin/pages/{place.draft.pk}/edit/")

    left = left_on([("", page.content.decode())])

    assert {"Side panels", "%(objects)s pages selected"} <= left.keys()


def test_a_page_says_that_it_is_japanese_and_dates_begin_with_the_year(place, clock_at):
    clock_at("2026-11-30 15:00")
    office = signed_in(place, "office")
    page = office.get(reverse("wagtailadmin_pages:history", args=(place.draft.pk,)))

    shown = page.content.decode()

    assert '<html lang="ja" dir="ltr"' in shown
    assert "2026年11月22日" in shown


def test_the_form_of_ones_own_name_begins_with_the_family_name(place):
    office = signed_in(place, "office")
    form = office.get("/admin/account/").content.decode()

    assert form.index("name_email-last_name") < form.index("name_email-first_name")
    assert "time_zone" not in form


def test_a_family_name_is_enough_and_stands_first():
    assert User(last_name="山田").get_full_name() == "山田"
    assert User(last_name="山田", first_name="花子").get_full_name() == "山田 花子"


def test_what_wagtail_brought_along_has_japanese_names(site):
    roles.ensure_groups(site)

    assert Page.objects.get(depth=1).title == "すべてのサイト"
    assert Collection.objects.get(depth=1).name == "すべてのコレクション"
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_a_name_that_the_office_chose_stays(site):
    roles.ensure_groups(site)
    Collection.objects.filter(depth=1).update(name="市のファイル")

    roles.ensure_groups(site)

    assert Collection.objects.get(depth=1).name == "市のファイル"


def test_wagtails_own_guide_in_english_is_not_offered(place):
    assert "guide.wagtail.org" not in signed_in(place, "editor").get("/admin/").content.decode()
