"""The queue's lists: what waits, what machines sent, what was decided."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import WaitingReply
from bookings.status import AssignmentState
from tests.bookings.desk.waiting import decide, page_of, waiting
from tests.factories.replies import (
    FORGED,
    asked,
    reply,
)
from tests.factories.town import NOW

A = AssignmentState


def text_of(page) -> str:
    return BeautifulSoup(page.content, "html.parser").get_text()


# The lists


def test_the_oldest_mail_stands_first_and_each_names_its_case_and_reason(office, ask):
    late = waiting("了解しました", ask, moment=NOW + timedelta(hours=2))
    early = waiting("承諾", ask, moment=NOW, results=FORGED)

    page = office.get(reverse("desk:replies"))

    assert list(page.context["page"]) == [early, late]
    for words in ("R8-0001 防災課", "送り主が本物か確かめられません", "待っている返事 2"):
        assert words in text_of(page)


def test_one_reason_can_be_looked_at_alone(office, ask):
    forged = waiting("承諾", ask, results=FORGED)
    waiting("了解しました", ask)

    page = office.get(reverse("desk:replies"), {"why": "unauthenticated"})

    assert list(page.context["page"]) == [forged]
    assert page.context["count"] == 2


@pytest.mark.parametrize("why", ["nonsense", "", "'; DROP TABLE", "\x00"])
def test_a_nonsense_reason_shows_all(office, ask, why):
    waiting("了解しました", ask)

    assert len(office.get(reverse("desk:replies"), {"why": why}).context["page"]) == 1


def queries(office, url: str) -> int:
    office.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert office.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["replies", "replies-automatic", "replies-decided"])
def test_three_mails_cost_no_more_queries_than_one(office, town, ask, name):
    def one_more(number: int) -> None:
        another = asked(town)
        waiting("了解しました", another)
        decided = waiting("了解しました", another, moment=NOW + timedelta(minutes=number))
        decide(office, decided, "aside")
        reply("留守です", assignment=another, subject="自動応答: 不在です")

    one_more(1)
    few = queries(office, reverse(f"desk:{name}"))
    one_more(2)
    one_more(3)

    assert queries(office, reverse(f"desk:{name}")) == few


def test_the_page_of_one_mail_costs_the_same_among_many(office, town, ask):
    row = waiting("了解しました", ask)
    few = queries(office, page_of(row))
    for _another in range(3):
        waiting("了解しました", asked(town))

    assert queries(office, page_of(row)) == few <= 45


def test_after_a_decision_the_next_mail_is_opened(office, ask):
    first = waiting("了解しました", ask)
    second = waiting("検討します", ask, moment=NOW + timedelta(hours=1))

    assert decide(office, first, "aside")["Location"] == page_of(second)
    assert decide(office, second, "aside")["Location"] == reverse("desk:replies")


def test_what_was_decided_stays_to_be_looked_up(office, ask):
    row = waiting("了解しました", ask)
    decide(office, row, "aside")

    shown = text_of(office.get(reverse("desk:replies-decided")))
    page = text_of(office.get(page_of(row)))

    assert "返事ではないとした" in shown
    assert "山田" in shown
    assert "このメールは、もう決まっています" in page


# Automatic mails


def test_an_automatic_mail_can_be_brought_into_the_queue_once(office, ask):
    inbound = reply("承諾 10:00 田中", assignment=ask, subject="自動応答: 不在です")
    shown = text_of(office.get(reverse("desk:replies-automatic")))
    url = reverse("desk:reply-bring-in", args=[inbound.public_id])

    answers = [office.post(url) for _click in range(2)]

    row = WaitingReply.objects.get()
    assert ("自動応答: 不在です" in shown, "R8-0001 防災課" in shown) == (True, True)
    assert {answer["Location"] for answer in answers} == {page_of(row)}
    assert (row.why, row.assignment, row.understood["kind"]) == ("our_copy", ask, "accept")
    ask.refresh_from_db()
    assert ask.state == A.ASKED
    assert "自動応答" not in text_of(office.get(reverse("desk:replies-automatic")))
    decide(office, row, "understood")
    ask.refresh_from_db()
    assert ask.state == A.ACCEPTED


def test_only_a_mail_that_was_set_aside_can_be_brought_in(office, ask):
    inbound = reply("承諾", assignment=ask)

    office.post(reverse("desk:reply-bring-in", args=[inbound.public_id]))

    assert WaitingReply.objects.count() == 0


def test_looking_brings_nothing_in(office, ask):
    inbound = reply("承諾", assignment=ask, subject="自動応答: 不在です")

    answer = office.get(reverse("desk:reply-bring-in", args=[inbound.public_id]))

    assert (answer.status_code, WaitingReply.objects.count()) == (405, 0)
