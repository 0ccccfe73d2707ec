"""What is known of the place that a group moves to, and what the page says beforehand."""

from bookings.actions import wishing
from bookings.models import ChangeWish, EventMail
from bookings.status import RequestStatus
from tests.bookings.public.test_moving import HALL, posted, text
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, NOW


def test_whether_the_new_place_is_booked_is_asked_and_the_old_ones_things_go(citizen) -> None:
    request = make_request(
        citizen.town, venue_booked=True, kit_there=("screen",), kit_wanted=("projector",)
    )

    refused = posted(citizen, request, "move/", **{**HALL, "booked": ""})
    posted(citizen, request, "move/", **HALL)

    assert "会場の予約が、すんでいるか、これからかをえらんでください" in text(refused)
    request.refresh_from_db()
    assert (request.venue_booked, request.kit_there, request.kit_wanted) == (
        True, [], ["projector"],
    )  # fmt: skip


def test_a_place_that_is_still_to_be_booked_says_so_to_the_office(citizen) -> None:
    request = make_request(citizen.town, venue_booked=True)

    posted(citizen, request, "move/", **{**HALL, "booked": "no"})

    request.refresh_from_db()
    assert not request.venue_booked
    mail = EventMail.objects.get(kind="office_group_changed").mail.text
    assert "北町ホール（これから予約）" in mail


def test_of_a_fixed_date_it_is_known_once_the_wish_is_granted(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    posted(citizen, request, "move/1/", **HALL)
    wish = ChangeWish.objects.get()
    wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    request.refresh_from_db()
    assert (request.venue_name, request.venue_booked) == ("北町ホール", True)


def test_a_place_that_stays_can_be_said_to_be_booked_now(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.ASKING, venue_booked=False)
    asks = request.assignments.count()

    answer = posted(citizen, request, "move/", place="same", booked="yes")

    assert answer.status_code == 302
    request.refresh_from_db()
    assert (request.venue_booked, request.assignments.count()) == (True, asks)
    mail = EventMail.objects.get(kind="office_group_changed").mail.text
    assert "会場の予約：予約ずみ（桜が丘公民館）" in mail


def test_the_same_other_place_typed_again_is_no_new_place(citizen) -> None:
    request = make_request(citizen.town, venue_booked=False)
    there = {
        "place": "other", "other_name": request.venue_name, "other_address": request.venue_address,
    }  # fmt: skip

    posted(citizen, request, "move/", **there, booked="yes")

    request.refresh_from_db()
    assert request.venue_booked


def test_beside_another_day_it_is_written_too(citizen) -> None:
    request = make_request(citizen.town, venue_booked=False)

    posted(
        citizen, request, "move/", place="same", booked="yes", wish1_day="2026-12-22",
        wish1_part="morning",
    )  # fmt: skip

    request.refresh_from_db()
    assert request.venue_booked
    assert request.wishes.get().day.day == 22


def test_of_a_fixed_date_the_place_is_said_to_be_booked_without_a_wish(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED, venue_booked=False)

    answer = posted(citizen, request, "move/1/", place="same", booked="yes")

    assert answer.status_code == 302
    request.refresh_from_db()
    assert request.venue_booked
    assert not ChangeWish.objects.exists()


def test_of_a_fixed_date_it_goes_with_the_wish_for_another_day(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED, venue_booked=False)

    posted(
        citizen, request, "move/1/", place="same", booked="yes", wish1_day="2026-12-22",
        wish1_part="morning",
    )  # fmt: skip

    request.refresh_from_db()
    assert request.venue_booked
    assert ChangeWish.objects.exists()
    mail = EventMail.objects.get(kind="office_group_changed").mail.text
    assert "会場の予約：予約ずみ（桜が丘公民館）" in mail


def test_nothing_at_all_is_asked_about(citizen) -> None:
    request = make_request(citizen.town)

    page = posted(citizen, request, "move/", place="same", booked="")

    assert page.status_code == 422
    assert "変えたい日か、変えたい会場をえらんでください" in text(page)


def test_what_goes_with_the_old_place_is_said_before_and_to_the_office(citizen) -> None:
    request = make_request(citizen.town, kit_there=("screen",))
    other = make_request(citizen.town, usable_from=None, usable_until=None)
    words = "会場を変えると、前に書いた「会場で使えるもの」と「会場を使える時刻」は消えます"

    assert words in text(citizen.open_page(request, "move/"))
    assert words not in text(citizen.open_page(other, "move/"))
    posted(citizen, request, "move/", **HALL)

    mail = EventMail.objects.get(kind="office_group_changed").mail.text
    assert "会場にあるもの：新しい会場では、まだ分かりません" in mail


def test_the_page_shows_the_wishes_and_the_place_that_stand(citizen) -> None:
    request = make_request(citizen.town)

    page = text(citizen.open_page(request, "move/"))

    for words in ("第1希望　12月17日（木） 午前", "第2希望　12月21日（月） 午後", "桜が丘公民館"):
        assert words in page


def test_before_a_department_knows_the_page_names_the_office_alone(citizen) -> None:
    request = make_request(citizen.town)
    waiting = text(citizen.open_page(request))
    asked = make_request(citizen.town, status=RequestStatus.ASKING)

    assert "すぐに変わり、事務局に知らせます。" in waiting
    assert "事務局と担当の課に知らせます" not in waiting
    assert "すぐに変わり、事務局と担当の課に知らせます。" in text(citizen.open_page(asked))
