"""文書を作る: a paper is issued once, with an event, and never changes. Tells nobody by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.actions.keeping import kept_of
from bookings.actions.moves import By, Refused, locked, record
from bookings.emails import on_paper
from bookings.emails.on_paper import Formalities, Matter
from bookings.mailtexts import Unfillable
from bookings.models import BookingRequest, IssuedPaper, LectureSession, PaperContent
from bookings.papers import Sheet, digest_of
from bookings.status import RequestStatus, Verb
from lectures.zones import local

Kind = IssuedPaper.Kind
# What must have been decided before a paper can say so.
_NEEDS = {
    Kind.DECISION: (
        {RequestStatus.CONFIRMED, RequestStatus.CLOSED},
        gettext_lazy("決定した申込みだけが、決定通知書を出せます。"),
    ),
    Kind.REFUSAL: (
        {RequestStatus.REFUSED},
        gettext_lazy("不承認にした申込みだけが、不承認通知書を出せます。"),
    ),
}


def may_issue(request: BookingRequest, *, kind: str) -> bool:
    return not why_not(request, kind=kind)


def why_not(request: BookingRequest, *, kind: str) -> str:
    """The sentence of what the paper lacks; "": it can be made."""
    needed = _NEEDS.get(Kind(kind))
    if needed and request.status not in needed[0]:
        return str(needed[1])
    if kind == Kind.DAY and not request.sessions.exists():
        return _("当日票は、日時が決まってから作れます。")
    return _("下書きの文書は作れません。") if request.status == RequestStatus.DRAFT else ""


@transaction.atomic
def issue(
    *,
    request_id: int,
    kind: str,
    how: Formalities,
    by: By,
    at: datetime,
    session: LectureSession | None = None,
    telling: tuple[str, ...] = (),
    corrects: IssuedPaper | None = None,
) -> IssuedPaper:
    """The paper as it would look now, frozen. `corrects`: the one that it stands for."""
    request = locked(request_id)
    refuse_wrong(request, kind=kind, session=session, corrects=corrects)
    sheet = sheet_now(request, kind=kind, how=how, session=session, telling=telling)
    event = record(
        request, verb=Verb.PAPER_ISSUED, by=by, at=at, session=session,
        note=" ".join(filter(None, [str(Kind(kind).label), how.number, _names(corrects)])),
    )  # fmt: skip
    data = sheet.as_data()
    paper = IssuedPaper.objects.create(
        site_id=request.site_id,
        request=request,
        session=session,
        kind=kind,
        number=how.number,
        dated=how.dated or local(at).date(),
        sender=how.sender,
        seal_omitted=how.seal_omitted,
        corrects=corrects,
        digest=digest_of(data),
        event=event,
        at=at,
    )
    until = kept_of(request, today=local(at).date())
    PaperContent.objects.create(site_id=request.site_id, paper=paper, sheet=data, keep_until=until)
    return paper


def sheet_now(
    request: BookingRequest,
    *,
    kind: str,
    how: Formalities,
    session: LectureSession | None = None,
    telling: tuple[str, ...] = (),
) -> Sheet:
    """What `issue` would freeze. Refused where the office's words cannot be filled."""
    try:
        return on_paper.sheet_of(kind, Matter(request, session, telling), how=how)
    except Unfillable as unknown:
        raise Refused(
            _("文面の{%(name)s}が使えません。「文面」を直してください。") % {"name": str(unknown)}
        ) from unknown


def sheet_as_issued(paper: IssuedPaper) -> Sheet | None:
    """None once its words were erased."""
    content = PaperContent.objects.filter(paper=paper).first()
    return Sheet.of_data(content.sheet) if content else None


def last_number(*, kind: str) -> str:
    """The number of the paper before, so that the next one can be typed."""
    rows = IssuedPaper.objects.filter(kind=kind).exclude(number="").order_by("-pk")
    return rows.values_list("number", flat=True).first() or ""


def refuse_wrong(
    request: BookingRequest,
    *,
    kind: str,
    session: LectureSession | None,
    corrects: IssuedPaper | None,
) -> None:
    if why := why_not(request, kind=kind):
        raise Refused(why)
    if session is not None and session.request_id != request.pk:
        raise Refused(_("この申込みの回をえらんでください。"))
    if kind == Kind.DAY and session is None:
        raise Refused(_("どの回の当日票か、えらんでください。"))
    if corrects is None:
        return
    if corrects.request_id != request.pk or corrects.kind != kind:
        raise Refused(_("直す文書は、この申込みの、同じ種類の文書です。"))
    if IssuedPaper.objects.filter(corrects=corrects).exists():
        raise Refused(_("この文書は、もう直してあります。新しいほうを直してください。"))


def _names(corrects: IssuedPaper | None) -> str:
    if corrects is None:
        return ""
    named = corrects.number or f"{corrects.dated:%Y-%m-%d}"
    return _("（%(number)s を直したもの）") % {"number": named}
