"""The department's page: facts, one answer, and what was recorded."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import doctor
from bookings.actions import answering, asking, deciding
from bookings.models import Answer, LectureSession
from bookings.rules import Wish
from bookings.status import AssignmentState
from notifications.models import OutgoingEmail
from tests.factories.replies import asked
from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, at, make_lecturer


def answer(client, address, **given):
    """Post an answer as the browser would; the page that follows."""
    fields = {"version": "0", "responder": "山本 次郎", "choice": "wish-1"} | given
    return client.post(address, fields, follow=True)


def text_of(response) -> str:
    return response.content.decode()


def test_the_page_shows_the_facts_and_every_wish_as_the_mail_tells_it(client, address):
    text = text_of(client.get(address))

    for shown in (
        "R8-0001", "桜が丘自治会", "25人", "桜が丘公民館", "12月17日（木） 10時〜11時",
        "12月21日（月）午後（13時〜17時のあいだ）", "田中 一郎", "鈴木 花", "0000-00-0000",
    ):  # fmt: skip
        assert shown in text


def test_the_contact_is_shown_only_after_the_acceptance(client, address):
    before = text_of(client.get(address))
    after = text_of(answer(client, address))

    assert ("佐藤 花子" in before, "0000000001" in before) == (False, False)
    assert ("佐藤 花子" in after, "0000000001" in after) == (True, True)


def test_nothing_is_preselected(client, address):
    assert "checked" not in text_of(client.get(address))


def test_an_acceptance_with_lecturer_and_start_confirms_the_request(client, address, ask, town):
    response = answer(client, address, starts="１０：３０", lecturers=[town.lecturers[0].pk])

    session = LectureSession.objects.get()
    assert session.starts_at == at("2026-12-17 10:30")
    assert response.redirect_chain[-1][0] == address
    assert "承諾を記録しました" in text_of(response)
    assert "山本 次郎" in text_of(response)
    assert "12月17日（木）10時30分〜11時30分" in text_of(response).replace("） ", "）")
    assert list(doctor.checks(at=NOW)) == []


def test_another_wish_is_accepted_by_its_number(client, address):
    answer(client, address, choice="wish-2", starts="15時")

    assert LectureSession.objects.get().starts_at == at("2026-12-21 15:00")


def test_a_wish_for_a_part_of_the_day_needs_its_start(client, address):
    text = text_of(answer(client, address, choice="wish-2"))

    assert "始まる時刻を入れてください" in text
    assert Answer.objects.count() == 0


def test_a_wish_with_an_exact_time_needs_no_start(client, town, opened):
    exact = Wish(date(2026, 12, 21), "", time(13, 30), time(14, 30))
    ask = asked(town, wishes=(Wish(date(2026, 12, 17), "morning"), exact))
    address = opened(ask.grants.get(purpose="answer"))

    answer(client, address, choice="wish-2")

    assert LectureSession.objects.get().starts_at == at("2026-12-21 13:30")


def test_up_to_three_other_dates_are_proposed(client, address, ask):
    answer(
        client, address, choice="counter", day1="12月18日", from1="14時", until1="16時",
        day2="2026/12/22", from2="午後1時半", day3="１２月２３日", from3="1000",
    )  # fmt: skip

    slots = Answer.objects.get().slots.order_by("order")
    assert [(slot.starts_at, slot.ends_at) for slot in slots] == [
        (at("2026-12-18 14:00"), at("2026-12-18 16:00")),
        (at("2026-12-22 13:30"), at("2026-12-22 14:30")),
        (at("2026-12-23 10:00"), at("2026-12-23 11:00")),
    ]
    ask.refresh_from_db()
    assert ask.state == AssignmentState.COUNTERED


def test_a_question_goes_to_the_office_once_and_the_ask_stays_open(client, address, ask):
    for _click in range(2):
        response = answer(client, address, choice="question", words="駐車場はありますか")

    ask.refresh_from_db()
    assert (Answer.objects.count(), ask.state) == (1, AssignmentState.ASKED)
    assert "駐車場はありますか" in text_of(response)
    assert "返事を送る" in text_of(response)


def test_a_refusal_names_its_reason(client, address, ask):
    response = answer(client, address, choice="decline", reason="lecturer_busy")

    ask.refresh_from_db()
    assert (Answer.objects.get().reason, ask.state) == ("lecturer_busy", AssignmentState.DECLINED)
    assert "辞退を記録しました" in text_of(response)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"choice": ""}, "返事をえらんでください"),
        ({"choice": "wish-9"}, "返事を、もう一度えらんでください"),
        ({"responder": " "}, "答える人の名前を入れてください"),
        ({"starts": "25時"}, "その時刻はありません"),
        ({"starts": "22時"}, "会場を使えるのは9時から17時までです"),
        (
            {"choice": "counter", "day1": "12月18日", "from1": "17時"},
            "会場を使えるのは9時から17時までです",
        ),
        ({"lecturers": ["999999"]}, "うかがう人を、もう一度えらんでください"),
        ({"lecturers": ["junk"]}, "うかがう人を、もう一度えらんでください"),
        ({"choice": "counter"}, "提案する日を入れてください"),
        ({"choice": "counter", "day1": "12月18日"}, "始まる時刻を入れてください"),
        ({"choice": "counter", "from1": "14時"}, "提案する日を入れてください"),
        ({"choice": "counter", "day1": "2月30日", "from1": "14時"}, "2月30日はありません"),
        ({"choice": "counter", "day1": "12月18日", "from1": "14時", "until1": "13時"}, "より後に"),
        ({"choice": "counter", "day1": "1月1日", "from1": "14時"}, "祝日"),
        ({"choice": "question", "words": ""}, "質問を入れてください"),
        ({"choice": "decline"}, "辞退の理由をえらんでください"),
        ({"choice": "decline", "reason": "other", "words": ""}, "ことばで入れてください"),
        ({"choice": "wish-1", "day1": "12月18日"}, "別の日が入っています"),
        ({"words": "あ" * 1001}, "1000字までにしてください"),
    ],
)
def test_what_is_missing_or_wrong_is_asked_back_and_nothing_typed_is_lost(
    client, address, unchanged, given, sentence
):
    before = unchanged()

    response = answer(client, address, **({"words": "大事なことば"} | given))

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert given.get("words", "大事なことば") in text_of(response)
    assert unchanged() == before


@pytest.mark.parametrize(
    "given",
    [
        {"version": "junk"}, {"version": ""}, {"version": "9" * 30}, {"choice": "\x00"},
        {"day1": "\x00", "choice": "counter"}, {"lecturers": ["9" * 30]}, {"words": "😀" * 9},
        {"responder": "あ" * 5000},
    ],
)  # fmt: skip
def test_junk_gets_a_page_and_never_an_error(client, address, given):
    assert answer(client, address, **given).status_code == 200


def test_a_lecturer_who_is_taken_is_noted_and_refused(client, town, opened):
    first, second = asked(town), asked(town)
    lecturer = town.lecturers[0]
    answering.accept(
        assignment_id=first.pk, version=0, by=DEPARTMENT, at=NOW, lecturer_ids=[lecturer.pk]
    )
    address = opened(second.grants.get(purpose="answer"))

    shown = text_of(client.get(address))
    refused = text_of(answer(client, address, lecturers=[lecturer.pk], words="よろしく"))

    assert "この日時の時間は、ほかの予定があります" in shown
    assert "同じ日の課の予定：10時〜11時 わが家の防災マップづくり" in shown
    assert "田中 一郎は、" in refused
    assert "よろしく" in refused
    second.refresh_from_db()
    assert second.state == AssignmentState.ASKED


def test_an_answer_to_an_older_version_is_told_and_shown_but_not_recorded(client, address, ask):
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    response = text_of(answer(client, address, words="うかがいます"))

    assert "もう返事がありました" in response
    assert "送られなかった返事" in response
    assert "うかがいます" in response
    assert Answer.objects.get().kind == "decline"


def test_the_same_click_twice_answers_once_and_shows_no_error(client, address):
    first, second = (answer(client, address, choice="wish-2", starts="14時") for _click in range(2))

    assert (Answer.objects.count(), "エラー" in text_of(second)) == (1, False)
    assert "承諾を記録しました" in text_of(first)
    assert "承諾を記録しました" in text_of(second)


def test_a_recalled_ask_says_so_with_the_offices_phone(client, address, ask):
    asking.recall(assignment_id=ask.pk, by=OFFICE, at=NOW)

    text = text_of(client.get(address))

    assert "この依頼は取り消されました" in text
    assert "0000-00-0000" in text
    assert "返事を送る" not in text


def test_an_expired_ask_says_so(client, address, ask, clock_at):
    clock_at("2026-12-17 10:05")
    asking.expire(assignment_id=ask.pk, at=at("2026-12-17 10:05"))

    assert "返事がないまま" in text_of(client.get(address))


def test_after_the_slot_the_link_opens_nothing(client, address, clock_at):
    clock_at("2026-12-17 12:00")

    assert client.get(address).status_code == 404


def test_without_the_link_the_page_reveals_nothing(client, ask):
    response = client.get(f"/answers/{ask.public_id}/")

    assert response.status_code == 404
    assert "桜が丘" not in text_of(response)


def test_the_link_of_one_ask_opens_no_other(client, address, town):
    other = asked(town)

    assert client.get(f"/answers/{other.public_id}/").status_code == 404


def test_the_page_is_never_kept_by_a_cache(client, address):
    assert "no-store" in client.get(address).headers["Cache-Control"]


def test_looking_three_times_changes_nothing(client, ask, town, opened, unchanged):
    grant = ask.grants.get(purpose="answer")
    before = unchanged()

    for _look in range(3):
        client.get(opened(grant))
        client.head(opened(grant))

    assert unchanged() == before


def test_the_page_asks_the_database_as_often_for_many_lecturers_and_sessions(
    client, address, town, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(30):
        make_lecturer(town.department, name=f"講師 {number}")
    for lecturer in [*town.lecturers, None]:
        chosen = [lecturer.pk] if lecturer else []
        answering.accept(
            assignment_id=asked(town).pk, version=0, by=DEPARTMENT, at=NOW, lecturer_ids=chosen
        )

    with django_assert_num_queries(len(few)):
        client.get(address)
    assert len(few) <= 40


def test_the_department_hears_when_the_group_takes_its_date(client, address, ask):
    answer(client, address, choice="counter", day1="12月18日", from1="14時")
    slot = Answer.objects.get().slots.get()

    deciding.take_counter(request_id=ask.request_id, slot_id=slot.pk, by=GROUP, at=NOW)

    mail = OutgoingEmail.objects.get(kind="department_counter_taken")
    assert (mail.to_address, "12月18日（金）" in mail.text) == (ask.department.email, True)
    assert "提案した日に決まりました" in text_of(client.get(address))
    assert list(doctor.checks(at=NOW)) == []
