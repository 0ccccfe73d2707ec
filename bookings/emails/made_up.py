"""A request that never was, as the mails of each kind would see it. Names and numbers are nobody's.

No rows, no request, no clock; days and labels speak the reader's language.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace as Row
from typing import Any

from django.conf import settings
from django.utils.functional import lazy

from bookings.emails import facts
from bookings.emails import made_up_unasked as unasked
from bookings.status import Reason, RequestStatus, SessionState, Support, Way
from lectures.eras import short_day
from lectures.models import PartOfDay


def context_of(kind: str) -> dict[str, Any]:
    """A request that never was, complete with everything that a mail of this kind can show."""
    context = {
        **_request(),
        "event": Row(get_reason_display=Reason.LECTURER_BUSY.label, at=None),
        "words": "駐車場が使えないため。",
        "link": link("mihon"),
    }
    for holds, facet in _FACETS:
        if holds(kind):
            context |= facet()
    return context


def link(name: str) -> str:
    """An address like those in real mails; it opens a page that says so."""
    return f"{settings.BASE_URL}/k/{name}/"


_short_day = lazy(short_day, str)


def _day(day: int) -> str:
    """A day of December 2026, in the reader's language."""
    return _short_day(date(2026, 12, day))


def _when(day: int, hour: int) -> str:
    starts = datetime(2026, 12, day, hour - 9, tzinfo=UTC)
    return facts.lazy_when(starts, starts + timedelta(hours=1))


def _request() -> dict[str, Any]:
    lecture = Row(
        title="わが家の防災マップづくり",
        number="3-07",
        minutes=65,
        to_prepare="机といす、筆記用具",
        department=Row(name="防災課"),
    )
    group = Row(
        name="桜が丘自治会",
        get_kind_display="自治会・町内会",
        representative="山本 太郎",
        contact_name="佐藤 花子",
        contact_kana="さとう はなこ",
        phone="00000000001",
        email="sato@mail.example",
        postcode="0000000",
        address="みかがみ市桜が丘5-6",
        get_notify_by_display="電子メール",
    )
    office = Row(
        office_name="生涯学習課",
        phone="0000-00-0000",
        phone_hours="平日 8時30分〜17時",
        when_to_call="平日 8時30分〜17時",
        scheme_name="お気軽講座",
    )
    request = Row(
        reference="R8-0123",
        people=137,
        ages="60代〜80代",
        venue="桜が丘公民館",
        venue_address="みかがみ市桜が丘2-3",
        venue_booked=True,
        remarks="車いすの方が2人います。",
        agreed_with="防災課の田中さん",
        usable_from=time(9),
        usable_until=time(20, 30),
        centre=None,
        status="unfulfilled",
        get_status_display=RequestStatus.UNFULFILLED.label,
        get_way_display=Way.WEB.label,
        language="ja",
    )
    wishes = [
        Row(
            rank=1,
            day=_day(17),
            part=PartOfDay.MORNING.label,
            when=_when(17, 10),
            hours="10時〜11時",
            slot=True,
        ),
        Row(rank=2, day=_day(21), part="", when=_when(21, 14), slot=True),
    ]
    return {
        "booking_request": request,
        "group": group,
        "lecture": lecture,
        "office": office,
        "wishes": wishes,
    }


def _assignment() -> dict[str, Any]:
    return {
        "assignment": Row(
            rank=1, state="asked", role="lecture", get_support_display=Support.CAPTIONING.label
        ),
        "department": Row(name="防災課", phone="0000-00-0003", extension="305"),
        "slot_words": _when(17, 10),
        "due_words": "11月27日（金）",
    }


def _ask() -> dict[str, Any]:
    """As `ask.words_of`, with everything that can be in it."""
    request, office = _request(), _request()["office"]
    return {
        "when": "2026年12月17日（木）10:00〜11:00",
        "short_when": "12月17日（木）10:00〜11:00",
        "due": "11月27日（金）17:00",
        "late": False,
        "support": Support.CAPTIONING.label,
        "scheme": office.scheme_name,
        "office": office.office_name,
        "phone": office.phone,
        "phone_hours": office.phone_hours,
        "department": "防災課",
        "lecture": request["lecture"].title,
        "lecture_number": request["lecture"].number,
        "group": request["group"].name,
        "ages": request["booking_request"].ages,
        "venue": request["booking_request"].venue,
        "address": "みかがみ市桜が丘2-3",
        "usable": "9:00から20:30まで",
        "wishes": [_wish(2, "2026年12月21日（月）"), _wish(3, "2026年12月24日（木）")],
        "remarks": request["booking_request"].remarks,
        "remarks_cut": True,
        "agreed_with": request["booking_request"].agreed_with,
        "contact": request["group"].contact_name,
        "example_start": "10:00",
        "example_day": "12/3",
    }


