"""The HTML part says what the text says, makes our links easy to press, and nothing else a link."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.emails import html
from notifications.models import OutgoingEmail
from tests.factories.replies import asked
from tests.factories.town import make_town

LINK = "https://kouza.example.jp/k/{{secret:answer:abc:1:2026a:def}}/"
lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)


def words(page: str) -> str:
    """What a reader sees, without spaces."""
    body = BeautifulSoup(page, "html.parser").body
    return re.sub(r"\s+", "", body.get_text())


@pytest.mark.django_db
def test_the_html_of_an_ask_says_what_its_text_says(site):
    asked(make_town(site), remarks="<b>車いす</b> & 手話\nhttps://evil.example/")

    mail = OutgoingEmail.objects.get(kind="department_asked")

    page = BeautifulSoup(mail.html, "html.parser")
    assert words(mail.html) == re.sub(r"\s+", "", mail.text)
    link = next(line for line in mail.text.split("\n") if line.startswith("http"))
    assert {a["href"] for a in page.find_all("a")} == {link, "tel:0000000000"}
    assert "3) このページでえらぶ" in [a.get_text() for a in page.find_all("a")]
    assert not page.find_all(["img", "script", "link", "iframe", "form", "b"], string="車いす")


@pytest.mark.django_db
def test_the_confirmation_has_a_button_to_undo(site):
    from bookings.actions import answering
    from tests.factories.town import DEPARTMENT, NOW

    ask = asked(make_town(site))
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    mail = OutgoingEmail.objects.get(kind="department_answer_recorded")
    labels = [a.get_text() for a in BeautifulSoup(mail.html, "html.parser").find_all("a")]
    assert labels[0] == "身に覚えがないとき、まちがえたときは、ここで取り消せます。"


@given(texts=st.lists(st.one_of(lines, st.just(LINK), st.just(""), st.just("--")), max_size=12))
@settings(deadline=None)
def test_no_words_become_markup_or_a_link_of_their_own(texts):
    text = "\n".join(texts)

    page = html.of_text(text, subject="件名", links={LINK})

    soup = BeautifulSoup(page, "html.parser").body
    assert words(page) == re.sub(r"\s+", "", text)
    assert {a["href"] for a in soup.find_all("a") if not a["href"].startswith("tel:")} <= {LINK}
    assert {tag.name for tag in soup.find_all(True)} <= {"div", "b", "a"}


def test_a_placeholder_stays_whole_until_the_mail_leaves():
    assert html.of_text(LINK, subject="", links={LINK}).count(LINK) == 2
