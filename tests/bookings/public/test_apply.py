"""From a lecture to a sent request."""

from datetime import time

import pytest
from django.test import Client

from bookings.models import BookingRequest, Grant
from bookings.rules import Wish
from bookings.status import RequestStatus
from lectures.models import BookingRules, Lecture
from notifications.models import OutgoingEmail
from tests.bookings.public.conftest import CONTACT, PAGES, Citizen
from tests.factories.bookings import make_request


def text(response) -> str:
    return response.content.decode()


def test_five_pages_lead_to_one_numbered_request(citizen) -> None:
    citizen.start()
    citizen.fill()
    sent = citizen.post("check")
    page = text(citizen.client.get(sent["Location"]))

    request = BookingRequest.objects.get()
    assert request.status == RequestStatus.SUBMITTED
    assert "R8-0001" in page
    assert "仮受付" in page
    assert "予約完了" not in page
    wishes = [Wish(row.day, row.part) for row in request.wishes.all()]
    assert [str(wish.day) for wish in wishes] == ["2026-12-17"]
    assert (request.people, request.centre.code, request.usable_from) == (25, "01", time(9))
    group = request.group
    assert (group.phone, group.phone_as_typed) == ("09000000001", "０９０－００００－０００１")
    assert (group.contact_name, group.contact_kana) == ("佐藤 花子", "さとう はなこ")
    assert OutgoingEmail.objects.filter(to_address="sato@mail.example").count() == 1


def test_the_page_before_the_questions_says_the_conditions_and_makes_nothing(citizen) -> None:
    page = text(citizen.client.get(f"/apply/{citizen.town.lecture.public_id}/"))

    for words in (
        "10人から",
        "12月13日（日）（今日から21日後）",
        "9時から21時まで",
        "年度が終わってから3年後と決めて",
    ):
        assert words in page
    assert not BookingRequest.objects.exists()


def test_a_lecture_that_rests_is_not_begun(citizen) -> None:
    Lecture.objects.update(accepting=False)

    response = citizen.client.post(f"/apply/{citizen.town.lecture.public_id}/")

    assert "いまはここから申し込めません" in text(response)
    assert "0000-00-0000" in text(response)
    assert not BookingRequest.objects.exists()


def test_a_town_without_conditions_says_so(citizen) -> None:
    BookingRules.objects.all().delete()

    response = citizen.client.get(f"/apply/{citizen.town.lecture.public_id}/")

    assert "いまはここから申し込めません" in text(response)


def test_an_unknown_lecture_is_not_found(citizen) -> None:
    assert citizen.client.get("/apply/019385f8-0000-7000-8000-000000000000/").status_code == 404


def test_without_the_cookie_the_pages_stay_closed(citizen) -> None:
    citizen.start()

    for step in (*PAGES, "check", "resume", "done"):
        response = Client().get(citizen.url(step))
        assert (step, response.status_code) == (step, 404)
        assert "このページは開けません" in text(response)
        assert Client().post(citizen.url(step), PAGES.get(step, {})).status_code in (404, 405)
    assert BookingRequest.objects.get().typed == {}


def test_a_draft_left_alone_for_a_month_is_closed(citizen, clock_at) -> None:
    citizen.start()
    clock_at("2026-12-23 10:00")

    assert citizen.get("who").status_code == 404


def test_each_page_kept_makes_the_draft_live_another_month(citizen, clock_at) -> None:
    citizen.start()
    clock_at("2026-12-20 10:00")
    citizen.post("who")
    clock_at("2027-01-18 10:00")

    assert citizen.get("who").status_code == 200


def test_the_resume_link_opens_the_draft_in_another_browser(citizen) -> None:
    citizen.start()
    citizen.fill("who")
    saved = citizen.post("when", button="save")
    page = text(citizen.client.get(saved["Location"]))
    token = Grant.objects.get(purpose=Grant.Purpose.DRAFT).token
    assert f"/k/{token}/" in page

    elsewhere = Client()
    opened = elsewhere.get(f"/k/{token}/", follow=True)

    assert "申込みのつづき" in text(opened)
    assert elsewhere.get(citizen.url("who")).context["form"]["people"].value() == "25"