def _wish(rank: int, day: str) -> Row:
    return Row(
        rank=rank, exact=False, words=f"{day}午後（13:00〜17:00のあいだ）", answer=f"{rank} 14:00　　　　　"
    )  # fmt: skip


def _chosen() -> Row:
    return Row(
        rank=2,
        exact=False,
        words="2026年12月21日（月）午後（13:00〜17:00のあいだ）",
        short="12月21日（月）午後",
        bare="2 14:00",
        answer="2 14:00　　　　　",
    )


def _answer() -> dict[str, Any]:
    """All that an answer can hold, though no single answer holds it all."""
    answer = Row(
        kind="accept",
        get_kind_display="承諾",
        get_way_display=Way.EMAIL.label,
        get_reason_display=Reason.LECTURER_BUSY.label,
        words="午前なら、うかがえます。",
        lecturers=Row(all=[Row(name="田中 一郎"), Row(name="鈴木 花")]),
    )
    return {
        "answer": answer,
        "answer_when": "2026年12月17日（木）13:00〜14:00",
        "answer_reason": "講師の都合がつかない（出張のため）",
        "slots": ["2026年12月22日（火）10:00〜11:00", "2026年12月23日（水）14:00〜15:00"],
    }


def _session() -> dict[str, Any]:
    session = Row(
        venue="北町ホール",
        venue_address="みかがみ市北町1-1",
        centre=Row(address="みかがみ市北町1-1"),
        state="planned",
        get_state_display=SessionState.PLANNED.label,
        reason="weather",
        get_reason_display=Reason.DISASTER.label,
    )
    return {
        "lecture_session": session,
        "slot_words": _when(18, 10),
        "lecturers": [Row(name="田中 一郎"), Row(name="鈴木 花")],
    }


def _called_off() -> dict[str, Any]:
    held = vars(_session()["lecture_session"])
    off = SessionState.POSTPONED
    return {"lecture_session": Row(**{**held, "state": off.value, "get_state_display": off.label})}


def _duty() -> dict[str, Any]:
    """Two sessions of one group, told of by one message."""
    other = _request()["lecture"].title
    return {
        "duty_why": "災害・台風",
        "duty_fate": SessionState.POSTPONED.label,
        "duty_lines": [
            f"{_when(18, 10)} {other}（R8-0123）",
            f"{_when(18, 14)} {other}（R8-0124）",
        ],
        "duty_postponed": True,
        "duty_cancelled": True,
    }


def _host() -> dict[str, Any]:
    """What a department hears of a session that is fixed."""
    return {
        "addressee": "防災課 ご担当さま",
        "session_words": "2026年12月18日（金）10:00〜11:00",
        "session_short": "12月18日（金）10:00〜11:00",
        "session_venue": "北町ホール",
    }


def _supports() -> dict[str, Any]:
    return {"supports": [Row(row=Row(get_support_display=Support.CAPTIONING.label), state="done")]}


def _report() -> dict[str, Any]:
    return {"reporting": True, "report": Row(adults=31, children=4, minutes=75)}


def _office_slots() -> dict[str, Any]:
    return {"slots": _answer()["slots"]}


_Holds = Callable[[str], bool]


def _is(*kinds: str) -> _Holds:
    return lambda kind: kind.startswith(kinds)


def _about_requests(*kinds: str) -> _Holds:
    """The year's turn of the menu and what was given without the office are about none."""
    none = ("department_menu_", "department_direct_")
    return lambda kind: kind.startswith(kinds) and not kind.startswith(none)


_HOSTS = (
    "department_session_changed", "department_lecturer_", "department_report_", "lecturer_invited",
    "department_successor_wanted",
)  # fmt: skip
_GROUP_SESSIONS = (
    "group_confirmed group_rescheduled group_lecturer_named group_session_off group_reminder_"
    " group_support_settled group_survey_wanted"
).split()
_OFFICE_ASKS = ("office_declined office_question office_escalated office_support_countered").split()


