"""One waiting mail: shown safely, the likeliest decision first, and led on to where it belongs."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from bookings import doctor
from bookings.actions import answering, asking, receiving
from bookings.actions.moves import SYSTEM
from bookings.desk.letters import passages
from bookings.models import Answer, Assignment
from bookings.status import AssignmentState, Reason, Verb
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import errors
from tests.bookings.desk.waiting import decide, decide_on, decisions, page_of, waiting
from tests.factories.calendars import pressed
from tests.factories.replies import (
    DEPARTMENT,
    FORGED,
    PROVEN,
    asked,
    quoted,
    reply_address,
)
from tests.factories.town import DEPARTMENT as TOLD
from tests.factories.town import NOW, OFFICE, make_department

A = AssignmentState


def text_of(page) -> str:
    return BeautifulSoup(page.content, "html.parser").get_text()


# The mail itself


def test_our_own_words_are_folded_away_and_the_new_ones_are_not(office, ask):
    row = waiting(f"たぶん大丈夫です\n\n{quoted(ask.request)}", ask)

    soup = BeautifulSoup(office.get(page_of(row)).content, "html.parser")

    folded = soup.select_one("details.letter-quote")
    assert "引用された文" in folded.summary.get_text()
    assert "わが家の防災マップづくり" in folded.get_text()
    shown = [box.get_text().strip() for box in soup.select(".letter") if box.parent.name == "div"]
    assert shown == ["たぶん大丈夫です"]


def test_unmarked_lines_of_ours_are_folded_too():
    sent = "防災課 ご担当さま\n\n■ 講座：3-07 わが家の防災マップづくり（60分）\n"

    rows = passages(f"どうでしょう\n{sent}追伸です", sent=sent)

    assert [(row.quoted, row.lines) for row in rows] == [(False, 1), (True, 2), (False, 1)]


def test_files_are_named_and_html_stays_text(office, ask):
    mail = EmailMessage()
    mail["Authentication-Results"], mail["From"] = PROVEN, DEPARTMENT
    mail["To"], mail["Subject"] = reply_address(ask), "Re: <b>返事</b>"
    mail.set_content("<b>たぶん</b><script>alert(1)</script>大丈夫です", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="回答書.pdf")
    inbound = receive(mail.as_bytes(), envelope_to=[reply_address(ask)], at=NOW)
    row = receiving.take(inbound.pk, at=NOW)

    page = office.get(page_of(row)).content.decode()

    assert "ついていたファイル（ここでは開けません）：回答書.pdf" in page
    assert ("<script>" in page, "<b>返事</b>" in page) == (False, False)


def test_when_it_was_sent_stands_beside_when_it_came(office, ask):
    moment = NOW + timedelta(days=1)
    row = waiting("了解しました", ask, moment=moment, date=format_datetime(NOW))

    shown = text_of(office.get(page_of(row)))

    assert "2026/11/22 10:00" in shown
    assert "2026/11/23 10:00に届きました" in shown


@pytest.mark.parametrize(
    ("results", "words"),
    [
        (PROVEN, "メールサーバーが確かめました"),
        (FORGED, "にせの送り主かもしれません"),
        ("", "確かめた記録がありません"),
    ],
)
def test_whether_the_sender_is_proven_is_said_in_words(office, ask, results, words):
    row = waiting("了解しました", ask, results=results)

    assert words in text_of(office.get(page_of(row)))


def test_what_a_calendar_said_is_shown_with_its_comment(office, ask):
    calendar = pressed(ask, "DECLINED", comment="明日の11時半なら行けます")
    row = waiting("", ask, calendar=calendar)

    shown = text_of(office.get(page_of(row)))

    assert "予定表の返事に、人の判断がいります" in shown
    assert "明日の11時半なら行けます" in shown
    assert "引き受けられない、という返事です" in shown


# The likeliest decision first


@pytest.mark.parametrize(
    ("text", "mail", "first"),
    [
        ("承諾 10:00 田中", {"results": FORGED}, "understood"),
        ("承諾", {"sender": "new@city.mikagami.example"}, "trust"),
        ("承諾 10:00 佐藤", {}, "register"),
        ("駐車場はありますか", {}, "question"),
    ],
)
def test_the_likeliest_decision_stands_on_top(office, ask, text, mail, first):
    assert decisions(office, waiting(text, ask, **mail))[0] == first


def test_the_acceptance_is_filled_in_as_it_was_read(office, ask, town):
    row = waiting("2 15:00 鈴木", ask, results=FORGED)

    forms = {
        one["decision"].name: one["form"] for one in office.get(page_of(row)).context["decisions"]
    }

    assert forms["accept"].initial == {
        "which": "2", "starts": "15:00", "lecturers": [str(town.lecturers[1].pk)]
    }  # fmt: skip


def test_the_proposal_is_filled_in_as_it_was_read_and_can_be_corrected(office, ask):
    row = waiting("別日 12/18 20時", ask)
    shown = office.get(page_of(row))
    form = next(
        one["form"] for one in shown.context["decisions"] if one["decision"].name == "counter"
    )

    decide(office, row, "counter", **{**form.initial, "starts_1": "14時", "ends_1": "15時"})

    assert form.initial["day_1"] == "2026/12/18"
    assert Answer.objects.get().slots.get().starts_at.isoformat() == "2026-12-18T05:00:00+00:00"


# Decisions that lead it on


def test_a_question_that_was_answered_leaves_nothing_to_do(office, ask):
    row = waiting("駐車場はありますか", ask)

    decide(office, row, "question", words="駐車場はありますか", answered="phone", reply="3台まで")

    row.refresh_from_db()
    ask.refresh_from_db()
    assert (row.decision, ask.state, Answer.objects.get().kind) == ("question", A.ASKED, "question")
    note = ask.request.events.get(verb=Verb.MESSAGE).note.text
    assert note == "電話で答えた\n3台まで"
    assert list(doctor.checks(at=NOW)) == []


def test_a_question_still_to_be_answered_stays_on_the_desk(office, ask):
    row = waiting("駐車場はありますか", ask)

    decide(office, row, "question", words="駐車場はありますか", answered="later")

    assert not ask.request.events.filter(verb=Verb.MESSAGE).exists()
    assert "担当課からの質問" in text_of(office.get(reverse("desk:home")))


def test_a_question_wants_to_know_whether_it_was_answered(office, ask):
    row = waiting("駐車場はありますか", ask)

    page = decide(office, row, "question", words="駐車場は？")

    assert page.status_code == 422
    assert "答えたかどうかを、えらんでください" in "".join(errors(page))
    assert "駐車場は？" in page.content.decode()


def test_handed_over_each_department_gets_one_mail(office, town, ask):
    other = make_department(
        town.site, code="0401", name="福祉課", email="fukushi@city.mikagami.example"
    )
    row = waiting("この件は福祉課が担当です", ask)
    before = OutgoingEmail.objects.count()

    decide(office, row, "hand-over", department=str(other.pk))

    told = [(mail.to_address, mail.kind) for mail in OutgoingEmail.objects.order_by("pk")[before:]]
    new = Assignment.objects.get(department=other)
    ask.refresh_from_db()
    row.refresh_from_db()
    assert told == [
        (DEPARTMENT, "department_recalled"), (other.email, "department_asked")
    ]  # fmt: skip
    assert (ask.state, new.state, new.part) == (A.RECALLED, A.ASKED, ask.part)
    assert (new.starts_at, row.decision) == (ask.starts_at, "handed_over")
    assert list(doctor.checks(at=NOW)) == []


@pytest.mark.parametrize("department", ["", "0", "x", "999999"])
def test_no_department_no_hand_over(office, ask, department):
    row = waiting("この件は福祉課が担当です", ask)

    assert decide(office, row, "hand-over", department=department).status_code == 422
    ask.refresh_from_db()
    assert ask.state == A.ASKED


def test_a_reply_in_time_is_taken_after_all_with_one_click(office, ask, clock_at):
    moment = ask.due_at + timedelta(days=3)
    clock_at(moment)
    asking.recall(assignment_id=ask.pk, by=SYSTEM, at=moment, reason=Reason.NO_ANSWER)
    sent = format_datetime(ask.due_at - timedelta(hours=1))
    row = waiting("承諾", ask, moment=moment, date=sent)
    assert decisions(office, row)[0] == "after-all"

    decide(office, row, "after-all")

    row.refresh_from_db()
    assert (row.why, row.decision, Answer.objects.get().kind) == ("late", "applied", "accept")


def test_an_ask_may_be_chosen_for_a_mail_that_only_suggests_one(office, town, ask):
    other = asked(town)
    row = waiting("承諾", ask, to="uketsuke@kouza.mikagami.example", subject="R8-0001 の件")
    assert row.assignment == ask

    decide_on(office, f"{page_of(row)}?ask={other.public_id}", "understood")

    other.refresh_from_db()
    ask.refresh_from_db()
    row.refresh_from_db()
    assert (other.state, ask.state, row.assignment) == (A.ACCEPTED, A.ASKED, other)


def test_a_proven_mail_cannot_be_turned_to_another_ask(office, town, ask):
    other = asked(town)
    row = waiting("承諾", ask, results=FORGED)

    decide_on(office, f"{page_of(row)}?ask={other.public_id}", "understood")

    other.refresh_from_db()
    assert other.state == A.ASKED


def test_a_lecturers_name_that_two_bear_waits(office, town, ask):
    from tests.factories.town import make_lecturer

    make_lecturer(town.department, name="田中 二郎")

    row = waiting("承諾 10:00 田中", ask)

    assert row.why == "unknown_lecturer"
    assert Answer.objects.count() == 0
    assert "二人以上" in text_of(office.get(page_of(row)))


def test_what_was_typed_survives_a_colleagues_faster_decision(office, ask):
    row = waiting("むずかしいかもしれません", ask)
    receiving_office = OFFICE
    from bookings.actions import queue

    queue.set_aside(waiting_id=row.pk, by=receiving_office, at=NOW)

    page = decide(office, row, "decline", reason="lecturer_busy", words="長い説明でした")

    assert page.status_code == 422
    assert "処理しました（返事ではないとした）" in errors(page)[0]
    assert "長い説明でした" in page.content.decode()


def test_an_answer_to_an_ask_that_was_sent_anew_can_be_read_as_one_to_the_new(office, ask):
    answering.decline(assignment_id=ask.pk, version=ask.version, by=TOLD, at=NOW)
    again = asking.ask(request_id=ask.request_id, by=OFFICE, at=NOW)[0]
    row = waiting("別日 12/22 14時", ask, results=FORGED)

    assert list(office.get(page_of(row)).context["asks"]) == [again]
    chosen = office.get(page_of(row), {"ask": again.public_id})

    assert chosen.context["ask"] == again
    assert {"understood", "counter"} <= {
        one["decision"].name for one in chosen.context["decisions"]
    }
    page = f"{page_of(row)}?ask={again.public_id}"
    office.post(page, {"decision": "understood", "version": chosen.context["version"]})
    again.refresh_from_db()
    assert again.state == A.COUNTERED


def test_an_answer_to_an_ask_that_is_over_for_good_offers_no_other(office, town, ask):
    answering.decline(assignment_id=ask.pk, version=ask.version, by=TOLD, at=NOW)
    asked_elsewhere = asked(town)
    row = waiting("別日 12/22 14時", ask, results=FORGED)

    assert asked_elsewhere not in office.get(page_of(row)).context["asks"]