def test_saving_keeps_even_a_wrong_page(citizen) -> None:
    citizen.start()

    response = citizen.post("who", {"group_name": "", "people": "たくさん"}, button="save")

    assert response["Location"].endswith("/resume/?saved=1")
    assert BookingRequest.objects.get().typed["who"]["people"] == "たくさん"
    assert 'value="たくさん"' in text(citizen.get("who"))


@pytest.mark.parametrize("step", ["when", "where", "contact", "check"])
def test_jumping_ahead_leads_to_the_first_page_without_answers(citizen, step) -> None:
    citizen.start()

    response = citizen.get(step)

    assert response["Location"].split("?")[0] == citizen.url("who")
    page = text(citizen.client.get(response["Location"]))
    assert "先に、このページの質問に答えてください。" in page
    assert "団体の名前を入れてください" not in page


def test_a_wish_that_became_too_early_is_shown_where_it_can_be_changed(citizen, clock_at) -> None:
    citizen.start()
    citizen.fill()
    clock_at("2026-12-10 09:00")

    response = citizen.post("check")

    assert response["Location"].split("?")[0] == citizen.url("when")
    assert "より前は受け付けられません" in text(citizen.client.get(response["Location"]))
    assert BookingRequest.objects.get().status == RequestStatus.DRAFT


def test_a_double_click_sends_one_request_and_shows_one_number(citizen) -> None:
    citizen.start()
    citizen.fill()

    second = Citizen(citizen.town)
    second.client.cookies.load(citizen.client.cookies.output(header=""))
    second.draft_id = citizen.draft_id

    first_answer = citizen.post("check")
    second_answer = second.post("check")

    assert first_answer["Location"] == second_answer["Location"] == citizen.url("done")
    assert "R8-0001" in text(second.get("done"))
    assert BookingRequest.objects.count() == 1
    assert OutgoingEmail.objects.filter(to_address="sato@mail.example").count() == 1


def test_a_sent_draft_opened_again_leads_to_its_page(citizen) -> None:
    citizen.start()
    citizen.fill()
    citizen.post("check")

    for step in PAGES:
        page = text(citizen.get(step))
        assert "もう送られています" in page
        assert f"/requests/{citizen.draft_id}/" in page
    assert "もう送られています" in text(citizen.post("who", group_name="ほかの会"))
    assert BookingRequest.objects.get().group.name == "桜が丘自治会"


def test_a_stranger_with_the_address_of_a_sent_draft_gets_no_link(citizen) -> None:
    citizen.start()
    citizen.fill()
    citizen.post("check")

    for response in (Client().get(citizen.url("who")), Client().post(citizen.url("check"))):
        assert "もう送られています" in text(response)
        assert f"/requests/{citizen.draft_id}/" not in text(response)
        assert "okigaru-key" not in response.cookies.output()
    assert Client().get(f"/requests/{citizen.draft_id}/").status_code == 404


def test_an_old_draft_key_opens_nothing_an_hour_after_sending(citizen, clock_at) -> None:
    citizen.start()
    citizen.fill()
    late = Citizen(citizen.town)
    late.client.cookies.load(citizen.client.cookies.output(header=""))
    late.draft_id = citizen.draft_id
    citizen.post("check")
    clock_at("2026-11-22 11:30")

    assert "もう送られています" in text(late.post("check"))
    assert late.client.get(f"/requests/{citizen.draft_id}/").status_code == 404


def test_a_robot_that_fills_the_hidden_box_is_asked_once_more(citizen) -> None:
    start_url = f"/apply/{citizen.town.lecture.public_id}/"
    response = citizen.client.post(start_url, {"homepage": "http://spam.example"})
    assert "もう一度" in text(response)
    assert not BookingRequest.objects.exists()

    citizen.start()
    citizen.fill()
    response = citizen.post("check", homepage="x")

    assert "もう一度" in text(response)
    assert BookingRequest.objects.get().status == RequestStatus.DRAFT


