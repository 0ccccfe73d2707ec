"""事務局に書く・聞く: prepared questions to tick and free words; what both have said so far."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.actions import talking
from bookings.actions.moves import Actor, By, Refused
from bookings.forms.fields import WordsField
from bookings.forms.ticks import TicksField
from bookings.models import BookingRequest
from bookings.public import limits, switching
from bookings.public.owner import with_own_request
from bookings.status import Verb, Way
from config import clock
from lectures.eras import clock_time, short_day
from lectures.forms import PlainForm
from lectures.models import OfficeSettings
from lectures.zones import local

GROUP = By(Actor.GROUP, Way.WEB)
_MOST, _HOUR = 10, 60 * 60

# What groups ask before the day, ready to be ticked.
READY = {
    "prepare": _("当日までに、何を用意すればよいですか"),
    "set-up": _("部屋は何時にあけておけばよいですか。机といすは、どうならべますか"),
    "parking": _("うかがう人の車は、何台とめられるようにすればよいですか"),
    "papers": _("資料は、だれが何部印刷しますか"),
    "weather": _("台風や大雪のときは、どうなりますか"),
    "late": _("遅れて来る人や、とちゅうで帰る人がいてもよいですか"),
    "children": _("小さな子どもを連れてきてもよいですか"),
    "photos": _("写真をとったり、広報にのせたりしてもよいですか"),
}


@dataclass(frozen=True)
class Said:
    """One message, as both read it."""

    ours: bool
    moment: str
    words: str


class MessageForm(PlainForm):
    asked = TicksField(
        label=_("よくある質問（えらぶだけで聞けます）"),
        choices=list(READY.items()),
        error_messages={"invalid_choice": _("質問を、もう一度えらんでください")},
    )
    words = WordsField(
        label=_("ほかに、書きたいこと・聞きたいこと"),
        max_length=talking.MOST_WORDS,
        lines=5,
        help_text=_("例：人数が10人ほどふえそうです。いすは足りますか。"),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("asked") or cleaned.get("words")):
            self.add_error(
                "words", forms.ValidationError(_now("質問をえらぶか、ことばを書いてください"))
            )
        return cleaned

    @property
    def whole(self) -> str:
        """Of a valid form. The office reads its own language."""
        with translation.override("ja"):
            lines = [f"・{READY[code]}" for code in self.cleaned_data["asked"]]
        return "\n".join([*lines, *filter(None, [self.cleaned_data["words"]])])


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def messages(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    form, refusal = MessageForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        refusal = _too_often(row) or _written(row, form)
        if not refusal:
            url = reverse("requests:messages", args=[row.public_id])
            return HttpResponseRedirect(f"{url}?sent=1")
    context = {
        "row": row,
        "lecture": row.lecture,
        "form": form,
        "language_form": "typed",
        "refusal": refusal,
        "sent": "sent" in request.GET and not form.is_bound,
        "talk": talk_of(row),
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "bookings/public/messages.html", context, status=status)


def talk_of(row: BookingRequest) -> list[Said]:
    """The oldest first; departments' words are not among them."""
    rows = row.events.filter(verb__in=[Verb.WROTE, Verb.REPLIED]).select_related("note")
    return [
        Said(event.verb == Verb.WROTE, moment_words(event.at), event.note.text)
        for event in rows.order_by("pk")
        if getattr(event, "note", None) and event.note.text
    ]


def moment_words(moment: datetime) -> str:
    """12月3日（木） 14時."""
    at = local(moment)
    return f"{short_day(at.date())} {clock_time(at)}"


def _too_often(row: BookingRequest) -> str:
    if not limits.too_often(f"message:{row.pk}", most=_MOST, seconds=_HOUR):
        return ""
    return _now("続けて何度も送られたので、いまは送れません。お急ぎのときは、電話してください。")


def _written(row: BookingRequest, form: MessageForm) -> str:
    try:
        talking.write(request_id=row.pk, words=form.whole, by=GROUP, at=clock.now())
    except Refused as reason:
        return str(reason)
    return ""
