"""申込みのようすを見る, without the link: the state in one sentence, the lecture, and
nothing about anybody."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import get_scope

from bookings.forms.fields import WordsField
from bookings.models import BookingRequest
from bookings.public import limits, switching
from bookings.public.sessions import sessions_of
from bookings.public.standing import words_for
from bookings.spelling import folding, references
from config import clock
from lectures.forms import PlainForm

_MOST, _HOUR = 5, 60 * 60
_NOT_FOUND = _(
    "その受付番号と電話番号の組み合わせは見つかりません。番号を確かめるか、電話で聞いてください。"
)
_TOO_OFTEN = _("何度もためしたので、1時間ほど見られません。お急ぎのときは、電話で聞いてください。")


class LookupForm(PlainForm):
    reference = WordsField(
        label=_("受付番号"),
        empty=_("受付番号を入れてください"),
        max_length=20,
        help_text=_("例：R8-0123、123"),
    )
    last_four = WordsField(
        label=_("電話番号の下4けた"),
        empty=_("電話番号の下4けたを入れてください"),
        max_length=20,
        help_text=_("申込みのときに入れた電話番号の、最後の4つの数字"),
        inputmode="numeric",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@switching.in_place
def lookup(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.POST if request.method == "POST" else None)
    found, row, refusal = None, None, ""
    if form.is_valid():
        tries = _tries(request, form.cleaned_data["reference"])
        if limits.too_often(*tries, most=_MOST, seconds=_HOUR):
            refusal = str(_TOO_OFTEN)
        elif row := _find(**form.cleaned_data):
            limits.take_back(*tries)
            found = words_for(row, sessions_of(row), at=clock.now())
        else:
            refusal = str(_NOT_FOUND)
    context = {
        "form": form,
        "found": found,
        "row": row,
        "refusal": refusal,
        "language_form": "typed",
    }
    return render(request, "bookings/public/lookup.html", context)


def _tries(request: HttpRequest, reference: str) -> list[str]:
    """What a try counts for. However a number is spelt, and of whatever year: the same few tries."""
    numbers = {number for _year, number in references.meant(reference)}
    here = get_scope()["site"].pk
    return [f"address:{limits.address_of(request)}", *(f"number:{here}:{one}" for one in numbers)]


def _find(*, reference: str, last_four: str) -> BookingRequest | None:
    """Wrong number and wrong digits look the same, and so does what fits more than one request."""
    digits = folding.width(last_four)
    wanted = Q()
    for year, number in references.meant(reference):
        wanted |= Q(number=number, **({"fiscal_year__year": year} if year else {}))
    if not wanted or len(digits) != 4 or not digits.isascii() or not digits.isdigit():
        return None
    rows = BookingRequest.objects.submitted().filter(wanted, group__phone__endswith=digits)
    found = list(rows.select_related("group", "lecture", "fiscal_year")[:2])
    return found[0] if len(found) == 1 else None
