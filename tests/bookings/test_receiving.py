"""A department's mail acts only with an open tag, a proven sender on the list, and one meaning."""

from datetime import date, time

import pytest

from bookings import doctor
from bookings.actions import asking, receiving, undoing
from bookings.actions.replies import judging
from bookings.models import Answer, EventMail, LectureSession
from bookings.rules import Wish
from bookings.status import AssignmentState, RequestStatus, Way
from lectures.models import DepartmentMember
from notifications.models import OutgoingEmail
from notifications.status import InboundState
from tests.bookings.replying import LATER, taken, waits
from tests.factories.replies import FORGED, SERVER, asked, quoted, reply, reply_address
from tests.factories.town import DEPARTMENT, NOW, OFFICE, at

# What acts


def test_the_one_word_承諾_fixes_the_asked_slot(ask):
    answer = taken("承諾\n", ask)

    session = LectureSession.objects.get()
    assert (answer.kind, answer.way, ask.state) == ("accept", Way.EMAIL, AssignmentState.ACCEPTED)
    assert (session.starts_at, session.ends_at) == (at("2026-12-17 10:00"), at("2026-12-17 11:00"))
    assert answer.inbound.state == InboundState.HANDLED
    assert EventMail.objects.filter(kind="department_answer_recorded").count() == 1
    assert list(doctor.checks(at=LATER)) == []


def test_a_number_a_time_and_a_name_fix_another_wish(ask, town):
    answer = taken("2 15:00 鈴木\n", ask)

    session = LectureSession.objects.get()
    assert (answer.rank, list(answer.lecturers.all())) == (2, [town.lecturers[1]])
    assert session.starts_at == at("2026-12-21 15:00")


def test_a_number_alone_fixes_the_time_that_our_mail_gave_for_it(town):
    exact = Wish(date(2026, 12, 21), "", time(14), time(15))
    ask = asked(town, wishes=(Wish(date(2026, 12, 17), "morning"), exact))

    taken("2", ask)

    assert LectureSession.objects.get().starts_at == at("2026-12-21 14:00")


def test_a_number_alone_of_a_part_of_the_day_is_asked_back_once_for_its_start(ask):
    first = taken("2", ask)
    second = taken("2", ask)

    assert (first.decision, second.decision, second.why) == ("settled", "", "unclear")
    assert OutgoingEmail.objects.filter(kind="department_asked_back").count() == 1
    assert (ask.state, Answer.objects.count()) == (AssignmentState.ASKED, 0)


def test_the_start_that_was_asked_back_for_then_accepts(ask):
    taken("2", ask)

    answer = taken("2 15:00", ask)

    assert (answer.kind, answer.rank) == ("accept", 2)
    assert LectureSession.objects.get().starts_at == at("2026-12-21 15:00")


def test_辞退_with_its_reason_ends_the_ask(ask):
    answer = taken("辞退 職員が足りないため\n", ask)

    assert (answer.kind, ask.state) == ("decline", AssignmentState.DECLINED)
    assert "足りない" in answer.words
    assert ask.request.status == RequestStatus.ASKING


def test_別日_becomes_a_proposal_to_the_group(ask):
    answer = taken("別日 12/18 14時\n", ask)

    slot = answer.slots.get()
    assert (ask.state, ask.request.status) == (AssignmentState.COUNTERED, RequestStatus.PROPOSING)
    assert (slot.starts_at, slot.ends_at) == (at("2026-12-18 14:00"), at("2026-12-18 15:00"))


def test_a_start_outside_the_venues_hours_goes_to_a_person_and_not_to_the_group(ask):
    outcome = taken("承諾 18:00\n", ask)

    assert waits(outcome, ask) == (
        "rules", "12月17日（木） 18時〜19時：会場を使える時間の外です。"
    )  # fmt: skip
    assert outcome.understood["kind"] == "counter"


