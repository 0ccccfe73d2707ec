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
from bookings.models import BookingRequest, Consultation
from bookings.public import consult_wording, limits, switching
from bookings.public.sessions import sessions_of
from bookings.public.standing import words_for
from bookings.spelling import folding, references
from bookings.spelling.errors import SpellingError
from bookings.spelling.numbers import parse_phone
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
        help_text=_("例：R8-0123、123、相談は S8-0012"),
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
    found, row, consultation, refusal = None, None, None, ""
    if form.is_valid():
        tries = _tries(request, form.cleaned_data["reference"])
        if limits.too_often(*tries, most=_MOST, seconds=_HOUR):
            refusal = str(_TOO_OFTEN)
        elif row := _find(**form.cleaned_data):
            limits.take_back(*tries)
            found = words_for(row, sessions_of(row), at=clock.now())
        elif consultation := _find_consultation(**form.cleaned_data):
            limits.take_back(*tries)
            found = consult_wording.words_of(consultation, consultation.events.all())
        else:
            refusal = str(_NOT_FOUND)
    context = {
        "form": form,
        "found": found,
        "row": row,
        "consultation": consultation,
        "group": (row or consultation).group if row or consultation else None,
        "refusal": refusal,
        "language_form": "typed",
    }
    return render(request, "bookings/public/lookup.html", context)


def _tries(request: HttpRequest, reference: str) -> list[str]:
    """What a try counts for. However a number is spelt, and of whatever year: the same few tries."""
    numbers = {str(number) for _year, number in references.meant(reference)}
    if asked := references.of_consultation(reference):
        numbers = {f"S{asked[1]}"}
    here = get_scope()["site"].pk
    return [f"address:{limits.address_of(request)}", *(f"number:{here}:{one}" for one in numbers)]


def _find(*, reference: str, last_four: str) -> BookingRequest | None:
    """Wrong number and wrong digits look the same, and so does what fits more than one request."""
    digits = _digits(last_four)
    wanted = Q()
    for year, number in references.meant(reference):
        wanted |= Q(number=number, **({"fiscal_year__year": year} if year else {}))
    if not wanted or not digits:
        return None
    rows = BookingRequest.objects.submitted().filter(wanted, group__phone__endswith=digits)
    found = list(rows.select_related("group", "lecture", "fiscal_year")[:2])
    return found[0] if len(found) == 1 else None


def _find_consultation(*, reference: str, last_four: str) -> Consultation | None:
    named, digits = references.of_consultation(reference), _digits(last_four)
    if named is None or not digits:
        return None
    rows = Consultation.objects.select_related("group", "fiscal_year", "lecture")
    return rows.filter(
        fiscal_year__year=named[0], number=named[1], group__phone__endswith=digits
    ).first()


def _digits(last_four: str) -> str:
    """The last four figures in half width, also of a whole number; "" of anything else."""
    digits = folding.width(last_four)
    if len(digits) == 4 and digits.isascii() and digits.isdigit():
        return digits
    try:
        return parse_phone(last_four).digits[-4:]
    except SpellingError:
        return ""
