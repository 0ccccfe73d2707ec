"""/desk/calls/: nothing that a group without mail must hear is lost, or told twice."""

import io
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from bookings.actions import (
    calling,
    day_plans,
    deciding,
    noting,
    postponing,
    reporting,
    sessions,
    talking,
)
from bookings.actions.reporting import Numbers
from bookings.desk import calls
from bookings.doctor import histories
from bookings.models import ApplicantGroup, BookingRequest, Telling
from bookings.rules import Slot, Wish
from bookings.status import Reason, RequestStatus, Verb, Way
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW, OFFICE, GroupFacts, at, make_department

pytestmark = pytest.mark.django_db
R = RequestStatus
PAGE = "/desk/calls/"


def group(notify_by: str = "phone", **facts: str) -> GroupFacts:
    known = {
        "name": "桜が丘自治会", "contact_name": "佐藤 花子", "phone": "09000000001",
        "address": "みかがみ市桜が丘5-6" if notify_by == "post" else "",
        "fax": "0000000002" if notify_by == "fax" else "",
    }  # fmt: skip
    return GroupFacts(notify_by=notify_by, **{**known, **facts})


def without_mail(town, notify_by: str = "phone", *, status=R.CONFIRMED, **changes):
    return make_request(town, status=status, group=group(notify_by), **changes)


def page(office) -> str:
    return office.get(PAGE).content.decode()


def post(office, request, outcome: str):
    ids = ",".join(str(row.pk) for row in Telling.objects.filter(event__request=request))
    url = reverse("desk:call-outcome", args=[request.public_id, outcome])
    return office.post(url, {"ids": ids})


def words(pdf: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return ["".join(page.extract_text().split()) for page in pages]


def test_a_group_that_reads_mail_is_never_called(office, town):
    make_request(town, status=R.CONFIRMED)

    assert not Telling.objects.exists()
    assert "いま知らせる団体はありません" in page(office)


def test_the_list_says_what_to_say_and_dials(office, town):
    row = without_mail(town)
    shown = page(office)

    assert row.reference in shown
    assert 'href="tel:09000000001"' in shown
    assert "090-0000-0001" in shown
    assert (
        "12月17日（木） 10時〜11時に決まりました。会場は桜が丘公民館、うかがう人は田中 一郎です。"
        in shown
    )


@pytest.mark.parametrize(
    "status", [R.NEEDS_CHANGE, R.PROPOSING, R.REFUSED, R.CONFIRMED, R.CANCELLED, R.UNFULFILLED]
)
@pytest.mark.parametrize("notify_by", ["phone", "post", "fax"])
def test_every_state_is_told_and_the_doctor_agrees(office, town, status, notify_by):
    without_mail(town, notify_by, status=status)

    assert Telling.objects.due().count() >= 1
    assert "桜が丘自治会" in page(office)
    assert list(histories.checks()) == []


def test_without_its_telling_the_doctor_finds_the_event(town):
    without_mail(town)
    Telling.objects.all().delete()

    assert any("has no telling group_confirmed" in line for line in histories.checks())


def test_called_it_is_gone_and_in_the_history(office, clerk, town):
    row = without_mail(town)
    post(office, row, "told")

    event = row.events.latest("pk")
    assert (event.verb, event.way, event.user) == (Verb.MESSAGE, Way.PHONE, clerk)
    assert Telling.objects.get().told_by == event
    office.get(PAGE)  # which says that it was recorded
    assert row.reference not in page(office)


def test_who_was_out_comes_back_on_the_next_working_day(office, town, clock_at):
    clock_at("2026-11-27 15:00")  # a Friday
    row = without_mail(town)
    post(office, row, "missed")

    assert "次の開庁日にかける" in page(office)
    assert "電話をかける（" not in page(office)
    clock_at("2026-11-30 09:00")
    shown = page(office)
    assert "電話をかける（1件）" in shown
    assert "留守 1回" in shown
    assert "11月27日（金） 15:00" in shown
    assert row.events.latest("pk").verb == Verb.CALL_MISSED


def test_several_things_are_told_in_one_call(office, town):
    row = without_mail(town)
    session = row.sessions.get()
    sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=NOW)

    shown = page(office)
    assert shown.count('<article class="session"') == 1
    assert "延期します" in shown
    assert "に決まりました" not in shown  # which was overtaken
    post(office, row, "told")
    assert not Telling.objects.due().exists()