def test_from_the_check_page_and_back_to_it(citizen) -> None:
    citizen.start()
    citizen.fill()
    assert f"{citizen.url('who')}?check=1" in text(citizen.get("check"))

    response = citizen.client.post(
        citizen.url("who") + "?check=1", {**PAGES["who"], "people": "30", "next": "1"}
    )

    assert response["Location"] == citizen.url("check")
    assert "30人" in text(citizen.get("check"))


def test_the_check_page_shows_the_phone_number_as_it_will_be_called(citizen) -> None:
    citizen.start()
    citizen.fill()

    page = text(citizen.get("check"))

    assert ("090-0000-0001" in page, CONTACT["phone"] in page) == (True, False)


def test_what_was_decided_meanwhile_is_said_and_nothing_is_lost(citizen) -> None:
    citizen.start()
    citizen.fill()
    Lecture.objects.update(accepting=False)

    response = citizen.post("check")

    assert "いま申込みを受け付けていません" in text(response)
    assert BookingRequest.objects.get().typed["contact"]["phone"] == CONTACT["phone"]


def test_a_group_asked_to_change_its_request_sends_it_again(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.NEEDS_CHANGE)
    page = text(citizen.open_page(request))
    assert "会場の住所を直してください。" in page
    citizen.draft_id = str(request.public_id)

    opened = citizen.client.post(f"/requests/{request.public_id}/change/")
    assert opened["Location"] == citizen.url("check")
    # The office's own factory request lacks a reading: the check page asks for it.
    assert citizen.get("check")["Location"].startswith(citizen.url("contact"))
    assert citizen.get("who").context["form"]["group_name"].value() == "桜が丘自治会"
    citizen.post("contact")
    citizen.post("where", place="other", other_name="桜が丘集会所", other_address="桜が丘1-1")
    sent = citizen.post("check")

    request.refresh_from_db()
    assert sent["Location"] == f"/requests/{request.public_id}/"
    assert request.status == RequestStatus.SUBMITTED
    assert (request.venue_name, request.venue_address) == ("桜が丘集会所", "桜が丘1-1")
    assert [str(row.day) for row in request.wishes.order_by("rank")] == ["2026-12-17", "2026-12-21"]
    assert request.number == 1


def test_a_correction_half_done_is_found_again(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.NEEDS_CHANGE)
    citizen.open_page(request)
    citizen.draft_id = str(request.public_id)
    change_url = f"/requests/{request.public_id}/change/"
    citizen.client.post(change_url)
    citizen.post("who", people="99", button="save")

    citizen.client.post(change_url)

    assert citizen.get("who").context["form"]["people"].value() == "99"


def test_the_times_of_a_wish_reach_the_request_exactly(citizen) -> None:
    citizen.start()
    citizen.fill("who")
    citizen.post("when", wish1_part="", wish1_from="午後２時半", wish1_until="")
    citizen.fill("where", "contact")
    citizen.post("check")

    wish = BookingRequest.objects.get().wishes.get()
    assert (wish.part, wish.starts, wish.ends) == ("", time(14, 30), time(15, 30))


def test_pages_are_never_stored_by_browsers_or_sent_as_referrers(citizen) -> None:
    citizen.start()

    response = citizen.get("who")

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"


def test_a_kept_draft_says_when_the_lead_time_of_its_wish_ends(citizen) -> None:
    citizen.start()
    citizen.fill("who", "when")  # 17 December, 21 days ahead

    page = text(citizen.client.get(citizen.post("where", button="save")["Location"]))

    assert "11月26日（木）までに、つづきを入れて送ってください。" in page
    assert "えらんだ日（12月17日（木））は申し込めなくなります" in page
    assert "12月22日（火）まで残ります" in page


def test_a_kept_draft_with_a_far_wish_says_how_long_it_is_kept(citizen) -> None:
    citizen.start()
    citizen.fill("who")
    citizen.post("when", wish1_day="2027-02-17")

    page = text(citizen.client.get(citizen.post("where", button="save")["Location"]))

    assert "12月22日（火）までに、つづきを入れて送ってください。" in page
    assert "申し込めなくなります" not in page
