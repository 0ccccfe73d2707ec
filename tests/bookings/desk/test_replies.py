"""Mails that wait for a person: shown as text, decided with one click, once."""

from datetime import date

import pytest
from django.urls import reverse

from bookings.models import Answer, WaitingReply
from bookings.status import AssignmentState, RequestStatus, Way
from lectures.models import DepartmentMember, Lecturer
from tests.bookings.desk.pressing import errors
from tests.bookings.desk.waiting import decide, decide_on, waiting
from tests.factories.replies import FORGED

A = AssignmentState
NEW = "new@city.mikagami.example"


def test_the_mail_is_shown_with_why_and_what_was_read(office, ask):
    row = waiting("承諾 10:00 田中", ask, results=FORGED)

    page = office.get(reverse("desk:reply", args=[row.public_id])).content.decode()

    for words in (
        "承諾 10:00 田中",
        "送り主が本物か確かめられません",
        "R8-0001",
        "講師は田中 一郎です",
    ):
        assert words in page


def test_a_mail_cannot_bring_markup(office, ask):
    row = waiting("<script>alert(1)</script> たぶん大丈夫です", ask)

    page = office.get(reverse("desk:reply", args=[row.public_id])).content.decode()

    assert "<script>" not in page


def test_recorded_as_read_with_one_click(office, ask, clerk):
    row = waiting("承諾 10:00 田中", ask, results=FORGED)

    assert decide(office, row, "understood")["Location"] == reverse("desk:replies")

    ask.refresh_from_db()
    answer = Answer.objects.get()
    assert (ask.state, answer.way, answer.entered_by) == (A.ACCEPTED, Way.EMAIL, clerk)


def test_recorded_as_a_person_read_it(office, ask, town):
    row = waiting("たぶん大丈夫です", ask)

    decide(office, row, "accept", which="asked", lecturers=[str(town.lecturers[1].pk)])

    ask.refresh_from_db()
    assert (ask.state, Answer.objects.get().lecturers.get()) == (A.ACCEPTED, town.lecturers[1])


def test_recorded_as_another_date(office, ask):
    row = waiting("来週なら行けそうです", ask)

    decide(office, row, "counter", day_1="12月22日", starts_1="14時")

    ask.request.refresh_from_db()
    assert ask.request.status == RequestStatus.PROPOSING


def test_recorded_as_no(office, ask):
    row = waiting("むずかしいかもしれません", ask)

    decide(office, row, "decline", reason="lecturer_busy", words="研修")

    ask.refresh_from_db()
    assert ask.state == A.DECLINED


def test_a_mistake_is_shown_on_the_same_page(office, ask):
    row = waiting("たぶん大丈夫です", ask)

    page = decide(office, row, "accept", starts="二十五時")

    assert page.status_code == 422
    assert "日時をえらんでください。" in errors(page)
    assert "二十五時" in page.content.decode()
    row.refresh_from_db()
    assert row.decision == ""


def test_a_new_sender_is_put_on_the_list_and_read_again(office, ask):
    row = waiting("承諾 10:00 田中", ask, sender=NEW)

    decide(office, row, "trust", name="中村")

    ask.refresh_from_db()
    assert ask.state == A.ACCEPTED
    assert DepartmentMember.objects.get().email == NEW


def test_the_page_says_so_when_somebody_who_has_left_is_put_on_the_list_again(office, ask):
    DepartmentMember.objects.create(
        site=ask.site, department=ask.department, email=NEW, name="中村",
        until=date(2026, 3, 31),
    )  # fmt: skip
    row = waiting("承諾", ask, sender=NEW)

    page = office.get(reverse("desk:reply", args=[row.public_id])).content.decode()

    assert 'value="中村"' in page
    assert "2026/03/31までこの課の人として登録されていました" in page


def test_a_new_sender_whose_mail_stays_unclear_comes_back(office, ask):
    row = waiting("たぶん大丈夫です", ask, sender=NEW)

    answer = decide(office, row, "trust", name="中村")

    assert answer["Location"] == reverse("desk:reply", args=[row.public_id])


def test_a_new_lecturer_is_registered(office, ask):
    row = waiting("承諾 10:00 佐藤", ask)
    assert row.why == WaitingReply.Why.UNKNOWN_LECTURER

    decide(office, row, "register", name="佐藤 次郎", kana="サトウ ジロウ")

    ask.refresh_from_db()
    assert ask.state == A.ACCEPTED
    assert Lecturer.objects.get(name="佐藤 次郎").kana == "さとう じろう"


def test_set_aside_leaves_the_ask_alone(office, ask):
    row = waiting("ありがとうございます。検討します。", ask)

    decide(office, row, "aside")

    ask.refresh_from_db()
    row.refresh_from_db()
    assert (ask.state, row.decision) == (A.ASKED, "set_aside")


def test_decided_once(office, ask):
    row = waiting("承諾 10:00 田中", ask, results=FORGED)
    decide(office, row, "understood")

    page = decide(office, row, "aside")

    assert page.status_code == 422
    assert "もう山田が処理しました（返事として記録した）" in errors(page)[0]
    assert Answer.objects.count() == 1


def test_after_an_answer_no_second_one_is_offered_without_undoing_the_first(office, ask):
    first = waiting("承諾 10:00 田中", ask, results=FORGED)
    second = waiting("辞退 講師が不在のため", ask, results=FORGED)
    decide(office, first, "understood")

    page = office.get(reverse("desk:reply", args=[second.public_id]))

    found = [row["decision"].name for row in page.context["decisions"]]
    assert found == ["undo-decline", "question", "name", "register-name", "aside"]
    assert decide(office, second, "decline", reason="other").status_code == 422


def test_a_mail_without_a_tag_is_tied_to_an_ask_by_hand(office, ask):
    row = waiting("承諾です", ask, to="uketsuke@kouza.mikagami.example", subject="返事")
    assert row.assignment is None
    address = reverse("desk:reply", args=[row.public_id])
    assert "どの依頼への返事ですか" in office.get(address).content.decode()

    answer = decide_on(office, f"{address}?ask={ask.public_id}", "accept", which="asked")

    ask.refresh_from_db()
    assert (answer.status_code, ask.state) == (302, A.ACCEPTED)


@pytest.mark.parametrize("decision", ["accept", "understood", "decline", "trust", "nonsense", ""])
def test_no_ask_no_decision(office, ask, decision):
    row = waiting("承諾です", ask, to="uketsuke@kouza.mikagami.example", subject="返事")

    answer = decide(office, row, decision, which="asked", reason="other", name="x")

    assert answer.status_code in (302, 404)
    ask.refresh_from_db()
    assert ask.state == A.ASKED


@pytest.mark.parametrize("ask_id", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_a_nonsense_ask_is_no_error(office, ask, ask_id):
    row = waiting("承諾です", ask, to="uketsuke@kouza.mikagami.example", subject="返事")

    page = office.get(reverse("desk:reply", args=[row.public_id]), {"ask": ask_id})

    assert page.status_code == 200