def test_told_by_the_older_step_too(town):
    row = without_mail(town)
    noting.told(request_id=row.pk, by=calling.By(OFFICE.actor, Way.COUNTER), at=NOW)

    assert not Telling.objects.due().exists()


def test_what_the_group_has_done_itself_need_not_be_told(town):
    row = without_mail(town, status=R.NEEDS_CHANGE)
    deciding.withdraw(request_id=row.pk, by=GROUP, at=NOW + timedelta(hours=2))

    assert not Telling.objects.due().exists()
    assert list(histories.checks()) == []


def test_who_does_something_else_on_its_page_is_still_to_be_told(office, town):
    row = without_mail(town)
    talking.write(request_id=row.pk, words="駐車場はありますか。", by=GROUP, at=NOW)

    assert [one.kind for one in Telling.objects.due()] == ["group_confirmed"]
    assert "に決まりました" in page(office)


def test_who_postpones_a_date_has_read_it(office, town):
    row = without_mail(town)
    session = row.sessions.get()
    wishes = (Wish(date(2027, 1, 14), "morning"),)
    postponing.postpone(session_id=session.pk, wishes=wishes, seen=row.version, by=GROUP, at=NOW)

    assert "group_confirmed" not in [one.kind for one in Telling.objects.due()]


def two_dates(town):
    row = without_mail(town)
    slot = Slot(at("2026-12-20 10:00"), at("2026-12-20 11:00"))
    sessions.add(request_id=row.pk, slot=slot, lecturer_ids=[], by=OFFICE, at=NOW)
    row.refresh_from_db()
    return row, *row.sessions.order_by("order")


def test_the_day_sheet_of_one_date_says_nothing_about_the_other(town):
    _row, first, second = two_dates(town)
    later = at("2026-12-07 10:00")
    assert all(day_plans.want(session_id=one.pk, at=later) for one in (first, second))

    day_plans.change(session_id=first.pk, facts={"people": 20}, seen=0, by=GROUP, at=later)

    due = Telling.objects.due().filter(kind="group_day_wanted")
    assert [one.event.session for one in due] == [second]


def test_who_proposes_new_days_has_heard_that_the_date_is_off(town):
    _row, first, second = two_dates(town)
    for one in (first, second):
        sessions.postpone(session_id=one.pk, reason=Reason.DISASTER, by=OFFICE, at=NOW)
    seen, days = BookingRequest.objects.get().version, (Wish(date(2027, 1, 14), "morning"),)

    postponing.propose(session_id=first.pk, wishes=days, seen=seen, by=GROUP, at=NOW)

    due = Telling.objects.due().filter(kind="group_session_off")
    assert [one.event.session for one in due] == [second]


@pytest.mark.parametrize(
    ("status", "kind", "act"),
    [(R.PROPOSING, "group_counter", "refuse"), (R.NEEDS_CHANGE, "group_change_wanted", "wrote")],
)
def test_only_the_act_that_answers_it_shows_that_it_is_known(town, status, kind, act):
    row = without_mail(town, status=status)
    if act == "refuse":
        deciding.refuse_counter(request_id=row.pk, by=GROUP, at=NOW)
    else:
        talking.write(request_id=row.pk, words="あとで直します。", by=GROUP, at=NOW)

    assert Telling.objects.due().filter(kind=kind).exists() == (act == "wrote")


def test_a_cancelled_date_is_told_even_when_all_others_are_over(town):
    row = without_mail(town)
    Telling.objects.update(state="told", told_by=row.events.latest("pk"))
    held = row.sessions.get()
    later = Slot(at("2026-12-24 10:00"), at("2026-12-24 11:00"))
    extra = sessions.add(request_id=row.pk, slot=later, lecturer_ids=[], by=OFFICE, at=NOW)
    over = at("2026-12-17 12:00")
    reporting.report(session_id=held.pk, numbers=Numbers(9, 0, 60), by=OFFICE, at=over)
    sessions.cancel_session(session_id=extra.pk, reason=Reason.DISASTER, by=OFFICE, at=over)

    row.refresh_from_db()
    assert row.status == R.CLOSED
    assert [one.kind for one in Telling.objects.due()] == ["group_session_off"]


