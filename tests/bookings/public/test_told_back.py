"""What the group gave stands on the page after sending, in the mail and on its own page."""

from bookings.emails import asked_for
from bookings.models import EventMail
from tests.bookings.public.conftest import WHERE
from tests.bookings.public.test_asked import sent, text
from tests.bookings.test_classes import a_school
from tests.factories.town import NOW


def test_help_and_things_stand_on_the_page_after_sending_in_the_mail_and_on_its_own_page(citizen):
    citizen.start()
    citizen.fill("who", "when")
    citizen.post(
        "where",
        {
            **WHERE, "care": ["sign_language", "wheelchair"], "care_words": "2人が使います",
            "care_by": "city", "kit_there": ["screen"], "kit_wanted": ["projector"],
        },
    )  # fmt: skip
    citizen.fill("contact")
    request = sent(citizen)

    mail = EventMail.objects.get(kind="group_received").mail.text
    pages = [
        text(citizen.client.get(f"/apply/{request.public_id}/done/")),
        text(citizen.open_page(request)),
    ]

    assert "■ ほかに書いてくださったこと：下のページで見られます" in mail
    for said in (
        "手話通訳",
        "車いす",
        "2人が使います",
        "市に頼みたい",
        "スクリーン",
        "プロジェクター",
    ):
        assert said not in mail  # nobody has proved that address yet
        assert all(said in page for page in pages), said


def test_classes_are_told_back_on_the_page_and_in_the_mail(citizen):
    school = a_school(citizen.town)

    page = text(citizen.open_page(school))
    mail = EventMail.objects.get(kind="group_received").mail.text

    assert "5年1組" in page
    assert "5年1組" not in mail
    assert "■ ほかに書いてくださったこと：下のページで見られます" in mail


def test_a_proved_address_reads_it_all_in_the_mail(citizen):
    school = a_school(citizen.town)
    school.group.email_confirmed_at = NOW

    assert [str(row["name"]) for row in asked_for.for_mail(school)][:1] == ["クラスと時間"]


def test_who_gave_nothing_more_reads_nothing_more(citizen):
    citizen.start()
    citizen.fill()
    sent(citizen)

    mail = EventMail.objects.get(kind="group_received").mail.text

    assert "会場で使えるもの" not in mail
    assert "■ 人数：25人\n\n" in mail
