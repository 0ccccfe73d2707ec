"""Taking an answer back: shown by GET, done by POST, by whom the mail or the answer let in."""

import pytest

from bookings import doctor
from bookings.actions import answering, undoing
from bookings.actions.answering import Said
from bookings.models import ApplicantGroup, Assignment
from bookings.status import AssignmentState, RequestStatus
from notifications.models import OutgoingEmail
from tests.factories.town import DEPARTMENT, NOW


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def accepted(ask):
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)
    ask.refresh_from_db()
    return ask


@pytest.fixture
def undo_address(accepted, opened) -> str:
    return opened(accepted.grants.get(purpose="undo"))


def test_the_link_shows_the_answer_and_changes_nothing(client, accepted, opened, unchanged):
    grant = accepted.grants.get(purpose="undo")
    before = unchanged()

    texts = [text_of(client.get(opened(grant))) for _look in range(3)]

    assert "12月17日（木） 10時〜11時" in texts[-1]
    assert unchanged() == before


def test_the_button_takes_the_answer_back_and_leads_to_the_open_ask(client, undo_address, accepted):
    response = client.post(undo_address, {"version": "1"}, follow=True)

    accepted.refresh_from_db()
    accepted.request.refresh_from_db()
    assert (accepted.state, accepted.request.status) == (
        AssignmentState.ASKED, RequestStatus.ASKING,
    )  # fmt: skip
    assert "返事を送る" in text_of(response)
    assert list(doctor.checks(at=NOW)) == []


@pytest.mark.parametrize(
    ("language", "words", "reason"),
    [
        ("ja", "担当課の回答が取り消されたため", "理由"),
        ("en", "has taken back its answer", "Reason"),
    ],
)
def test_the_group_is_told_that_the_department_took_its_answer_back(
    accepted, language, words, reason
):
    ApplicantGroup.objects.update(language=language)

    undoing.undo(assignment_id=accepted.pk, version=1, by=DEPARTMENT, at=NOW)

    text = OutgoingEmail.objects.get(kind="group_session_off").text
    assert (words in text, reason in text) == (True, False)


def test_the_key_is_used_up_by_the_act(client, undo_address):
    client.post(undo_address, {"version": "1"})

    again = client.post(undo_address, {"version": "1"})

    assert (again.status_code, "もう使われました" in text_of(again)) == (404, True)


def test_a_used_or_expired_link_says_so_and_what_to_do(client, accepted, clock_at):
    grant = accepted.grants.get(purpose="undo")
    undoing.undo(assignment_id=accepted.pk, version=1, by=DEPARTMENT, at=NOW)
    used = client.get(f"/k/{grant.token}/")
    answering.accept(
        assignment_id=accepted.pk,
        version=Assignment.objects.get(pk=accepted.pk).version,
        by=DEPARTMENT,
        at=NOW,
    )
    fresh = accepted.grants.get(purpose="undo", revoked_at=None)
    clock_at("2027-01-10 10:00")
    expired = client.get(f"/k/{fresh.token}/")

    assert "この取消しのリンクは、もう使われました" in text_of(used)
    assert "この取消しのリンクは、期限が切れました" in text_of(expired)
    assert (used.status_code, expired.status_code) == (404, 404)
    for page in (used, expired):
        assert "電話" in text_of(page)
        assert accepted.request.reference not in text_of(page)


def test_a_wrong_undo_link_says_nothing_of_an_undo(client, accepted):
    token = accepted.grants.get(purpose="undo").token

    wrong = client.get(f"/k/{token[:-4]}aaaa/")

    assert (wrong.status_code, "取消しのリンク" in text_of(wrong)) == (404, False)


def test_taking_a_refusal_back_asks_again(client, ask, opened):
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)
    address = opened(ask.grants.get(purpose="undo"))

    response = client.post(address, {"version": "1"}, follow=True)

    again = Assignment.objects.exclude(pk=ask.pk).get()
    assert again.state == AssignmentState.ASKED
    assert response.redirect_chain[-1][0] == f"/answers/{again.public_id}/"
    assert "返事を送る" in text_of(response)


def test_who_answered_on_the_page_may_take_it_back_there(client, ask, address):
    shown = client.post(
        address, {"version": "0", "choice": "wish-1", "responder": "山本"}, follow=True
    )

    assert f"{address}undo/" in text_of(shown)
    assert client.get(f"{address}undo/").status_code == 200


def test_whoever_only_looks_is_sent_to_the_mail(client, accepted, opened):
    shown = text_of(client.get(opened(accepted.grants.get(purpose="answer"))))

    assert "undo/" not in shown
    assert "メールにあるリンクから取り消せます" in shown


@pytest.mark.parametrize("version", ["0", "7", "", "junk", "²", "9" * 40])
def test_an_older_version_gets_a_sentence(client, undo_address, accepted, version):
    response = client.post(undo_address, {"version": version})

    accepted.refresh_from_db()
    assert (response.status_code, accepted.state) == (200, AssignmentState.ACCEPTED)
    assert "もう変わっています" in text_of(response)


def test_after_another_undo_the_older_link_is_dead(client, accepted, opened):
    address = opened(accepted.grants.get(purpose="undo"))
    undoing.undo(assignment_id=accepted.pk, version=1, by=DEPARTMENT, at=NOW)

    assert client.get(address).status_code == 404


def test_the_key_to_answer_does_not_undo(client, accepted, opened):
    opened(accepted.grants.get(purpose="answer"))

    assert client.post(f"/answers/{accepted.public_id}/undo/", {"version": "1"}).status_code == 404


def test_after_an_undo_of_another_wish_the_first_wish_is_asked_for_again(client, ask, opened):
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW, rank=2)
    undoing.undo(assignment_id=ask.pk, version=1, by=DEPARTMENT, at=NOW)

    shown = text_of(client.get(opened(ask.grants.get(purpose="answer"))))

    assert "承諾（この日時で）：12月17日（木）" in shown
    assert "承諾（第2希望で）：12月21日（月）" in shown


@pytest.mark.parametrize(
    ("reason", "words", "told"),
    [
        ("other", "講師が出張のため", "■ 理由：講師が出張のため\n"),
        ("lecturer_busy", "", "■ 理由：講師の都合がつかない\n"),
        ("lecturer_busy", "出張", "■ 理由：講師の都合がつかない（出張）\n"),
        ("other", "一行め\n二行め", "■ 理由：一行め 二行め\n"),
    ],
)
def test_a_recorded_refusal_names_its_day_and_its_reason(ask, reason, words, told):
    answering.decline(
        assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW, reason=reason,
        said=Said(words=words),
    )  # fmt: skip

    text = OutgoingEmail.objects.get(kind="department_answer_recorded").text
    assert told in text
    assert "■ 日時：2026年12月17日（木）10:00〜11:00\n" in text
