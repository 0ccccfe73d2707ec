"""だれが, クラス, どこで and 連絡先: one page of questions each.

A page that is not answered rightly is kept as typed and shown again by its own address, so that the
browser's Back button walks through the questions and never asks to send a form twice.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bookings.forms.base import StepForm
from bookings.public import beside, switching
from bookings.public.answers import CHECK, KINDS
from bookings.public.drafts import OpenDraft, with_draft


@with_draft
def question(request: HttpRequest, draft: OpenDraft, *, step: str) -> HttpResponse:
    """GET shows, POST keeps; 次へ goes on only when the page is answered rightly."""
    if request.method == "POST":
        typed = KINDS[step](request.POST, terms=draft.answers.terms).typed()
        draft.keep(step, typed)
        if switching.asked(request):
            if draft.holds(step, typed):
                return switching.to(request, draft.url(step) + _query(request))
            switching.here(request)
            return switching.kept(
                request, _too_long_to_keep(request, draft, step=step, typed=typed)
            )
        if "save" in request.POST:
            return HttpResponseRedirect(draft.url("resume") + "?saved=1")
        if "centres" in request.POST:
            return HttpResponseRedirect(
                f"{draft.url('centres')}?{urlencode({'people': _people(draft)})}"
            )
        if step not in draft.answers.steps:  # no school any more, in another window
            return HttpResponseRedirect(draft.url("when"))
        if not draft.holds(step, typed):
            return _too_long_to_keep(request, draft, step=step, typed=typed)
        if draft.answers.form(step).is_valid():
            return HttpResponseRedirect(next_url(request, draft, step=step))
        return again(request, draft, step=step)
    return look(request, draft, step=step) or show(
        request, draft, step=step, form=form_to_show(request, draft, step=step)
    )


def _people(draft: OpenDraft) -> int | str:
    """How many come, once it is a number: whatever else was typed stays out of addresses."""
    who = draft.answers.who
    return who.cleaned_data["people"] if who.is_valid() else ""


class SeeOther(HttpResponseRedirect):
    """Whatever was sent, look there."""

    status_code = 303


def again(request: HttpRequest, draft: OpenDraft, *, step: str) -> HttpResponse:
    """To the page itself, which now says what is wrong."""
    return SeeOther(f"{draft.url(step)}?first=1{on_the_way_to_check(request)}#errors-title")


def _query(request: HttpRequest) -> str:
    return "?check=1" if "check" in request.GET else ""


def on_the_way_to_check(request: HttpRequest) -> str:
    return "&check=1" if "check" in request.GET else ""


def _too_long_to_keep(
    request: HttpRequest, draft: OpenDraft, *, step: str, typed: dict[str, str]
) -> HttpResponse:
    """Shown back whole, once: the draft keeps only its beginning."""
    draft.answers.draft.typed[step] = typed
    return show(request, draft, step=step, form=draft.answers.form(step))


def look(request: HttpRequest, draft: OpenDraft, *, step: str) -> HttpResponse | None:
    """Who jumps ahead is sent to the first page that still misses an answer."""
    if step not in draft.answers.steps:  # the classes of a group that is no school
        return HttpResponseRedirect(draft.url("when"))
    missing = draft.answers.missing(before=step)
    return HttpResponseRedirect(draft.url(missing) + "?first=1") if missing else None


def form_to_show(request: HttpRequest, draft: OpenDraft, *, step: str) -> StepForm:
    """Mistakes are shown to who was sent back here, not to who looks again."""
    sent_back = "first" in request.GET and draft.answers.typed(step)
    return draft.answers.form(step) if sent_back else draft.answers.blank(step)


def next_url(request: HttpRequest, draft: OpenDraft, *, step: str) -> str:
    """From the check page and back to it; otherwise onwards."""
    to_check = "check" in request.GET and draft.answers.missing() is None
    return draft.url(CHECK if to_check else draft.answers.after(step))


def show(
    request: HttpRequest, draft: OpenDraft, *, step: str, form: StepForm, **more: object
) -> HttpResponse:
    steps = draft.answers.steps
    number = steps.index(step) + 1
    context = {
        "draft": draft,
        "lecture": draft.row.lecture,
        "step": step,
        "number": number,
        "steps": len(steps) + 1,
        "back_url": draft.url(steps[number - 2]) if number > 1 else "",
        "from_check": "check" in request.GET,
        "action": draft.url(step) + _query(request),
        "language_form": "question",
        "sent_back": "first" in request.GET and request.method != "POST" and not form.is_bound,
        "form": form,
        "links": form.error_links,
        **beside.facts(draft.answers, step=step),
        **more,
    }
    return render(request, f"bookings/public/{step}.html", context)