def test_without_the_check_of_the_dates_the_group_would_be_offered_a_closed_venue(ask, monkeypatch):
    monkeypatch.setattr(judging, "of_dates", lambda *args, **kwargs: None)

    assert taken("承諾 18:00", ask).kind == "counter"


def test_an_answer_above_our_quoted_mail_is_read_and_the_quote_is_not(ask):
    answer = taken(f"承諾\n\n> 返信:\n{quoted(ask.request)}\n", ask)

    assert answer.kind == "accept"


def test_a_colleague_on_the_list_may_answer_and_is_named(ask, town):
    DepartmentMember.objects.create(
        site=town.site,
        department=town.department,
        name="山本 次郎",
        email="Yamamoto@city.mikagami.example",
    )

    answer = taken("承諾", ask, sender="yamamoto@CITY.mikagami.example")

    assert (answer.kind, answer.responder) == ("accept", "山本 次郎")


def test_after_an_undo_the_same_address_takes_a_new_answer(ask):
    taken("承諾", ask)
    undoing.undo(assignment_id=ask.pk, version=1, by=DEPARTMENT, at=LATER)

    answer = taken("辞退 都合がつかないため", ask, moment=LATER)

    assert answer.kind == "decline"


# What waits for a person


def test_without_a_tag_the_quoted_message_only_suggests_the_ask(ask):
    sent = OutgoingEmail.objects.get(kind="department_asked")

    outcome = taken("承諾", ask, to="uketsuke@kouza.mikagami.example", in_reply_to=sent.message_id)

    assert waits(outcome, ask) == ("no_tag", "R8-0001への返事のようです。")
    assert (outcome.assignment, outcome.understood["kind"]) == (ask, "accept")


def test_without_a_tag_the_number_in_the_subject_only_suggests_the_ask(ask):
    outcome = taken(
        "承諾", ask, to="uketsuke@kouza.mikagami.example", subject="Re: 【回答のお願い】R8-0001"
    )

    assert waits(outcome, ask)[0] == "no_tag"
    assert outcome.assignment == ask


def test_a_mail_about_nothing_we_know_waits_without_a_suggestion(ask):
    outcome = taken("こんにちは", ask, to="uketsuke@kouza.mikagami.example")

    assert waits(outcome, ask) == ("no_tag", "")
    assert (outcome.assignment, outcome.understood) == (None, {})


def test_a_wrong_tag_waits(ask):
    right = reply_address(ask)
    wrong = right[:30] + ("b" if right[30] != "b" else "c") + right[31:]

    assert waits(taken("承諾", ask, to=wrong), ask)[0] == "wrong_tag"


def test_the_tag_of_another_ask_does_not_answer_this_one(ask, town):
    other = asked(town)

    taken("承諾", other)

    ask.refresh_from_db()
    assert (ask.state, other.state) == (AssignmentState.ASKED, AssignmentState.ACCEPTED)


def test_the_second_mail_after_the_first_answer_waits(ask):
    taken("承諾", ask)

    outcome = taken("辞退 やはり無理です", ask)

    assert (outcome.why, outcome.detail) == ("closed", "")
    assert ask.state == AssignmentState.ACCEPTED
    assert Answer.objects.count() == 1


def test_an_answer_to_a_recalled_ask_waits(ask):
    asking.recall(assignment_id=ask.pk, by=OFFICE, at=NOW)

    outcome = taken("承諾", ask)

    assert (outcome.why, ask.state) == ("closed", AssignmentState.RECALLED)


def test_a_revoked_tag_waits(ask):
    ask.grants.update(revoked_at=NOW)

    assert waits(taken("承諾", ask), ask)[0] == "closed"


def test_a_forged_mail_waits(ask):
    assert waits(taken("承諾", ask, results=FORGED), ask)[0] == "unauthenticated"


def test_a_mail_whose_sender_nobody_checked_waits(ask):
    assert waits(taken("承諾", ask, results=""), ask)[0] == "unauthenticated"


