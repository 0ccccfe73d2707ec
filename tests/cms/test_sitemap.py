"""The sitemap and what robots are told."""

from xml.etree import ElementTree

from wagtail.models import Locale

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(client, **headers):
    root = ElementTree.fromstring(client.get("/sitemap.xml", headers=headers).content)
    return [url.find("s:loc", SPACE).text for url in root.findall("s:url", SPACE)]


def test_the_sitemap_holds_every_open_page_and_no_other(client, catalogue, next_town):
    shown, hidden = catalogue.lecture(), catalogue.lecture()
    hidden.unpublish()

    found = locations(client)

    pages = (catalogue.home, catalogue.menu, catalogue.courses, shown)
    assert set(found) == {page.full_url for page in pages}
    assert all("tonari.test" in address for address in locations(client, host="tonari.test"))


def test_a_translation_shares_the_address_of_its_page(client, catalogue):
    page, locale = catalogue.news(), Locale.objects.create(language_code="en")
    catalogue.home.copy_for_translation(locale).save_revision().publish()
    english = page.copy_for_translation(locale)
    english.save_revision().publish()

    found = locations(client)

    assert english.full_url == page.full_url
    assert found.count(page.full_url) == 1


def test_robots_are_kept_from_what_is_for_one_person(client, catalogue, settings):
    words = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /k/" in words
    assert "Disallow: /" not in words
    assert words[-1].startswith("Sitemap: http")
    settings.DEMO = True
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
