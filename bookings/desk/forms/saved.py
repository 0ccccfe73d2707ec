"""A name for the way in which somebody sees the inbox."""

from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import WordsField
from lectures.forms import PlainForm

LONGEST = 30


class SavedViewForm(PlainForm):
    name = WordsField(
        label=_("見かたの名前"),
        max_length=LONGEST,
        empty=_("見かたの名前を入れてください"),
        help_text=_("例：防災課・期限すぎ。同じ名前で残すと、新しいほうに変わります。"),
    )
