"""いつ: a month of days; a press on a day fills the first, second, third wish in turn."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import neighbours
from bookings.forms.base import StepForm
from bookings.forms.fields import DayField
from bookings.forms.when import YES, WhenForm
from bookings.public import switching, wishlist
from bookings.public.drafts import OpenDraft, with_draft
from bookings.public.month import month_table, shown_month
from bookings.public.question import (
    SeeOther,
    form_to_show,
    look,
    next_url,
    on_the_way_to_check,
    show,
)

_REFUSED = "refused_day"  # beside the wishes, among what was typed on this page
_TYPED_DAY = "typed_day"  # not judged yet


class AddDayForm(StepForm):
    """A day in figures, beside the table."""

    typed_day = DayField(
        label=_("日にち"),
        empty=_("日にちを入れてください"),
        help_text=_("例：令和8年12月20日、2026/12/20、12月20日"),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if day := cleaned.get("typed_day"):
            problem = self.terms.day_problem(day)
            if problem is not None:
                self.add_error("typed_day", forms.ValidationError(problem.sentence))
        return cleaned


@with_draft
def when(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    if request.method == "POST":
        return _post(request, draft)
    redirect = look(request, draft, step="when")
    return redirect or _show(
        request,
        draft,
        form=form_to_show(request, draft, step="when"),
        add=_refused_day(draft) if "add" in request.GET else None,
    )


def _post(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Every button keeps what is on the page; then it does its own work."""
    terms = draft.answers.terms
    typed = WhenForm(request.POST, terms=terms).typed()
    draft.keep("when", typed)
    if switching.asked(request):
        return _switched(request, draft, typed)
    if "remove" in request.POST:
        return _kept(request, draft, wishlist.without(typed, request.POST["remove"]))
    if "up" in request.POST:
        return _kept(request, draft, wishlist.raised(typed, request.POST["up"]))
    if "save" in request.POST:
        return HttpResponseRedirect(draft.url("resume") + "?saved=1")
    if "day" in request.POST or "add" in request.POST or _typed_day(request).strip():
        return _add(request, draft, typed)
    if "menu" in request.POST:
        neighbours.go_over(request_id=draft.row.pk, which=request.POST["menu"], at=draft.at)
        return HttpResponseRedirect(draft.url("when"))
    if "month" in request.POST:
        month = shown_month(request.POST["month"], terms=draft.answers.terms_at_place)
        return _to_page(request, draft, month=month, fragment="calendar")
    if not draft.holds("when", typed):
        draft.answers.draft.typed["when"] = typed
        return _show(request, draft, form=draft.answers.when)
    if draft.answers.when.is_valid():
        return HttpResponseRedirect(next_url(request, draft, step="when"))
    return _again(request, draft, why="first")


def _switched(request: HttpRequest, draft: OpenDraft, typed: wishlist.Typed) -> HttpResponse:
    """The day in figures, too, however it is spelt."""
    draft.keep("when", {**typed, _TYPED_DAY: _typed_day(request)})
    if draft.holds("when", typed):
        month = _month(request, draft)
        check = on_the_way_to_check(request)
        return switching.to(request, f"{draft.url('when')}?month={month:%Y-%m}{check}")
    switching.here(request)
    draft.answers.draft.typed["when"] = typed
    return switching.kept(request, _show(request, draft, form=draft.answers.when))


def _add(request: HttpRequest, draft: OpenDraft, typed: wishlist.Typed) -> HttpResponse:
    """A pressed day counts before a typed one. One that cannot be is kept, to say why not."""
    day = request.POST.get("day") or _typed_day(request)
    add = _add_form(draft, typed, day=day)
    if add.is_valid():
        day_added = wishlist.with_day(typed, add.cleaned_data["typed_day"])
        return _kept(request, draft, day_added)
    draft.keep("when", {**typed, _REFUSED: day})
    return _again(request, draft, why="add")


def _again(request: HttpRequest, draft: OpenDraft, *, why: str) -> HttpResponse:
    """To the month on the screen, which now says what is wrong."""
    month, check = _month(request, draft), on_the_way_to_check(request)
    return SeeOther(f"{draft.url('when')}?month={month:%Y-%m}&{why}=1{check}#errors-title")


def _typed_day(request: HttpRequest) -> str:
    return request.POST.get("typed_day", "")


def _add_form(draft: OpenDraft, typed: wishlist.Typed, *, day: str) -> AddDayForm:
    add = AddDayForm({"typed_day": day}, terms=draft.answers.terms_at_place)
    return refuse_fourth(add, typed)


def refuse_fourth(add: AddDayForm, typed: wishlist.Typed) -> AddDayForm:
    """A possible day that finds no place any more says so."""
    if add.is_valid() and wishlist.is_full(typed):
        add.add_error(
            "typed_day",
            _now("第3希望まで入っています。変えるときは、先に一つ取り消してください"),
        )
    return add


def _refused_day(draft: OpenDraft) -> AddDayForm | None:
    """The day that could not be added, as long as nothing else was done on the page."""
    typed = draft.answers.typed("when")
    return _add_form(draft, typed, day=typed[_REFUSED]) if _REFUSED in typed else None


def _kept(request: HttpRequest, draft: OpenDraft, typed: wishlist.Typed) -> HttpResponse:
    draft.keep("when", typed)
    rank = max(wishlist.count(typed), 1)
    return _to_page(request, draft, month=_month(request, draft), fragment=f"wish-{rank}")


def _to_page(request: HttpRequest, draft: OpenDraft, *, month: date, fragment: str) -> HttpResponse:
    check = on_the_way_to_check(request)
    return HttpResponseRedirect(f"{draft.url('when')}?month={month:%Y-%m}{check}#{fragment}")


def _month(request: HttpRequest, draft: OpenDraft) -> date:
    """The month on the screen; a new visitor sees the first one that has a possible day."""
    terms = draft.answers.terms_at_place
    text = request.GET.get("month", "") or request.POST.get("shown", "")
    return shown_month(text, terms=terms)


def _show(
    request: HttpRequest, draft: OpenDraft, *, form: StepForm, add: AddDayForm | None = None
) -> HttpResponse:
    assert isinstance(form, WhenForm)
    terms, typed = draft.answers.terms_at_place, draft.answers.typed("when")
    waits = typed.get(_TYPED_DAY, "")
    month = month_table(terms, _month(request, draft), chosen=wishlist.days_of(typed))
    return show(
        request,
        draft,
        step="when",
        form=form,
        month=month,
        places=wishlist.places(form, typed),
        beside={} if draft.is_correction else neighbours.beside(draft.row.lecture, at=draft.at),
        add=add or AddDayForm(terms=terms, initial={_TYPED_DAY: waits}),
        add_open=add is not None or bool(waits),
        agreed_open=any(field.value() or field.errors for field in form.agreed_fields)
        or form["agreed"].value() == YES,
        links=[*form.error_links, *(add.error_links if add else [])],
    )
