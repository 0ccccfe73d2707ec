"""/desk/mail-texts/: seen, tried, saved and taken back; nothing typed is lost, nothing goes astray."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import SiteRole, User
from bookings.desk import mailtexts
from bookings.emails import texts
from bookings.models import MailText, MailTextFailure
from bookings.status import RequestStatus
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.town import NOW, submitted

pytestmark = pytest.mark.django_db
PAGE = "/desk/mail-texts/department_asked/ja/"
GROUP = "/desk/mail-texts/group_received/ja/"
PAGES = ("/desk/mail-texts/", GROUP, f"{GROUP}history/")


def typed(kind: str = "group_received", language: str = "ja", **changes: object) -> dict:
    wording = texts.present(kind, language)
    newest = texts.newest(kind, language)
    return {
        "subject": wording.subject,
        "text": wording.text,
        "about": "",
        "version": newest.version if newest else 0,
        "trial": uuid4(),
        "do": "save",
        **changes,
    }


def words(answer) -> str:
    return answer.content.decode()


def test_every_mail_is_listed_in_plain_words_and_none_is_changed_at_first(office, town):
    page = words(office.get("/desk/mail-texts/"))

    assert "担当課へのメール" in page
    assert "受付の知らせ（英語）" in page
    assert page.count("もとの文面") == page.count('<th scope="row"')
    assert "文面の試し" not in page


@pytest.mark.parametrize(
    ("kind", "ja", "en"),
    [
        ("group_session_off", "【延期】", "Postponed: "),
        ("group_ended", "【不成立】", "Not fulfilled: "),
        ("group_confirmed", "【", ""),
        ("group_reminder_7", "【", ""),
    ],
)
def test_the_preview_of_a_real_request_reads_like_the_mail_itself(office, town, kind, ja, en):
    request = make_request(town, status=RequestStatus.CONFIRMED)
    shown = {}
    for language in ("ja", "en"):
        fields = typed(kind, language, about=request.public_id, do="preview")
        shown[language] = office.post(f"/desk/mail-texts/{kind}/{language}/", fields).context

    assert shown["ja"]["preview"].subject.startswith(ja)
    assert "2026年" not in shown["ja"]["preview"].subject
    english = shown["en"]["preview"]
    assert "月" not in english.subject + english.text.split("--")[0]
    request.refresh_from_db()
    assert (request.status, request.sessions.get().state) == ("confirmed", "planned")
    assert en.partition(":")[0] in english.subject


@pytest.mark.parametrize("kind", ["group_reminder_7", "group_session_off"])
def test_a_request_without_a_session_is_previewed_in_the_readers_language_too(office, town, kind):
    request = submitted(town)
    fields = typed(kind, "en", about=request.public_id, do="preview")

    english = office.post(f"/desk/mail-texts/{kind}/en/", fields).context["preview"]

    assert "17 December" in english.subject + english.text
    assert "月" not in english.subject + english.text.split("--")[0]


def test_the_list_says_who_changed_what_and_when(office, town):
    office.post(GROUP, typed(subject="控え {受付番号}"))

    page = words(office.get("/desk/mail-texts/"))

    assert page.count("直してある") == 1
    assert "11月22日（日） 山田" in page


def test_the_page_offers_the_built_in_wording_with_its_variables_and_an_example(office, town):
    submitted(town)

    page = words(office.get(PAGE))

    assert "{決まる日時}" in page
    assert "承諾すると決まる日時" in page
    assert "桜が丘自治会" in page
    assert page.count(">必要<") == len(texts.rules("department_asked", "ja").required)
    assert "{{secret" not in page


def test_without_a_request_the_example_is_made_up(office, town):
    assert "つくった例で見せています" in words(office.get(PAGE))


@pytest.mark.parametrize("status", ["submitted", "asking", "confirmed", "closed", "unfulfilled"])
def test_every_wording_can_be_seen_with_a_request_in_any_state(office, town, status):
    request = make_request(town, status=status)

    for _, rows in mailtexts.groups():
        for row in rows:
            page = office.get(reverse("desk:mail-text", args=[row.kind, row.language]))
            assert page.status_code == 200
            assert "できあがり" in words(page)
            assert request.reference in words(page)
            assert "{{secret" not in words(page)
            assert "&lt;" not in words(page)


def test_saving_makes_a_version_that_the_next_mail_uses(office, clerk, town):
    office.post(GROUP, typed(subject="控え {受付番号}"))

    row = MailText.objects.get()
    assert (row.version, row.subject, row.written_by, row.at) == (1, "控え {受付番号}", clerk, NOW)
    submitted(town)
    assert OutgoingEmail.objects.get(kind="group_received").subject == "控え R8-0001"


def test_an_unchanged_wording_is_no_version(office, town):
    page = office.post(GROUP, typed())

    assert page.status_code == 422
    assert "いまと同じです" in words(page)
    assert MailText.objects.count() == 0


def test_faults_stand_beside_the_field_and_in_the_summary_and_nothing_typed_is_lost(office, town):
    text = "{受付番号}\n　{回答}のほど\n\n\nよろしく {リンク"

    page = office.post(PAGE, typed("department_asked", text=text, subject="依頼"))

    shown = words(page)
    assert page.status_code == 422
    assert shown.count("{リンク}を入れてください。") == 2
    assert shown.count("{回答}という差し込みはありません。") == 2
    assert '<a href="#id_text">' in shown
    assert text in shown.replace("&#x27;", "'")
    assert MailText.objects.count() == 0


def test_looking_saves_nothing(office, town):
    submitted(town)
    page = office.post(
        GROUP, typed(text="{団体}さま\n{会場}\n{メールの確認}\n{リンク}\n見るだけ", do="preview")
    )

    assert page.status_code == 200
    assert "まだ保存していません" in words(page)
    assert "見るだけ" in words(page)
    assert MailText.objects.count() == 0


def test_looking_at_another_request(office, town):
    submitted(town)
    other = submitted(town)
    submitted(town)

    page = office.post(GROUP, typed(about=other.public_id, do="preview"))

    assert f"【受付】{other.reference}" in words(page)


def test_a_trial_goes_to_oneself_is_marked_and_opens_nothing(office, clerk, town):
    request = submitted(town)
    sent = typed("department_asked", about=request.public_id, do="trial")

    for _ in range(2):  # pressed twice
        assert office.post(PAGE, sent).status_code == 200

    mail = OutgoingEmail.objects.get(kind="mail_text_trial")
    assert mail.to_address == clerk.email
    assert mail.subject.startswith("[試し] 【回答のお願い】R8-0001")
    assert "試しのメール" in mail.text
    assert "secret" not in mail.text
    assert mail.reply_to == ""
    links = re.findall(r"https?://\S+", mail.text)
    assert links
    for link in links:
        assert Client().get(link.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert MailText.objects.count() == 0


def test_a_faulty_wording_is_not_sent_as_a_trial(office, town):
    assert office.post(GROUP, typed(text="{受付番号", do="trial")).status_code == 422
    assert OutgoingEmail.objects.count() == 0


def test_back_to_the_built_in_wording_with_one_press(office, town):
    office.post(GROUP, typed(subject="控え {受付番号}"))

    office.post(f"{GROUP}restore/", {"version": 1})

    assert MailText.objects.count() == 2
    assert texts.present("group_received", "ja") == texts.starting("group_received", "ja")
    assert "いまは、もとの文面です" in words(office.get(GROUP))


@pytest.mark.parametrize("version", ["", "x", "9", "-1", "９"])
def test_a_press_on_an_old_page_takes_nothing_back(office, town, version):
    office.post(GROUP, typed(subject="控え {受付番号}"))

    office.post(f"{GROUP}restore/", {"version": version})

    assert MailText.objects.count() == 1


def test_who_was_slower_sees_both_wordings_and_decides(office, site, town):
    colleague = User.objects.create_user("suzuki@city.example", "a-long-password", last_name="鈴木")
    SiteRole.objects.create(site=site, user=colleague, role=SiteRole.Role.OFFICE)
    other = Client()
    other.force_login(colleague)
    mine = typed(subject="わたしの件名 {受付番号}")
    other.post(GROUP, typed(subject="鈴木の件名 {受付番号}"))

    page = office.post(GROUP, mine)

    assert page.status_code == 422
    assert "鈴木さんがこの文面を変えました" in words(page)
    assert "わたしの件名" in words(page)
    assert "鈴木の件名" in words(page)
    assert MailText.objects.count() == 1
    assert office.post(GROUP, {**mine, "version": 1}).status_code == 302
    assert MailText.objects.newest().get().subject == "わたしの件名 {受付番号}"


def test_the_history_shows_who_changed_which_lines(office, town):
    office.post(GROUP, typed(subject="控え {受付番号}"))
    office.post(f"{GROUP}restore/", {"version": 1})

    page = words(office.get(f"{GROUP}history/"))

    assert "もとの文面にもどした" in page
    assert page.count("控え {受付番号}</ins>") == 1
    assert page.count("控え {受付番号}</del>") == 1
    assert 'value="控え {受付番号}"' in words(office.get(f"{GROUP}?from=1"))


@pytest.mark.parametrize(
    "address",
    [
        "/desk/mail-texts/nothing/ja/",
        "/desk/mail-texts/department_asked/en/",
        "/desk/mail-texts/mail_text_trial/ja/",
        "/desk/mail-texts/group_received/fr/history/",
    ],
)
def test_what_is_no_wording_is_not_found(office, town, address):
    assert office.get(address).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "\x00\x1b[31m{受付番号}"},
        {"text": "{" * 5000},
        {"text": "{受付番号}" * 5000},
        {"subject": "{受付番号}\r\nBcc: x@y.example"},
        {"about": "nobody"},
        {"version": "99999999999999999999"},
        {"do": "", "version": "1"},
        {"trial": "x", "do": "trial"},
        {"text": "{受付番号.__class__} {{ settings }} {% load x %}"},
    ],
)
def test_odd_input_is_answered_with_a_page(office, town, odd):
    assert office.post(GROUP, typed(**odd)).status_code in (200, 302, 422)
    assert not OutgoingEmail.objects.filter(subject__contains="\n").exists()


def test_a_post_without_anything_is_answered_with_sentences(office, town):
    page = office.post(GROUP, {})

    assert page.status_code == 422
    assert "件名を入れてください。" in words(page)
    assert "本文を入れてください。" in words(page)


def test_a_wording_that_could_not_be_used_waits_on_the_desk_until_it_is_mended(office, clerk, town):
    row = MailText.objects.create(
        site=town.site, kind="group_received", version=1, subject="x", text="{昔の差し込み}",
        written_by=clerk, at=NOW,
    )  # fmt: skip
    submitted(town)
    assert MailTextFailure.objects.get().mail_text == row
    assert "使えなかったメールの文面" in words(office.get("/desk/"))
    assert "使えませんでした" in words(office.get("/desk/mail-texts/"))
    assert "かわりに、もとの文面で送っています" in words(office.get(GROUP))

    office.post(f"{GROUP}restore/", {"version": 1})

    assert "使えなかったメールの文面" not in words(office.get("/desk/"))


def test_looking_changes_nothing(office, town):
    make_request(town, status=RequestStatus.CONFIRMED)
    before = OutgoingEmail.objects.count()

    for address in ("/desk/mail-texts/", PAGE, GROUP, f"{GROUP}history/", f"{GROUP}?from=3"):
        for _ in range(2):
            assert office.get(address).status_code == 200
    assert office.get(f"{GROUP}restore/").status_code == 405

    assert MailText.objects.count() == 0
    assert OutgoingEmail.objects.count() == before


@pytest.mark.parametrize("address", ["/desk/mail-texts/", PAGE, f"{PAGE}history/"])
def test_only_the_office_comes_in(town, address):
    stranger = Client()
    stranger.force_login(User.objects.create_user("nobody@city.example", "a-long-password"))

    assert Client().get(address).status_code == 302
    assert stranger.get(address).status_code == 403
    assert stranger.post(address).status_code in (403, 405)


def test_the_pages_need_the_same_queries_for_any_number_of_rows(office, town, clerk):
    found = []
    for number in range(5):
        submitted(town)
        MailText.objects.create(
            site=town.site, kind="group_received", version=number + 1, subject=f"{number}",
            text=f"{number} {{受付番号}}", written_by=clerk, at=NOW,
        )  # fmt: skip
        if number == 0:
            [queries_of(office, address) for address in PAGES]  # what is kept between pages
        found.append([queries_of(office, address) for address in PAGES])

    assert found[1:] == found[:1] * 4
    assert found[0][1] < 30


def queries_of(office, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        office.get(address)
    return len(queries)


def test_two_saves_at_the_very_same_moment_make_one_version(office, clerk, town, monkeypatch):
    """Both saw version 0; the database lets one of them through."""
    MailText.objects.create(
        site=town.site, kind="group_received", version=1, subject="x", text="{受付番号}",
        written_by=clerk, at=NOW,
    )  # fmt: skip
    newest = texts.newest
    seen = iter([None, None])
    monkeypatch.setattr(texts, "newest", lambda *what: next(seen, newest(*what)))

    page = office.post(GROUP, {**typed_words(), "version": 0})

    assert page.status_code == 422
    assert "山田さんがこの文面を変えました" in words(page)
    assert MailText.objects.count() == 1


def typed_words() -> dict:
    start = texts.starting("group_received", "ja")
    return {"subject": "別の {受付番号}", "text": start.text, "about": "", "do": "save"}


def test_an_english_reader_takes_back_the_japanese_text_and_sees_it_marked_as_japanese(
    office, town
):
    office.post(GROUP, typed(text=texts.present("group_received", "ja").text + "\n。"))
    office.cookies["django_language"] = "en"

    page = words(office.get(GROUP))

    assert f'action="{GROUP}restore/"' in page
    assert '<div class="letter" lang="ja">' in page
    assert '<html lang="en">' in page
