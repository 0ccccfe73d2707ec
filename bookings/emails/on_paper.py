"""Papers put together from rows, in the office's words: one `Sheet` each. Stores and sends nothing."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts.once import once
from bookings.emails import facts, texts
from bookings.emails.made_up import context_of as made_up
from bookings.emails.on_the_day import day_blocks, pretty_phone
from bookings.emails.texts import Wording
from bookings.models import (
    ApplicantGroup,
    BookingRequest,
    EventNote,
    IssuedPaper,
    LectureSession,
    RequestEvent,
)
from bookings.papers import Sheet, blocks_of
from bookings.papers.blocks import (
    Addressee,
    Block,
    DateLine,
    Footer,
    Lines,
    NumberLine,
    Record,
    SealBoxes,
    Sender,
    Title,
    WindowAddress,
)
from bookings.status import SessionState, Verb
from lectures.eras import short_day, time_range, wareki
from lectures.models import Department, OfficeSettings
from lectures.zones import local

Kind = IssuedPaper.Kind
SEAL_OMITTED = "（公印省略）"
MOST_BOXES = 8
_SECTIONS = ("課", "室", "部", "局", "係", "館", "所", "センター")


@dataclass(frozen=True)
class Formalities:
    """What a person chooses for one paper."""

    number: str = ""
    dated: date | None = None
    sender: str = ""
    seal_omitted: bool = False


@dataclass(frozen=True)
class Matter:
    """What a paper is about. `telling`: what a letter or a fax says."""

    request: BookingRequest
    session: LectureSession | None = None
    telling: tuple[str, ...] = ()


def text_kind(kind: str) -> str:
    """The name under which the office keeps its words for this paper."""
    return f"paper_{kind}"


def kind_of_text(text_kind: str) -> str:
    return text_kind.removeprefix("paper_")


def sheet_of(
    kind: str, matter: Matter, *, how: Formalities, wording: Wording | None = None
) -> Sheet:
    """`wording`: words that are being tried out; else those that hold. mailtexts.Unfillable."""
    with translation.override("ja"):
        words = texts.filled(
            wording or texts.present(text_kind(kind), "ja"),
            context=context_of(matter),
            language="ja",
        )
        blocks = tuple(_blocks(kind, matter, how=how, words=words))
    return Sheet(words.subject, blocks, gothic=kind in (Kind.DAY, Kind.FAX))


def context_of(matter: Matter) -> dict[str, Any]:
    """The values of the variables, with the years of the era."""
    request, session = matter.request, matter.session
    sessions = [session] if session else _sessions(request)
    place = next(iter(sessions), None) or SimpleNamespace(
        venue=request.venue, venue_address=request.venue_address, centre=request.centre, reason=""
    )
    refusal = _refusal(request)
    context = {
        "booking_request": request,
        "lecture": request.lecture,
        "office": facts.office(),
        "group": _printed(group_of(request)),
        "applied_on": wareki(local(request.submitted_at).date()) if request.submitted_at else "",
        "session_words": "、".join(_moments(request, sessions, wished=not matter.telling)),
        "department": sessions[0].department if sessions else request.lecture.department,
        "lecturers": SimpleLazyObject(lambda: _going(sessions)),
        "words": _words_of(refusal),
        "telling": "\n".join(f"　{line}" for line in matter.telling),
        "event": refusal or SimpleNamespace(get_reason_display="", reason="", at=None),
    }
    return context if refusal else {**context, "lecture_session": place}


def example(text_kind: str, request: BookingRequest | None, *, office: OfficeSettings) -> Any:
    """What a paper's words would be about; what has not happened yet is made up."""
    made = {**made_up(text_kind), "office": office}
    if request is None:
        return made
    session = sessions_of(request).first()
    real = context_of(Matter(request, session))
    return {**made, **{name: value for name, value in real.items() if value not in ("", [])}}


def trial(text_kind: str, wording: Wording, request: BookingRequest | None) -> Sheet:
    """Words that are being tried out, on a request or on made-up facts; never stored."""
    with translation.override("ja"):
        known = example(text_kind, request, office=facts.office())
        words = texts.filled(wording, context=known, language="ja")
        body = (Title(words.subject), *blocks_of(words.text))
    return Sheet(words.subject, body)


def sessions_of(request: BookingRequest) -> Any:
    """Those that a paper can speak of, in their order."""
    return _to_print(request.sessions.all())


def read_ahead(requests: Iterable[BookingRequest]) -> None:
    """Within `reads_once`: what the papers of many requests say, in the queries that one takes."""
    ids = [row.pk for row in requests]
    sessions: dict[int, list[LectureSession]] = {pk: [] for pk in ids}
    for session in _to_print(LectureSession.objects.filter(request__in=ids)):
        sessions[session.request_id].append(session)
    refusals: dict[int, RequestEvent | None] = dict.fromkeys(ids)
    for event in _refusals(RequestEvent.objects.filter(request__in=ids)):
        refusals[event.request_id] = event
    for pk in ids:
        once(("paper sessions", pk), lambda pk=pk: sessions[pk])
        once(("refusal", pk), lambda pk=pk: refusals[pk])


