"""いつ: a month of days; a press on a day fills the first, second, third wish in turn."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import DayField
from bookings.forms.when import WhenForm
from bookings.public import wishlist
from bookings.public.drafts import OpenDraft, with_draft
from bookings.public.month import month_table, shown_month
from bookings.public.question import form_to_show, look, next_url, show
from bookings.rules import day_problem


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
            problem = day_problem(self.terms.rules, day, today=self.terms.today)
            if problem is not None:
                self.add_error("typed_day", forms.ValidationError(problem.sentence))
        return cleaned


@with_draft
def when(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    if request.method == "POST":
        return _post(request, draft)
    redirect = look(request, draft, step="when")
    return redirect or _show(request, draft, form=form_to_show(request, draft, step="when"))


def _post(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Every button keeps what is on the page; then it does its own work."""
    terms = draft.answers.terms
    typed = WhenForm(request.POST, terms=terms).typed()
    draft.keep("when", typed)
    if "remove" in request.POST:
        return _kept(request, draft, wishlist.without(typed, request.POST["remove"]))
    if "save" in request.POST:
        return HttpResponseRedirect(draft.url("resume") + "?saved=1")
    if "day" in request.POST or request.POST.get("typed_day", "").strip():
        return _add(request, draft, typed)
    if "month" in request.POST:
        month = shown_month(request.POST["month"], rules=terms.rules, today=terms.today)
        return _to_page(request, draft, month=month, fragment="calendar")
    if "add" in request.POST:
        return _show(request, draft, form=draft.answers.blank("when"), add=_added(request, draft))
    if draft.answers.when.is_valid():
        return HttpResponseRedirect(next_url(request, draft, step="when"))
    return _show(request, draft, form=draft.answers.when)


def _add(request: HttpRequest, draft: OpenDraft, typed: wishlist.Typed) -> HttpResponse:
    """A pressed day counts before a typed one."""
    add = _added(request, draft)
    if add.is_valid():
        try:
            return _kept(request, draft, wishlist.with_day(typed, add.cleaned_data["typed_day"]))
        except wishlist.Full:
            add.add_error(
                "typed_day",
                _now("第3希望まで入っています。変えるときは、先に一つ取り消してください"),
            )
    return _show(request, draft, form=draft.answers.blank("when"), add=add)


def _added(request: HttpRequest, draft: OpenDraft) -> AddDayForm:
    day = request.POST.get("day") or request.POST.get("typed_day", "")
    return AddDayForm({"typed_day": day}, terms=draft.answers.terms)


def _kept(request: HttpRequest, draft: OpenDraft, typed: wishlist.Typed) -> HttpResponse:
    draft.keep("when", typed)
    rank = max(wishlist.count(typed), 1)
    return _to_page(request, draft, month=_month(request, draft), fragment=f"wish-{rank}")


def _to_page(request: HttpRequest, draft: OpenDraft, *, month: date, fragment: str) -> HttpResponse:
    check = "&check=1" if "check" in request.GET else ""
    return HttpResponseRedirect(f"{draft.url('when')}?month={month:%Y-%m}{check}#{fragment}")


def _month(request: HttpRequest, draft: OpenDraft) -> date:
    """The month on the screen; a new visitor sees the first one that has a possible day."""
    terms = draft.answers.terms
    text = request.GET.get("month", "") or request.POST.get("shown", "")
    return shown_month(text, rules=terms.rules, today=terms.today)


def _show(
    request: HttpRequest, draft: OpenDraft, *, form: StepForm, add: AddDayForm | None = None
) -> HttpResponse:
    terms, typed = draft.answers.terms, draft.answers.typed("when")
    month = month_table(
        terms.rules, _month(request, draft), today=terms.today, chosen=wishlist.days_of(typed)
    )
    return show(
        request,
        draft,
        step="when",
        form=form,
        month=month,
        places=wishlist.places(form, typed),
        add=add or AddDayForm(terms=terms),
        add_open=add is not None,
        links=[*form.error_links, *(add.error_links if add else [])],
    )
