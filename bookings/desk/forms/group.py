"""Forms about what a group wrote or wishes on its own page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.actions import wishing
from bookings.actions.talking import MOST_WORDS
from bookings.desk.forms.base import DeskForm, radio_field, words_field
from bookings.forms.fields import WordsField
from bookings.models import BookingRequest, ChangeWish, RequestEvent
from bookings.status import Verb
from config import clock

KEEP = "keep"


class ReplyForm(DeskForm):
    """`talk`: what both have said so far, shown above the field."""

    words = WordsField(
        label=_("団体への返事"),
        empty=_("ことばを入れてください"),
        max_length=MOST_WORDS,
        lines=6,
        help_text=_("団体のページと、知らせるメールにそのまま入ります。"),
    )

    @property
    def talk(self) -> list[RequestEvent]:
        rows = self.request.events.filter(verb__in=[Verb.WROTE, Verb.REPLIED])
        return list(rows.select_related("note").order_by("pk"))


class TitleForm(DeskForm):
    """Of a talk that stands on no menu."""

    title = WordsField(
        label=_("どんな話か（講座名になります）"),
        empty=_("どんな話かを入れてください"),
        max_length=120,
        help_text=_("これから送るメールと、団体のページに出ます。"),
    )

    def __init__(self, *args: Any, about: BookingRequest, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.initial = {"title": about.lecture.title, **self.initial}


class ChangeAnswerForm(DeskForm):
    """What the department said on the telephone, or the office decides itself."""

    choice = radio_field(_("返事"), empty=_("変える日時か、「変えられない」をえらんでください"))
    words = words_field(_("わけ"), hint=_("事務局の人だけが見ます。"))

    def __init__(self, *args: Any, about: BookingRequest, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.wish = live_wish(about)
        slots = wishing.slot_words(self.wish) if self.wish else []
        venue = f"（{self.wish.venue}）" if self.wish and self.wish.new_place else ""
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            *((str(rank), f"{words}{venue}") for rank, words in slots),
            (KEEP, _("変えられない（前に決まった日時・会場のまま）")),
        ]


def live_wish(request: BookingRequest) -> ChangeWish | None:
    """The change that waits for its answer."""
    rows = ChangeWish.objects.live(at=clock.now()).filter(session__request=request)
    return rows.select_related("centre").order_by("pk").first()
