"""What an answer can be understood as, and why one was not: plain data, no reading here."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "undecodable": _("文字化けがあり、正しく読めません。"),
    "empty": _("新しく書かれた文がありません。"),
    "too_long": _("文が長すぎて、機械では読めません。"),
    "other_case": _("ほかの受付番号が書かれています。"),
    "forwarded": _("転送や引用の中にある回答かもしれません。"),
    "two_answers": _("ちがう回答が二つ以上書かれています。"),
    "question": _("質問が書かれています。"),
    "condition": _("条件がついています。"),
    "later": _("まだ決まっていないようです。"),
    "negation": _("打ち消す言葉があり、どちらの意味か決められません。"),
    "acknowledged": _("「了解」だけでは、承諾かどうか決められません。"),
    "not_understood": _("承諾・辞退・別日のどれか、決められません。"),
    "more_than_answer": _("回答のほかにも文が書かれています。"),
    "no_such_wish": _("その番号の希望日はありません。"),
    "several_wishes": _("希望日の番号が二つ以上書かれています。"),
    "several_times": _("時刻が二つ以上書かれています。"),
    "no_time": _("始まる時刻が書かれていません。"),
    "no_date": _("日にちが書かれていません。"),
    "am_or_pm": _("午前か午後か、決められません。"),
    "impossible_time": _("ありえない時刻が書かれています。"),
    "impossible_date": _("ありえない日にちが書かれています。"),
    "weekday_differs": _("日にちと曜日が合いません。"),
    "past_or_far": _("過ぎた日か、1年より先の日が書かれています。"),
    "date_differs": _("おたずねした日とちがう日が書かれています。"),
    "length_differs": _("終わりの時刻が、講座の時間と合いません。"),
    "same_as_asked": _("別日とありますが、おたずねした日時と同じです。"),
    "unknown_lecturer": _("名簿にない講師の名前が書かれています。"),
    "ambiguous_lecturer": _("講師の名前に当てはまる人が二人以上います。"),
    "not_an_answer": _("予定表の回答ではありません。"),
    "tentative": _("予定表で「仮」の返事です。"),
    "delegated": _("予定表で、ほかの人に任せる返事です。"),
    "unreadable_calendar": _("予定表の回答を正しく読めません。"),
}


@dataclass(frozen=True)
class Wish:
    """One wish of the group. `exact`: it begins at `starts`; else it lies between the two.

    Another start between `earliest` and `latest` still meets the wish, where the venue's usable
    hours are unknown.
    """

    rank: int
    day: date
    starts: time
    ends: time
    exact: bool = True
    earliest: time | None = None
    latest: time | None = None


@dataclass(frozen=True)
class AnswerContext:
    """All that the reader may know about the ask. Where usable hours are unknown, the wish's hours hold."""

    reference: str
    asked_starts: datetime
    asked_ends: datetime
    today: date
    zone: ZoneInfo
    minutes: int
    wishes: tuple[Wish, ...] = ()
    lecturer_names: tuple[tuple[int, str, str], ...] = ()  # (id, name, kana)
    usable_from: time | None = None
    usable_until: time | None = None
    sent_text: str = ""


@dataclass(frozen=True)
class Accept:
    """`rank` None: the asked slot. `starts_at` None: as asked or wished."""

    rank: int | None = None
    starts_at: datetime | None = None
    lecturer_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decline:
    reason_text: str = ""


@dataclass(frozen=True)
class Counter:
    """Other slots, in the order written; an end only where one was written."""

    slots: tuple[tuple[datetime, datetime | None], ...]
    note: str = ""


@dataclass(frozen=True)
class Unclear:
    """A person decides. `partly` is what a person may confirm (an answer, a calendar reply)."""

    reason_code: str
    partly: object | None = None
    unknown_names: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.reason_code])


Understood = Accept | Decline | Counter | Unclear


class Doubt(Exception):
    """Raised while reading; `read` turns it into Unclear."""

    def __init__(
        self,
        reason_code: str,
        *,
        partly: object | None = None,
        unknown_names: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason_code)
        self.reason_code, self.partly, self.unknown_names = reason_code, partly, unknown_names