_CHANGES = ("office_group_changed", "department_amended", "department_change_wanted")
_PAPER_SESSIONS = ("paper_decision", "paper_dispatch", "paper_approval", "paper_letter")


def _on_paper() -> dict[str, Any]:
    """What only papers say, in their own way of writing."""
    return {
        "applied_on": "令和8年11月22日",
        "session_words": "令和8年12月18日（金）10時〜11時",
        "department": Row(name="防災課"),
        "telling": "　12月18日（金）10時〜11時に決まりました。",
    }


# Which kinds get what; as the functions of `to_department`, `to_hosts`, … put them together.
_FACETS: tuple[tuple[_Holds, Callable[[], dict[str, Any]]], ...] = (
    (_about_requests("department_", "lecturer_invited", *_OFFICE_ASKS), _assignment),
    (_about_requests("department_", "lecturer_invited"), lambda: {"ask": _ask(), "invited": True}),
    (_is("lecturer_", *_HOSTS, *_GROUP_SESSIONS), _session),
    (_is("group_session_off"), _called_off),
    (_is("group_duty_"), lambda: _session() | _duty()),
    (
        _is("group_received", "group_mail_unconfirmed", "group_amended"),
        lambda: {"confirm_link": link("mihon-tashikame")},
    ),
    (
        _is("group_received"),
        lambda: {"asked_for": [Row(name="手話通訳・車いすなど", words="手話通訳、市に頼みたい")]},
    ),
    (_is("group_consult_", "office_consult_"), unasked.consulted),
    (_is("department_menu_"), unasked.menu),
    (_is("department_direct_"), unasked.direct),
    (_is("group_draft_kept"), lambda: {"kept_until": _day(22)}),
    (_is("group_day_wanted", "department_day_wanted"), _session),
    (_is("department_day_wanted"), _host),
    (_is("paper_"), _on_paper),
    (_is(*_PAPER_SESSIONS), lambda: _session() | _on_paper()),
    (_is(*_HOSTS), _host),
    (_is("lecturer_reminder_"), lambda: {"addressee": "田中 一郎 さま"}),
    (_is("lecturer_", "department_lecturer_"), lambda: {"lecturer": Row(name="田中 一郎")}),
    (_is("lecturer_reminder_", "lecturer_invited"), lambda: {"lecturer": None}),
    (_is("lecturer_released"), lambda: {"said_no": True}),
    (_is("department_lecturer_wanted"), lambda: {"days": 14}),
    (_is("department_successor_wanted"), lambda: {"leaving": "高橋 明"}),
    (_is("department_report_", "lecturer_report_"), _report),
    (_is("department_asked_back"), lambda: {"chosen": _chosen()}),
    (
        _is("department_asked", "department_reminded"),
        lambda: {"copies": "dairi@city.mikagami.example"},
    ),
    (_is("department_support_asked"), lambda: {"moved": False}),
    (
        _is("department_session_changed"),
        lambda: {"put_off_words": "会場が使えなくなりました。"},
    ),
    (
        _is("department_answer_recorded"),
        lambda: _answer() | {"undo_link": link("mihon-torikeshi")},
    ),
    (_is(*_OFFICE_ASKS), lambda: {"answer": _answer()["answer"], "due": "11月27日（金）17:00"}),
    (_is("office_escalated"), lambda: {"following": Row(name="危機管理課")}),
    (_is("office_support_countered"), _office_slots),
    (_is("office_undelivered"), unasked.undelivered),
    (_is(*_GROUP_SESSIONS), _supports),
    (
        _is("group_support_settled"),
        lambda: {"assignment": Row(get_support_display=Support.CAPTIONING.label), "settled": True},
    ),
    (_is(*_CHANGES), lambda: {"changes": "人数：25人 → 30人\n電話：000 → 111", "told": True}),
    (
        _is("department_change_wanted"),
        lambda: {
            "session_words": _host()["session_words"],
            "session_short": _host()["session_short"],
        },
    ),
    (_is("group_change_kept"), lambda: {"slot_words": _when(18, 10)}),
    (
        _is("group_counter"),
        lambda: {
            "slots": [_when(22, 10), _when(23, 14)],
            "answer": Row(kind="counter", words="午前なら、うかがえます。"),
        },
    ),
)
