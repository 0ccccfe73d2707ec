"""A school's sessions bear the names of their classes, and so does what moves them."""

from bs4 import BeautifulSoup

from tests.bookings.test_classes import a_school, accepted


def test_each_session_and_each_way_says_which_classes_it_is_about(citizen) -> None:
    request = a_school(citizen.town)
    accepted(citizen.town, request)

    html = BeautifulSoup(citizen.open_page(request).content, "html.parser")

    names = [row.name for row in request.classes.order_by("starts")]
    headings = [" ".join(one.text.split()) for one in html.select(".session h3")]
    assert [heading.rpartition(" ")[2] for heading in headings] == names
    links = [one.text for one in html.select("a[href*='postpone']")]
    assert len(links) == 1
    assert "・".join(names) in links[0]
