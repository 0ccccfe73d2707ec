"""Many at once: what is announced is what goes out, one by one, and the report says why not."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import Role, User
from bookings.actions import asking, many
from bookings.actions.moves import Refused
from bookings.desk.views import bulk as views
from bookings.models import Assignment, BookingRequest, EventMail, RequestEvent
from bookings.status import AssignmentState, RequestStatus
from lectures.roles import give_role
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.replies import reply
from tests.factories.town import NOW, OFFICE, GroupFacts, submitted

R = RequestStatus
BULK = "/desk/requests/bulk/"


def looked(office, deed: str, *rows: BookingRequest, **more: object):
    picks = [str(row.public_id) for row in rows]
    return office.post(BULK, {"deed": deed, "pick": picks, "back": "status=open", **more})


def pressed(office, page, **typed: object):
    """The button of the page that announces."""
    form = BeautifulSoup(page.content, "html.parser").select_one("main form[action*=bulk]")
    sent: dict[str, list] = {}
    for field in form.select("input[type=hidden]"):
        sent.setdefault(field["name"], []).append(field["value"])
    return office.post(form["action"], {**sent, **typed})


def results(office, answer) -> dict[str, str]:
    assert answer["Location"] == "/desk/requests/bulk/done/", answer.content.decode()
    page = BeautifulSoup(office.get(answer["Location"]).content, "html.parser")
    rows = page.select("tbody tr")
    return {row.th.get_text(): row.select("td")[-1].get_text(" ", strip=True) for row in rows}


def letters() -> list[tuple[str, str, str]]:
    ties = EventMail.objects.order_by("pk").values_list("recipient", "mail__to_address", "kind")
    return list(ties)


def snapshot() -> tuple:
    return (
        list(BookingRequest.objects.order_by("pk").values()),
        list(Assignment.objects.order_by("pk").values()),
        list(RequestEvent.objects.order_by("pk").values()),
        list(OutgoingEmail.objects.order_by("pk").values()),
    )


def test_looking_names_who_gets_what_and_does_nothing(office, town):
    rows = [make_request(town, status=R.ASKING) for _n in range(2)]
    before = snapshot()

    page = looked(office, "remind", *rows)

    words = BeautifulSoup(page.content, "html.parser").main.get_text()
    assert "2件の申込みについて、1か所に、2通のメールを送ります。" in words
    assert "bousai@city.mikagami.example" in words
    assert "R8-0001、R8-0002" in words
    assert snapshot() == before


@pytest.mark.parametrize(
    ("deed", "status", "typed"),
    [
        ("remind", R.ASKING, {}),
        ("ask", R.SUBMITTED, {}),
        ("give-up", R.ASKING, {"reason": "lecturer_busy", "words": "またお願いします。"}),
    ],
)
def test_what_was_announced_goes_out(office, town, deed, status, typed):
    rows = [make_request(town, status=status) for _n in range(3)]
    before = letters()
    page = looked(office, deed, *rows)
    announced = [
        (str(row.request.reference), one.address, str(one.kind))
        for row in page.context["possible"]
        for one in row.letters
    ]

    found = results(office, pressed(office, page, **typed))

    from bookings.desk.wording import mail_kind

    sent = EventMail.objects.order_by("pk")[len(before) :]
    assert announced == [
        (tie.event.request.reference, tie.mail.to_address, str(mail_kind(tie.kind))) for tie in sent
    ]
    assert len(announced) == {"remind": 3, "ask": 3, "give-up": 6}[deed]
    assert list(found) == ["R8-0001", "R8-0002", "R8-0003"]
    assert all(words.startswith("しました") for words in found.values())


def test_the_history_says_who_did_it_to_each(office, town, clerk):
    rows = [submitted(town), submitted(town)]

    pressed(office, looked(office, "ask", *rows))

    for row in rows:
        event = row.events.order_by("pk").last()
        assert (event.verb, event.actor, event.way, event.user) == (
            "asked",
            "office",
            "desk",
            clerk,
        )
        row.refresh_from_db()
        assert row.status == R.ASKING


def test_what_cannot_be_done_is_named_with_the_reason_and_left_alone(office, town):
    good = make_request(town, status=R.ASKING)
    new = submitted(town)
    over = make_request(town, status=R.REFUSED)

    page = looked(office, "remind", good, new, over)

    assert [row.request.pk for row in page.context["possible"]] == [good.pk]
    assert [(row.request.pk, row.refusal) for row in page.context["impossible"]] == [
        (new.pk, "返事を待っている依頼がありません。"),
        (over.pk, "返事を待っている依頼がありません。"),
    ]
    assert list(results(office, pressed(office, page))) == [good.reference]


def test_nobody_is_asked_who_waits_for_a_person_to_look(office, town):
    unconfirmed = submitted(town, confirmed=False)
    promised = submitted(town, agreed_with="防災課 田中")
    doubted = submitted(town)
    BookingRequest.objects.filter(pk=doubted.pk).update(doubts=["too_fast"])
    decided = make_request(town, status=R.CONFIRMED)

    page = looked(office, "ask", unconfirmed, promised, doubted, decided)

    assert page.context["possible"] == []
    assert [row.refusal[:9] for row in page.context["impossible"]] == [
        "団体のメールの確認", "担当課と日時を約束", "先に確かめたい申込", "「決定」なので、依",
    ]  # fmt: skip
    assert "いまできるものがありません" in page.content.decode()


def test_a_department_that_has_written_is_not_reminded(office, town):
    request = make_request(town, status=R.ASKING)
    reply("相談してから、来週お返事します。", assignment=request.assignments.get())

    page = looked(office, "remind", request)

    assert [row.refusal for row in page.context["impossible"]] == [
        "担当課から何か届いています。先に「決める返事」を見てください。"
    ]


def test_after_two_reminders_only_the_telephone_is_left(office, town):
    request = make_request(town, status=R.ASKING)
    for _n in range(2):
        pressed(office, looked(office, "remind", request))

    page = looked(office, "remind", request)

    assert [row.refusal for row in page.context["impossible"]] == [
        "もう二回催促しています。次は電話で聞いてください。"
    ]


def test_who_was_faster_wins_and_the_report_says_so(office, town):
    first, second = submitted(town), submitted(town)
    page = looked(office, "ask", first, second)
    asking.ask(request_id=second.pk, by=OFFICE, at=NOW)

    found = results(office, pressed(office, page))

    assert found["R8-0001"].startswith("しました")
    assert found["R8-0002"] == ("しませんでした 画面を開いたあとで、申込みのようすが変わりました。")
    assert Assignment.objects.filter(state=AssignmentState.ASKED).count() == 2


def test_pressing_twice_does_it_once_and_shows_the_first_report(office, town):
    page = looked(office, "remind", make_request(town, status=R.ASKING))
    first = results(office, pressed(office, page))

    assert results(office, pressed(office, page)) == first
    assert EventMail.objects.filter(kind="department_reminded").count() == 1


def test_pressing_again_while_the_first_press_works_does_nothing_and_waits(
    office, town, monkeypatch
):
    page = looked(office, "remind", make_request(town, status=R.ASKING))
    do, meanwhile = many.do, []

    def slowly(*asked):
        monkeypatch.setattr(many, "do", do)
        meanwhile.append(pressed(office, page))
        meanwhile.append(office.get(meanwhile[0]["Location"]))
        return do(*asked)

    monkeypatch.setattr(many, "do", slowly)
    found = results(office, pressed(office, page))

    again, shown = meanwhile
    assert again["Location"] == "/desk/requests/bulk/done/"
    assert ("まだ続いています" in shown.content.decode(), shown["Refresh"]) == (True, "5")
    assert "Refresh" not in office.get(again["Location"])
    assert [words.startswith("しました") for words in found.values()] == [True]
    assert EventMail.objects.filter(kind="department_reminded").count() == 1


def test_two_presses_at_the_same_moment_keep_the_report_of_the_first(office, town, monkeypatch):
    """The second has read its session before the first wrote anything."""
    page = looked(office, "remind", make_request(town, status=R.ASKING))
    is_first, first = views._is_first, []

    def late(*asked):
        monkeypatch.setattr(views, "_is_first", is_first)
        first.append(results(office, pressed(office, page)))
        return is_first(*asked)

    monkeypatch.setattr(views, "_is_first", late)

    assert results(office, pressed(office, page)) == first[0]
    assert [words.startswith("しました") for words in first[0].values()] == [True]


def test_what_breaks_off_in_the_middle_says_how_far_it_came(office, town, monkeypatch):
    rows = [make_request(town, status=R.ASKING) for _n in range(2)]
    page, do = looked(office, "remind", *rows), many.do

    def breaking(asked, act):
        yield from do(asked[:1], act)
        raise RuntimeError

    monkeypatch.setattr(many, "do", breaking)
    with pytest.raises(RuntimeError):
        pressed(office, page)

    shown = office.get("/desk/requests/bulk/done/").content.decode()
    assert "とちゅうで止まりました" in shown
    assert ("R8-0001" in shown, "R8-0002" in shown) == (True, False)


def test_one_that_breaks_off_leaves_the_others_done(town):
    rows = [make_request(town, status=R.ASKING) for _n in range(3)]

    def act(pk: int) -> None:
        asking.remind(assignment_id=Assignment.objects.get(request=pk).pk, at=NOW)
        if pk == rows[1].pk:
            raise Refused("だめです。")

    found = list(many.do([(row.pk, row.version) for row in rows], act))

    assert [one.refusal for one in found] == ["", "だめです。", ""]
    reminded = Assignment.objects.filter(reminded_at__isnull=False).order_by("pk")
    assert [one.request_id for one in reminded] == [rows[0].pk, rows[2].pk]


def test_without_one_transaction_each_half_of_it_would_stay(town, monkeypatch):
    """The twin: no transaction around what is done to one request."""
    request = make_request(town, status=R.ASKING)
    monkeypatch.setattr(many, "_done", many._done.__wrapped__)

    def act(pk: int) -> None:
        Assignment.objects.filter(request=pk).update(reminded_at=NOW)
        raise Refused("だめです。")

    list(many.do([(request.pk, request.version)], act))

    assert Assignment.objects.filter(reminded_at__isnull=False).count() == 1


def test_the_end_needs_a_reason_and_keeps_what_was_typed(office, town):
    request = make_request(town, status=R.ASKING)
    page = looked(office, "give-up", request)

    again = pressed(office, page, reason="", words="すみません。")

    assert again.status_code == 422
    assert "理由をえらんでください" in again.content.decode()
    assert "すみません。" in again.content.decode()
    request.refresh_from_db()
    assert request.status == R.ASKING
    found = results(office, pressed(office, again, reason="lecturer_busy", words="すみません。"))
    assert found["R8-0001"].startswith("しました")


def test_a_group_without_mail_is_to_be_called(office, town):
    group = GroupFacts(
        name="電話の会", contact_name="高橋 誠", phone="0000000003", notify_by="phone"
    )
    request = make_request(town, status=R.ASKING, group=group)

    page = looked(office, "give-up", request)

    assert (
        "メールのない1団体には、「電話・手紙」の一覧から知らせてください。" in page.content.decode()
    )
    found = results(office, pressed(office, page, reason="other"))
    assert found["R8-0001"].endswith("、団体には電話か手紙で")


def test_all_of_the_page_at_once(office, town):
    rows = [submitted(town) for _n in range(3)]
    sheet = {"deed": "ask", "all": "1", "shown": [str(row.public_id) for row in rows]}

    page = office.post(BULK, {**sheet, "pick": [str(rows[0].public_id)]})

    assert [row.request.pk for row in page.context["possible"]] == [row.pk for row in rows]


def test_nothing_ticked_is_said_and_leads_back(office, town):
    answer = office.post(BULK, {"deed": "ask", "back": "status=asking&department=0305"})

    assert answer["Location"] == "/desk/requests/?status=asking&department=0305"
    page = office.get(answer["Location"]).content.decode()
    assert "申込みを一つ以上えらんでから、おしてください。" in page


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"deed": "nonsense"}, {"deed": "ask", "pick": ["nonsense", "", "\0"]},
        {"deed": "ask", "pick": ["0190a6e0-0000-7000-8000-000000000000"] * 99},
        {"deed": "ask", "back": "//evil.example/?status=" + "x" * 9999},
    ],
)  # fmt: skip
def test_nonsense_leads_back_to_the_inbox(office, town, sent):
    answer = office.post(BULK, sent)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/requests/?status=")


@pytest.mark.parametrize(
    "row", ["", "nonsense", ":", "x:1", "0190a6e0-0000-7000-8000-000000000000:x"]
)
def test_nonsense_does_nothing(office, town, row):
    submitted(town)
    before = snapshot()

    assert office.post(f"{BULK}ask/", {"row": row, "key": "k"}).status_code == 302
    assert office.post(f"{BULK}nonsense/", {"row": row}).status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize("path", [BULK, f"{BULK}ask/", f"{BULK}done/"])
def test_reading_these_addresses_leads_back_and_does_nothing(office, town, path):
    before = snapshot()

    assert office.get(path)["Location"].startswith("/desk/requests/")
    assert snapshot() == before


def test_an_auditor_cannot(town, office):
    reader = User.objects.create_user("kansa@city.mikagami.example", "a-long-password")
    give_role(reader, site=town.site, role=Role.AUDITOR)
    client = Client()
    client.force_login(reader)
    request = make_request(town, status=R.ASKING)
    before = snapshot()

    assert looked(client, "remind", request).status_code == 403
    row = f"{request.public_id}:{request.version}"
    assert client.post(f"{BULK}remind/", {"row": row}).status_code == 403
    assert snapshot() == before


def test_mails_that_were_only_looked_at_are_not_left_behind(office, town):
    """Nor is a worker woken for them; what is stored later has its own day."""
    request = make_request(town, status=R.ASKING)
    count = OutgoingEmail.objects.count()

    looked(office, "remind", request)
    looked(office, "remind", request)

    assert OutgoingEmail.objects.count() == count
    assert request.assignments.get().due_at > NOW - timedelta(days=1)
