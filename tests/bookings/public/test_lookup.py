"""Number and last four digits show a state, nobody's name, and only a few times an hour."""

import pytest
from django.core.cache import cache
from django.test import Client

from bookings.models import BookingRequest
from bookings.status import RequestStatus
from lectures.models import FiscalYear
from tests.factories.bookings import make_request


def ask(reference: str, last_four: str, *, address: str = "192.0.2.1"):
    return Client().post(
        "/requests/", {"reference": reference, "last_four": last_four}, REMOTE_ADDR=address
    )


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("reference", "last_four"), [("R8-0001", "0001"), ("ｒ８ー１", "０００１")]
)
def test_the_state_is_shown_without_names(town, reference, last_four) -> None:
    make_request(town, status=RequestStatus.ASKING)

    page = text(ask(reference, last_four))

    assert "担当の課に聞いています" in page
    for secret in ("桜が丘自治会", "佐藤", "0000000001"):
        assert secret not in page


def test_the_answer_names_the_number_and_the_lecture(town) -> None:
    page = text(ask(make_request(town).reference, "0001"))

    assert "R8-0001　わが家の防災マップづくり" in page


def test_somebody_without_mail_is_told_how_to_get_in(town) -> None:
    row = make_request(town)
    row.group.notify_by, row.group.email = "phone", ""
    row.group.save()

    page = text(ask("1", "0001"))

    assert "しおり（ブックマーク）に入れた方は" in page
    assert "日時や場所は、受付のメールにあるリンクから見られます" not in page


def test_right_look_ups_are_no_tries(town) -> None:
    make_request(town)

    pages = [text(ask("R8-0001", "0001")) for _time in range(8)]

    assert all("受け付けました" in page for page in pages)


def test_a_right_look_up_takes_no_wrong_one_back(town) -> None:
    make_request(town)
    for last in range(5):
        ask("R8-0001", f"100{last}")
        if last < 3:
            ask("R8-0001", "0001")

    assert "1時間ほど見られません" in text(ask("R8-0001", "0001"))


def test_a_wrong_number_and_wrong_digits_get_the_same_answer(town) -> None:
    make_request(town)

    pages = [
        ask("R8-0009", "0001"),
        ask("R8-0001", "9999"),
        ask("何か", "0001"),
        ask("R8-0001", "1"),
    ]

    said = {page.context["refusal"] for page in pages}
    assert len(said) == 1
    assert "組み合わせは見つかりません" in said.pop()


def test_an_empty_form_says_what_to_put_in(town) -> None:
    page = text(ask("", ""))

    assert "受付番号を入れてください" in page
    assert "電話番号の下4けたを入れてください" in page


def test_after_five_tries_the_number_waits_an_hour_for_everybody(town) -> None:
    make_request(town)
    for last in range(5):
        ask("R8-0001", f"100{last}", address=f"192.0.2.{last}")

    refused = ask("R8-0001", "0001", address="192.0.2.99")

    assert "1時間ほど見られません" in text(refused)


def test_after_five_tries_the_address_waits_whatever_it_asks(town) -> None:
    make_request(town)
    for number in range(5):
        ask(f"R8-010{number}", "0001")

    assert "1時間ほど見られません" in text(ask("R8-0001", "0001"))
    assert "受け付けました" in text(ask("R8-0001", "0001", address="192.0.2.2"))


def test_without_the_limit_every_number_could_be_tried(town, monkeypatch) -> None:
    """The twin: what the limit is for."""
    make_request(town)
    monkeypatch.setattr("bookings.public.limits.too_often", lambda *names, **limits: False)

    found = [n for n in range(12) if "受け付けました" in text(ask("R8-0001", f"{n:04}"))]

    assert found == [1]


def test_the_cache_holds_no_number_and_no_address(town, monkeypatch) -> None:
    keys: list[str] = []
    add = cache.add
    monkeypatch.setattr(
        cache, "add", lambda key, *rest, **more: keys.append(key) or add(key, *rest, **more)
    )

    ask("R8-0001", "0001")

    assert len(keys) == 2
    assert not [key for key in keys if "R8" in key or "192.0.2" in key or "2026" in key]


def test_behind_a_proxy_the_visitor_counts_not_the_proxy(town, settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_request(town)
    for number in range(5):
        Client().post(
            "/requests/",
            {"reference": f"R8-010{number}", "last_four": "0001"},
            REMOTE_ADDR="127.0.0.1",
            headers={"x-forwarded-for": "203.0.113.9, 192.0.2.7"},
        )

    other = Client().post(
        "/requests/",
        {"reference": "R8-0001", "last_four": "0001"},
        REMOTE_ADDR="127.0.0.1",
        headers={"x-forwarded-for": "203.0.113.9, 192.0.2.8"},
    )

    assert "受け付けました" in text(other)


@pytest.mark.parametrize("spelt", ["1", "R80001", "r8 1", "令和8-1", "８－１", "No.1"])
def test_every_spelling_of_the_number_is_taken(town, spelt) -> None:
    make_request(town)

    assert "受け付けました" in text(ask(spelt, "0001"))


@pytest.mark.parametrize(
    "spelt",
    ["0799110001", "0799-11-0001", "０７９９－１１－０００１", "0799 11 0001", "+81 799-11-0001"],
)
def test_the_whole_telephone_number_is_as_good_as_its_end(town, spelt) -> None:
    make_request(town)

    assert "受け付けました" in text(ask("R8-0001", spelt))


@pytest.mark.parametrize("spelt", ["10001", "0001 0002", "0799-11-00010", "電話は0001", "＋"])
def test_figures_that_are_no_telephone_number_are_not_cut_to_four(town, spelt) -> None:
    make_request(town)

    assert "組み合わせは見つかりません" in text(ask("R8-0001", spelt))


def test_a_number_that_fits_two_years_needs_its_year(town) -> None:
    first = make_request(town)
    year = FiscalYear.objects.create(site=town.site, year=2025)
    second = make_request(town)
    BookingRequest.objects.filter(pk=second.pk).update(fiscal_year=year, number=first.number)

    assert "組み合わせは見つかりません" in text(ask("1", "0001"))
    assert "受け付けました" in text(ask("R7-1", "0001", address="192.0.2.2"))


def test_a_number_that_fits_two_years_is_told_apart_by_the_telephone(town) -> None:
    make_request(town)
    second = make_request(town)
    year = FiscalYear.objects.create(site=town.site, year=2025)
    BookingRequest.objects.filter(pk=second.pk).update(fiscal_year=year, number=1)
    second.group.phone = "0000000002"
    second.group.save()

    assert "受け付けました" in text(ask("1", "0002"))


def test_another_spelling_of_the_number_gives_no_more_tries(town) -> None:
    make_request(town)
    for last, spelt in enumerate(["1", "R8-1", "R80001", "2026-1", "8-1"]):
        ask(spelt, f"100{last}", address=f"192.0.2.{last}")

    assert "1時間ほど見られません" in text(ask("R8-0001", "0001", address="192.0.2.99"))