def test_who_changes_to_mail_is_called_no_more(town):
    without_mail(town)
    ApplicantGroup.objects.update(notify_by="email", email="sato@mail.example")

    assert not Telling.objects.due().exists()


def test_letters_and_fax_sheets_are_one_pdf(office, town):
    without_mail(town, "post")
    town.lecture.department = make_department(
        town.site, code="9", name="安全課", email="a@b.example"
    )
    without_mail(town, "fax", status=R.REFUSED)
    without_mail(town, "phone", status=R.REFUSED)

    answer = office.get("/desk/calls/letters/")
    letter, fax = words(answer.content)

    assert "みかがみ市桜が丘5-6" in letter
    assert "に決まりました" in letter
    assert "ファックス送信票" in fax
    assert "今回はお受けできません" in fax
    assert "日時" not in fax
    assert "no-store" in answer["Cache-Control"]
    assert Telling.objects.due().count() == 3


def test_marked_as_sent_are_those_on_the_page_and_no_later_ones(office, town):
    row = without_mail(town, "post")
    ids = office.get(PAGE).context["ids"]
    session = row.sessions.get()
    sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=NOW)

    for _twice in range(2):
        office.post("/desk/calls/sent/", {"ids": ids})

    assert [row.kind for row in Telling.objects.due()] == ["group_session_off"]
    assert row.events.filter(verb=Verb.MESSAGE, way=Way.POST).count() == 1


def second_click(monkeypatch, tellings: list[int]) -> None:
    """While one waits for the lock, the same button, pressed again, is done."""
    real = calling.locked

    def after_the_other(pk):
        monkeypatch.setattr(calling, "locked", real)
        calling.told(tellings=tellings, by=OFFICE, at=NOW)
        return real(pk)

    monkeypatch.setattr(calling, "locked", after_the_other)


def test_the_same_click_at_the_same_moment_is_recorded_once(town, monkeypatch):
    row = without_mail(town)
    due = [Telling.objects.get().pk]
    second_click(monkeypatch, due)

    assert calling.told(tellings=due, by=OFFICE, at=NOW) == 0
    assert row.events.filter(verb=Verb.MESSAGE).count() == 1


def test_a_call_that_was_recorded_before_is_no_success(office, town):
    row = without_mail(town)

    answers = [post(office, row, "told") for _twice in range(2)]
    said = [str(list(get_messages(answer.wsgi_request))[-1]) for answer in answers]

    assert said == [f"{row.reference} に知らせたと記録しました。", "もう記録してあります。"]
    assert row.events.filter(verb=Verb.MESSAGE).count() == 1


@pytest.mark.parametrize("ids", ["", "x", "1,2,x", "-1", "9" * 40, "①", "999999"])
def test_odd_numbers_change_nothing(office, town, ids):
    row = without_mail(town)

    assert office.post("/desk/calls/sent/", {"ids": ids}).status_code == 302
    url = reverse("desk:call-outcome", args=[row.public_id, "told"])
    assert office.post(url, {"ids": ids}).status_code == 302
    assert Telling.objects.due().count() == 1 or ids == "1,2,x"


def test_looking_changes_nothing(office, town):
    row = without_mail(town)

    assert office.get(reverse("desk:calls-sent")).status_code == 405
    assert office.get(reverse("desk:call-outcome", args=[row.public_id, "told"])).status_code == 405


def test_the_list_costs_the_same_for_one_and_for_many(office, town):
    without_mail(town)

    def cost() -> int:
        with CaptureQueriesContext(connection, ) as found:  # fmt: skip
            calls.due(at=NOW + timedelta(hours=2))
        return len(found)

    first = cost()
    for status in (R.REFUSED, R.NEEDS_CHANGE, R.UNFULFILLED):
        without_mail(town, status=status)
    assert cost() == first


def test_printing_costs_the_same_for_one_letter_and_for_three(town):
    def cost() -> int:
        letters = calls.due(at=NOW + timedelta(hours=2)).on_paper
        with CaptureQueriesContext(connection) as found:
            assert len(calls.sheets(letters, at=NOW)) == len(letters)
        return len(found)

    without_mail(town, "post", status=R.REFUSED)
    first = cost()
    without_mail(town, "fax")
    without_mail(town, "post", status=R.UNFULFILLED)

    assert cost() == first
