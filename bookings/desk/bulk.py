"""What the office may do to many requests at once, as data; and what each would be told.

Who could be disturbed for nothing is left out here and waits for a person to look at it alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.actions import asking, chasing, deciding
from bookings.actions.moves import Refused
from bookings.desk.foreseen import Letter, foreseen
from bookings.desk.forms.bulk import BulkForm, EndForm
from bookings.desk.steps.step import Heard
from bookings.models import Assignment, BookingRequest
from bookings.models.rulebook import centre_of, house_of
from bookings.rules import house_problem
from bookings.status import AssignmentState, Reason, RequestStatus

R = RequestStatus
_UNDECIDED = (R.SUBMITTED, R.ASKING, R.PROPOSING)


@dataclass(frozen=True)
class Deed:
    """`explains` says what it does to each of them; `letter` presses its button from the keyboard."""

    name: str
    title: Promise
    explains: Promise
    letter: str
    act: Callable[[int, BulkForm | None, Heard], object]  # form None: what would it tell?
    form: type[BulkForm] = BulkForm
    stops: bool = False


@dataclass(frozen=True)
class Prospect:
    """One request: who would be told what, or why not."""

    request: BookingRequest
    letters: tuple[Letter, ...] = ()
    by_hand: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Addressee:
    """All that one address would get."""

    who: str
    address: str
    references: tuple[str, ...]


def _remind(pk: int, form: BulkForm | None, heard: Heard) -> None:
    asks = list(
        Assignment.objects.filter(request=pk, state=AssignmentState.ASKED).order_by("part", "pk")
    )
    if not asks:
        raise Refused(_("返事を待っている依頼がありません。"))
    waiting = [ask for ask in asks if not chasing.heard(ask)]
    if not waiting:
        raise Refused(_("担当課から何か届いています。先に「決める返事」を見てください。"))
    waiting = [ask for ask in waiting if not chasing.waits_in_vain(ask)]
    if not waiting:
        raise Refused(str(chasing.IN_VAIN))
    mute = [ask for ask in waiting if ask.second_reminded_at is None]
    if not mute:
        raise Refused(_("もう二回催促しています。次は電話で聞いてください。"))
    for ask in mute:
        chasing.remind_next(assignment_id=ask.pk, by=heard.office, at=heard.at)


def _ask(pk: int, form: BulkForm | None, heard: Heard) -> None:
    request = BookingRequest.objects.get(pk=pk)
    if request.status not in _UNDECIDED:
        raise Refused(
            _("「%(status)s」なので、依頼しません。") % {"status": request.get_status_display()}
        )
    if BookingRequest.objects.unconfirmed().filter(pk=pk).exists():
        raise Refused(_("団体のメールの確認を待っています。"))
    if request.status == R.SUBMITTED and request.agreed_with:
        raise Refused(_("担当課と日時を約束ずみです。この申込みだけを開いて、確かめてください。"))
    if request.status == R.SUBMITTED and request.doubts:
        raise Refused(_("先に確かめたい申込みです。この申込みだけを開いて、見てください。"))
    wish = request.wishes.filter(rank=1).first()
    problem = house_problem(house_of(centre_of(request)), wish.day) if wish else None
    if problem is not None:
        raise Refused(str(problem.sentence))
    asking.ask(request_id=pk, by=heard.office, at=heard.at)


def _give_up(pk: int, form: BulkForm | None, heard: Heard) -> None:
    said = form.cleaned_data if form else {"reason": Reason.OTHER, "words": ""}
    deciding.give_up(
        request_id=pk, by=heard.office, at=heard.at, reason=said["reason"], words=said["words"]
    )


DEEDS = (
    Deed(
        "remind",
        gettext_lazy("催促する"),
        gettext_lazy("返事を待っている課に、同じ内容の依頼をもう一度メールで送ります。"),
        "r",
        _remind,
    ),
    Deed(
        "ask",
        gettext_lazy("担当課に依頼する"),
        gettext_lazy("第1希望の日時で、講座の担当課に依頼のメールを送ります。"),
        "a",
        _ask,
    ),
    Deed(
        "give-up",
        gettext_lazy("不成立にする"),
        gettext_lazy(
            "日時や講師が見つからなかった申込みを終わりにし、団体に知らせます。あとから戻せません。"
        ),
        "e",
        _give_up,
        EndForm,
        stops=True,
    ),
)


def deed_of(name: str) -> Deed | None:
    return next((deed for deed in DEEDS if deed.name == name), None)


def prospects(
    requests: Iterable[BookingRequest], deed: Deed, heard: Heard
) -> tuple[list[Prospect], list[Prospect]]:
    """Those that can be done, and those that cannot: each is done and taken back."""
    rows = [_prospect(row, deed, heard) for row in requests]
    return [row for row in rows if not row.refusal], [row for row in rows if row.refusal]


def _prospect(request: BookingRequest, deed: Deed, heard: Heard) -> Prospect:
    try:
        found = foreseen(lambda: deed.act(request.pk, None, heard), about=[request])
    except Refused as refusal:
        return Prospect(request, refusal=str(refusal))
    return Prospect(request, found.letters, bool(found.calls))


def examples(rows: Iterable[Prospect]) -> list[Letter]:
    """One letter of each kind, to be read before it goes out."""
    found: dict[str, Letter] = {}
    for row in rows:
        for letter in row.letters:
            found.setdefault(str(letter.kind), letter)
    return list(found.values())


def addressees(rows: Iterable[Prospect]) -> list[Addressee]:
    """By address: a department that gets five mails stands in one line."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for letter in row.letters:
            found.setdefault((who_of(letter), letter.address), []).append(row.request.reference)
    return [Addressee(who, address, tuple(held)) for (who, address), held in found.items()]


def who_of(letter: Letter) -> str:
    return letter.name or str(letter.to)
