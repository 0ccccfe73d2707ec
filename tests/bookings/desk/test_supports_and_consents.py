"""The desk's steps for help beside the lecture, for names and for lecturers' own answers."""

import pytest
from django.urls import reverse

from bookings.actions import answering, supporting
from bookings.models import Assignment, LecturerConsent
from tests.bookings.desk.pressing import done, errors, press
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, NOW, make_department

DESCRIBED = {"support": "sign_language", "which": "0"}


@pytest.fixture
def welfare(town):
    return make_department(
        town.site, code="0410", name="障がい福祉課", email="shogai@city.mikagami.example"
    )


@pytest.fixture
def request_(town):
    return make_request(town, status="confirmed")


def page_of(office, request) -> str:
    return office.get(reverse("desk:request", args=[request.public_id])).content.decode()


def asked_for(office, request, welfare) -> Assignment:
    typed = {**DESCRIBED, "department": welfare.pk, "words": "手話を使う人が2人"}
    done(press(office, "request", request, "support", **typed), request)
    return Assignment.objects.get(role="support")


def test_help_is_asked_for_from_the_requests_page(office, request_, welfare):
    support = asked_for(office, request_, welfare)

    assert (support.support, support.department) == ("sign_language", welfare)
    page = page_of(office, request_)
    assert "手話通訳・要約筆記などを頼む" in page
    assert "返事待ち（障がい福祉課）" in page
    assert "担当の一覧" in page


def test_the_form_asks_back_for_what_is_missing(office, request_):
    sent = press(office, "request", request_, "support")

    assert errors(sent) == [
        "頼むことをえらんでください。",
        "日時をえらんでください。",
        "課をえらんでください。",
    ]


def test_other_help_must_be_described(office, request_, welfare):
    typed = {"support": "other", "which": "0", "department": welfare.pk}

    assert errors(press(office, "request", request_, "support", **typed)) == [
        "何を頼むか、書いてください。"
    ]


def test_a_request_that_nobody_was_asked_about_offers_no_support_yet(office, town):
    request = make_request(town)

    page = page_of(office, request)

    assert ">手話通訳・要約筆記などを頼む</a>" not in page
    assert (
        "<dt>手話通訳・要約筆記などを頼む</dt><dd>手話通訳などは、講座の日時を依頼したあとに頼めます。"
        in page
    )


def test_the_group_is_told_of_a_refusal_by_the_offices_word(office, request_, welfare):
    support = asked_for(office, request_, welfare)
    answering.decline(assignment_id=support.pk, version=0, by=DEPARTMENT, at=NOW)

    done(press(office, "ask", support, "support-none", words="筆談で行います"), request_)

    assert not supporting.may_tell_none(Assignment.objects.get(pk=support.pk))


def test_a_phoned_acceptance_of_help_offers_only_the_asked_time(office, request_, welfare):
    support = asked_for(office, request_, welfare)
    url = reverse("desk:ask-step", args=[support.public_id, "accept"])

    assert "第2希望" not in office.get(url).content.decode()
    done(press(office, "ask", support, "accept", which="asked", way="phone"), request_)

    support.refresh_from_db()
    assert support.state == "accepted"
    assert "決まりました（障がい福祉課）" in page_of(office, request_)


def test_asking_another_department_for_the_lecture_is_not_offered_because_of_a_support(
    office, request_, welfare
):
    asked_for(office, request_, welfare)

    assert "担当課に依頼する</a>" not in page_of(office, request_)


def test_a_lecturers_phoned_answer_is_entered(office, town):
    town.office.lecturers_answer = True
    town.office.save()
    request = make_request(town, status="confirmed")
    session = request.sessions.get()
    assert "田中 一郎 本人の返事：返事待ち" in page_of(office, request)

    typed = {"lecturer": town.lecturers[0].pk, "answer": "no", "way": "phone", "words": "出張"}
    done(press(office, "session", session, "consent", **typed), request)

    assert LecturerConsent.objects.get().state == "no"
    assert "田中 一郎 本人の返事：都合が悪い" in page_of(office, request)


def test_the_requests_page_takes_as_many_queries_with_supports_as_without(
    office, town, welfare, django_assert_max_num_queries
):
    request = make_request(town, status="confirmed")
    for _number in range(3):
        asked_for_again = {**DESCRIBED, "support": "captioning", "department": welfare.pk}
        press(office, "request", request, "support", **asked_for_again)

    with django_assert_max_num_queries(45):
        page_of(office, request)
