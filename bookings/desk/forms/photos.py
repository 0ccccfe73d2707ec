"""Photos of a session as the office sends them, and the words without which none is public."""

from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.base import DeskForm
from bookings.forms.fields import WordsField
from bookings.forms.photos import PhotoForm
from bookings.models.photo import MOST_WORDS


class SentPhotoForm(PhotoForm, DeskForm):
    """The same questions as a department's."""


class PublishForm(DeskForm):
    words = WordsField(
        label=_("何の写真か"),
        empty=_("何の写真かを書いてください。"),
        max_length=MOST_WORDS,
        help_text=_(
            "写真が見えない人に読み上げます。例：簡易トイレを組み立てているところ。人や団体の名前は書かないでください。"
        ),
    )
