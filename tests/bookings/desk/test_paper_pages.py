"""Papers on the desk: looked at, issued once, never changed, downloaded without anybody's name."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from bookings.actions import papering, sessions
from bookings.actions.moves import Refused
from bookings.doctor import papers as doctor
from bookings.emails.on_paper import Formalities
from bookings.models import ApplicantGroup, IssuedPaper, MailText, PaperContent
from bookings.papers import Sheet, pdf_of
from bookings.rules import Slot
from bookings.status import RequestStatus, Verb
from lectures.models import OfficeSettings
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE, at

pytestmark = pytest.mark.django_db
R = RequestStatus


@pytest.fixture
def decided(town):
    OfficeSettings.objects.update(
        paper_senders="みかがみ市長　山田 太郎\nみかがみ市教育委員会教育長"
    )
    return make_request(town, status=R.CONFIRMED)


def page_of(request, kind: str = "decision") -> str:
    return reverse("desk:paper-new", args=[request.public_id, kind])


def chosen(**changes: str) -> dict[str, str]:
    return {
        "number": "生学第123号",
        "dated": "令和8年11月25日",
        "sender": "みかがみ市長　山田 太郎",
        "seal_omitted": "on",
        "do": "issue",
        **changes,
    }


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def issued(office, request, kind: str = "decision", **changes: str) -> IssuedPaper:
    request.refresh_from_db()
    answer = office.post(page_of(request, kind), chosen(version=str(request.version), **changes))
    assert answer.status_code == 302, answer.content.decode()
    return IssuedPaper.objects.latest("pk")


def test_a_notice_has_its_number_date_sender_and_facts(office, clerk, decided):
    paper = issued(office, decided)
    answer = office.get(reverse("desk:paper-file", args=[paper.public_id, "pdf"]))

    for word in (
        "生学第123号", "令和8年11月25日", "桜が丘自治会", "みかがみ市長山田太郎", "（公印省略）",
        "出前講座実施決定通知書", "R8-0001", "令和8年12月17日（木）10時〜11時", "田中一郎",
    ):  # fmt: skip
        assert word in words(answer.content)
    assert (paper.number, paper.dated, paper.seal_omitted) == (
        "生学第123号",
        date(2026, 11, 25),
        True,
    )
    assert (paper.event.verb, paper.event.user) == (Verb.PAPER_ISSUED, clerk)
    assert list(doctor.checks(at=NOW)) == []


def test_a_file_is_never_kept_and_its_name_says_nothing_of_anybody(office, decided):
    paper = issued(office, decided)

    for form in ("pdf", "docx"):
        answer = office.get(reverse("desk:paper-file", args=[paper.public_id, form]))
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Disposition"].startswith('attachment; filename="decision-R8-0001-')


def test_what_was_issued_stays_though_group_and_words_change(office, clerk, decided):
    paper = issued(office, decided)
    url = reverse("desk:paper-file", args=[paper.public_id, "pdf"])
    before = office.get(url).content
    ApplicantGroup.objects.update(name="ほかの名前")
    MailText.objects.create(
        site=decided.site, kind="paper_decision", language="ja", version=1, subject="別の題",
        text="{受付番号}", written_by=clerk, at=NOW,
    )  # fmt: skip

    assert office.get(url).content == before


def test_an_issued_paper_cannot_be_changed(office, decided):
    paper = issued(office, decided)

    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedPaper.objects.filter(pk=paper.pk).update(number="別")


def test_words_that_were_changed_behind_our_back_are_found(office, decided):
    content = PaperContent.objects.get(paper=issued(office, decided))
    content.sheet["subject"] = "別の題"
    content.save()

    assert len(list(doctor.checks(at=NOW))) == 1


def test_erased_words_are_said_to_be_erased(office, decided):
    paper = issued(office, decided)
    PaperContent.objects.all().delete()

    assert (
        "消してあります"
        in office.get(reverse("desk:paper", args=[paper.public_id])).content.decode()
    )
    assert office.get(reverse("desk:paper-file", args=[paper.public_id, "pdf"])).status_code == 404
    assert list(doctor.checks(at=NOW)) == []


def test_the_preview_stores_nothing(office, decided):
    answer = office.post(page_of(decided), chosen(do="preview"))

    assert answer.content.startswith(b"%PDF")
    assert not IssuedPaper.objects.exists()
    assert not decided.events.filter(verb=Verb.PAPER_ISSUED).exists()


def test_the_next_number_is_typed_with_the_last_one_in_sight(office, decided):
    issued(office, decided)

    assert "前の番号は「生学第123号」です。" in office.get(page_of(decided)).content.decode()


def test_pressed_twice_it_is_issued_once(office, decided):
    typed = chosen(version=str(decided.version))
    first, second = (office.post(page_of(decided), typed) for _press in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert IssuedPaper.objects.count() == 1


def test_of_several_sessions_the_notice_names_all(office, decided, town):
    sessions.add(
        request_id=decided.pk, slot=Slot(at("2026-12-24 14:00"), at("2026-12-24 15:00")),
        lecturer_ids=[town.lecturers[1].pk], by=OFFICE, at=NOW,
    )  # fmt: skip
    paper = issued(office, decided, session="")
    found = words(pdf_of(papering.sheet_as_issued(paper)))

    assert "12月17日（木）10時〜11時、令和8年12月24日（木）14時〜15時" in found
    assert "田中一郎、鈴木花" in found


def test_a_correction_names_the_old_one_and_happens_once(office, decided):
    old = issued(office, decided)
    new = issued(office, decided, number="生学第124号", corrects=str(old.public_id))

    assert new.corrects == old
    assert "生学第123号 を直したもの" in new.event.note.text
    assert (
        "直した文書があります"
        in office.get(reverse("desk:paper", args=[old.public_id])).content.decode()
    )
    decided.refresh_from_db()
    typed = chosen(corrects=str(old.public_id), version=str(decided.version))
    assert office.post(page_of(decided), typed).status_code == 422
    assert IssuedPaper.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"dated": "きのうごろ"},
        {"dated": ""},
        {"dated": "1826/11/25"},
        {"dated": "9999/12/31"},
        {"sender": "だれか"},
        {"number": "号" * 41},
    ],
)
def test_wrong_input_gets_its_sentence_and_nothing_typed_is_lost(office, decided, wrong):
    answer = office.post(page_of(decided), chosen(**wrong))

    assert answer.status_code == 422
    assert not IssuedPaper.objects.exists()
    assert next(iter(wrong.values())) in answer.content.decode() or wrong == {"sender": "だれか"}


@pytest.mark.parametrize("do", ["look", "issue"])
def test_a_date_of_another_century_is_asked_about(office, decided, do):
    answer = office.post(page_of(decided), chosen(dated="1926/11/25", do=do))

    assert answer.status_code == 422
    assert "年を確かめてください" in answer.content.decode()


def test_the_longest_sender_can_sign_and_a_longer_one_is_not_saved(office, decided):
    settings = OfficeSettings.objects.get()
    settings.paper_senders = "長" * 121
    with pytest.raises(ValidationError, match="120字まで"):
        settings.clean()
    settings.paper_senders, settings.town_name, settings.office_name = "", "市" * 40, "課" * 60
    settings.clean()
    settings.save()

    assert issued(office, decided, sender=settings.senders[0]).sender == settings.senders[0]
    settings.paper_senders = "長" * 120
    settings.clean()
    settings.save()
    assert issued(office, decided, sender="長" * 120).sender == "長" * 120


@pytest.mark.parametrize(
    "status, kind, open_",
    [
        (R.SUBMITTED, "decision", False),
        (R.SUBMITTED, "refusal", False),
        (R.SUBMITTED, "approval", True),
        (R.ASKING, "dispatch", True),
        (R.REFUSED, "refusal", True),
        (R.REFUSED, "decision", False),
        (R.CONFIRMED, "day", True),
        (R.SUBMITTED, "day", False),
    ],
)
def test_a_paper_says_only_what_is_so(office, town, status, kind, open_):
    row = make_request(town, status=status)

    assert office.get(page_of(row, kind)).status_code == (200 if open_ else 409)
    if not open_:
        with pytest.raises(Refused):
            papering.issue(request_id=row.pk, kind=kind, how=Formalities(), by=OFFICE, at=NOW)


@pytest.mark.parametrize("kind", ["decision", "dispatch", "approval", "day", "letter", "fax"])
def test_each_kind_fits_one_page_in_both_ways_with_long_names(office, town, kind):
    row = make_request(town, status=R.CONFIRMED)
    ApplicantGroup.objects.update(name="髙﨑𠮷①㈱ﾊﾝｶｸ" + "あいうえおかきくけこ" * 5)
    sender = f"{town.office.town_name} {town.office.office_name}"
    paper = issued(office, row, kind, sender=sender, telling="12月17日に決まりました。")

    sheet = papering.sheet_as_issued(paper)
    assert len(PdfReader(io.BytesIO(pdf_of(sheet))).pages) == 1
    file = office.get(reverse("desk:paper-file", args=[paper.public_id, "docx"])).content
    assert Document(io.BytesIO(file)).paragraphs
    assert office.get(reverse("desk:paper-file", args=[paper.public_id, "png"])).status_code == 200


def test_a_refusal_gives_the_reason_and_the_offices_words(office, town):
    row = make_request(town, status=R.REFUSED)
    sender = f"{town.office.town_name} {town.office.office_name}"
    sheet = papering.sheet_as_issued(issued(office, row, "refusal", sender=sender))
    assert isinstance(sheet, Sheet)

    assert "申込条件に合わない市内の団体ではないため" in words(pdf_of(sheet))


def test_the_offices_own_words_are_used_and_checked_when_saved(office, decided):
    url = reverse("desk:mail-text", args=["paper_decision", "ja"])
    page = office.get(url).content.decode()
    assert "{うかがう人}" in page
    typed = {"subject": "決定のお知らせ", "about": "", "version": 0, "do": "save"}
    needed = "{受付番号} {日時} {会場} {うかがう人}"

    wrong = office.post(url, {**typed, "text": f"{needed} {{会揚}}"})
    assert "{会揚}という差し込みはありません。{会場}のことですか。" in wrong.content.decode()
    pdf = office.post(url, {**typed, "text": needed, "do": "pdf"})
    assert "決定のお知らせ" in words(pdf.content)
    assert office.post(url, {**typed, "text": f"{needed} {{団体}}御中"}).status_code == 302

    assert "桜が丘自治会御中" in words(pdf_of(papering.sheet_as_issued(issued(office, decided))))
    assert "文書" in office.get("/desk/mail-texts/").content.decode()


def test_the_request_page_lists_its_papers(office, decided):
    paper = issued(office, decided)
    page = office.get(reverse("desk:request", args=[decided.public_id])).content.decode()

    assert reverse("desk:paper", args=[paper.public_id]) in page
    assert page_of(decided, "refusal") not in page


def test_another_towns_or_an_unknown_paper_is_not_there(office, decided):
    for name in ("not-a-kind", "decision"):
        url = reverse("desk:paper-new", args=["018f0000-0000-7000-8000-000000000000", name])
        assert office.get(url).status_code == 404
    assert office.get(f"{page_of(decided)}?corrects=zzz").status_code == 404
    assert office.get(page_of(decided, "not-a-kind")).status_code == 404