def _to_print(rows: Any) -> Any:
    found = rows.exclude(state=SessionState.CANCELLED).order_by("order")
    return found.select_related("department", "lecture", "centre", "room__centre")


def _sessions(request: BookingRequest) -> list[LectureSession]:
    return once(("paper sessions", request.pk), lambda: list(sessions_of(request)))


def _refusals(events: Any) -> Any:
    return events.filter(verb=Verb.REFUSED).select_related("note").order_by("pk")


def _refusal(request: BookingRequest) -> RequestEvent | None:
    return once(("refusal", request.pk), lambda: _refusals(request.events).last())


def _going(sessions: Iterable[LectureSession]) -> list[Any]:
    found = {row.pk: row for one in sessions for row in facts.lecturers_told(one)}
    return list(found.values())


def era_when(session: LectureSession) -> str:
    """令和8年12月17日（木）10時〜11時30分."""
    return _era_range(session.starts_at, session.ends_at)


def _era_range(starts_at: datetime, ends_at: datetime) -> str:
    starts, ends = local(starts_at), local(ends_at)
    weekday = short_day(starts.date()).partition("日")[2]
    return f"{wareki(starts.date())}{weekday}{time_range(starts, ends)}"


def envelope(group: ApplicantGroup, *, office: OfficeSettings) -> WindowAddress:
    postcode = f"{group.postcode[:3]}-{group.postcode[3:]}" if group.postcode else ""
    return WindowAddress(
        postcode, group.address, (group.name, f"{group.contact_name} 様"), office.envelope
    )


def group_of(request: BookingRequest) -> ApplicantGroup:
    """Every request that has been submitted has one."""
    assert request.group is not None
    return request.group


def _moments(
    request: BookingRequest, sessions: Iterable[LectureSession], *, wished: bool
) -> Iterable[str]:
    """What is fixed; a letter names no day that is only a wish."""
    held = [era_when(row) for row in sessions]
    if held or not wished:
        return held
    slots = [wish["slot"] for wish in facts.wishes(request)[:1] if wish["slot"]]
    return [_era_range(slot.starts_at, slot.ends_at) for slot in slots]


def _printed(group: ApplicantGroup) -> ApplicantGroup:
    """Its telephone as people read it; never saved."""
    shown = copy(group)
    shown.phone = pretty_phone(group.phone)
    return shown


def _words_of(event: Any) -> str:
    try:
        return event.note.text if event else ""
    except EventNote.DoesNotExist:
        return ""


def _blocks(kind: str, matter: Matter, *, how: Formalities, words: Wording) -> Iterator[Block]:
    office, text = facts.office(), blocks_of(words.text)
    if kind == Kind.DAY:
        yield Title(words.subject)
        if matter.session is not None:
            yield from day_blocks(matter.session)
        yield from text
        return
    if kind == Kind.FAX:
        yield from _fax(matter, how=how, words=words, office=office)
        return
    if kind == Kind.APPROVAL:
        labels = office.approval_boxes.replace(",", "、").split("、")
        yield SealBoxes(tuple(filter(None, (one.strip() for one in labels)))[:MOST_BOXES])
    if kind == Kind.LETTER:
        yield envelope(group_of(matter.request), office=office)
    if how.number:
        yield NumberLine(how.number)
    if how.dated:
        yield DateLine(wareki(how.dated))
    if kind in (Kind.DECISION, Kind.REFUSAL):
        yield _to_group(group_of(matter.request))
    if kind == Kind.DISPATCH:
        department = matter.session.department if matter.session else None
        yield _to_department(department or matter.request.lecture.department)
    if how.sender:
        yield Sender((how.sender,), SEAL_OMITTED if how.seal_omitted else "")
    yield Title(words.subject)
    yield from text
    if kind == Kind.APPROVAL:
        yield Lines("備考", 3)
    else:
        yield Footer((_desk(office),))


def _fax(
    matter: Matter, *, how: Formalities, words: Wording, office: OfficeSettings
) -> Iterator[Block]:
    group = group_of(matter.request)
    yield Title(words.subject)
    rows = [
        ("送信先", f"{group.name}\n{group.contact_name} 様"),
        ("ファックス", pretty_phone(group.fax, like=group.phone_as_typed)),
        ("送信元", how.sender or f"{office.town_name} {office.office_name}"),
        ("電話", f"{office.phone}（{office.phone_hours}）"),
        ("日付", wareki(how.dated) if how.dated else ""),
        ("枚数", "この紙をふくめて　　　枚"),
    ]
    yield Record(tuple(rows), framed=True)
    yield from blocks_of(words.text)


def _to_group(group: ApplicantGroup) -> Addressee:
    person = group.representative or group.contact_name
    title = "代表者　" if group.representative else ""
    return Addressee((group.name, f"{title}{person}　様"))


def _to_department(department: Department) -> Addressee:
    name = department.name
    return Addressee((f"{name}長　様" if name.endswith(_SECTIONS) else f"{name}　御中",))


def _desk(office: OfficeSettings) -> str:
    return f"{office.town_name} {office.office_name}　電話 {office.phone}（{office.phone_hours}）"