def test_results_that_another_server_claims_do_not_count(ask):
    results = "mx.elsewhere.example; dmarc=pass header.from=city.mikagami.example"

    assert waits(taken("承諾", ask, results=results), ask)[0] == "unauthenticated"


def test_without_the_check_of_the_sender_a_forged_mail_would_act(ask, monkeypatch):
    monkeypatch.setattr(judging, "Auth", type("Auth", (), {"PASS": "fail"}))

    assert taken("承諾", ask, results=FORGED).kind == "accept"


def test_a_stranger_waits(ask):
    outcome = taken(
        "承諾",
        ask,
        sender="who@elsewhere.example",
        results=f"{SERVER}; dmarc=pass header.from=elsewhere.example",
    )

    assert waits(outcome, ask) == ("stranger", "")


def test_a_colleague_who_has_left_is_a_stranger(ask, town):
    DepartmentMember.objects.create(
        site=town.site,
        department=town.department,
        email="old@city.mikagami.example",
        until=at("2026-03-31 00:00").date(),
    )

    assert waits(taken("承諾", ask, sender="old@city.mikagami.example"), ask)[0] == "stranger"


def test_a_text_that_cannot_be_decoded_waits(ask):
    assert waits(taken("承諾 \ufffd\ufffd", ask), ask)[0] == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "了解しました",
        "承諾できません",
        "承諾でよろしいでしょうか？",
        "確認して後日回答します",
        "承諾します。ただし20人までなら",
    ],
)
def test_what_could_mean_two_things_waits(ask, text):
    why, detail = waits(taken(text, ask), ask)

    assert why == "question" or (why == "unclear" and detail)


def test_our_own_quoted_mail_alone_never_acts(ask):
    assert waits(taken(quoted(ask.request), ask), ask)[0] == "unclear"


def test_our_own_mail_sent_back_without_quote_marks_never_acts(ask):
    text = quoted(ask.request).replace("> ", "").replace(">", "")

    assert waits(taken(text, ask), ask)[0] == "unclear"


def test_a_lecturer_whom_nobody_knows_waits_with_what_was_understood(ask):
    outcome = taken("承諾 10:00 山本", ask)

    assert waits(outcome, ask)[0] == "unknown_lecturer"
    assert outcome.understood["unknown_names"] == ["山本"]
    assert outcome.understood["partly"]["kind"] == "accept"


def test_a_lecturer_who_is_taken_waits_and_the_first_keeps_the_place(ask, town):
    other = asked(town)
    taken("承諾 10:00 田中", ask)

    outcome = taken("承諾 10:00 田中", other)

    assert (outcome.why, other.state) == ("clash", AssignmentState.ASKED)
    assert "田中 一郎" in outcome.detail
    assert outcome.understood["lecturer_ids"] == [town.lecturers[0].pk]
    assert Answer.objects.count() == 1
    assert list(doctor.checks(at=LATER)) == []


def test_a_proposal_outside_the_rules_waits(ask):
    ask.request.usable_from = ask.request.usable_until = None
    ask.request.save()

    why, detail = waits(taken("別日 12/18 22:30-23:30", ask), ask)

    assert why == "rules"
    assert "9時から21時まで" in detail


def test_a_refusal_of_the_action_waits_with_its_sentence(town):
    ask = asked(town, wishes=(Wish(at("2026-12-17 00:00").date(), "morning"),))

    outcome = receiving.take(reply("承諾", assignment=ask).pk, at=at("2026-12-17 10:30"))

    assert outcome.why == "rules"
    assert "もうすぎました" in outcome.detail


def test_a_second_mail_under_the_same_message_id_waits(ask):
    first = reply("確認中です", assignment=ask, message_id="<one@city.mikagami.example>")
    second = reply("承諾", assignment=ask, message_id="<one@city.mikagami.example>")
    receiving.take(first.pk, at=LATER)

    outcome = receiving.take(second.pk, at=LATER)

    assert waits(outcome, ask) == ("unclear", "前に届いたメールと同じ番号で、ちがう内容です。")
