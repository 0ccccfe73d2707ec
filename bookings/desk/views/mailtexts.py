"""/desk/mail-texts/: the office words its mails itself, looks at them and tries them out."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings import printing
from bookings.actions import mailtexts as actions
from bookings.actions.moves import Refused
from bookings.desk import mailtexts as pages
from bookings.desk.door import desk_door
from bookings.desk.forms.mailtexts import MailTextForm
from bookings.desk.views.steps import shows_and_decides
from bookings.desk.wording import mail_kind
from bookings.emails import texts
from bookings.emails.texts import Wording
from bookings.models import BookingRequest, MailText
from config import clock


@require_safe
@desk_door
def mail_texts(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "bookings/desk/mail_texts.html",
        {"groups": list(pages.groups()), "papers": pages.papers()},
    )


@shows_and_decides
@desk_door
def mail_text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """GET shows; POST saves, looks at the preview or sends a trial, by the button's name."""
    _known_or_404(kind, language)
    if request.method == "POST":
        return _posted(request, kind, language)
    latest = pages.latest_requests()
    initial = _initial(request, kind, language, latest=latest)
    form = MailTextForm(kind=kind, language=language, requests=latest, initial=initial)
    return _page(request, form, wording=Wording(initial["subject"], initial["text"]))


@require_safe
@desk_door
def history(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    _known_or_404(kind, language)
    context = {
        **_names(kind, language),
        "versions": pages.history(kind, language),
        "newest": texts.newest(kind, language),
    }
    return render(request, "bookings/desk/mail_text_history.html", context)


@require_POST
@desk_door
def restore(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    _known_or_404(kind, language)
    try:
        actions.restore(
            kind=kind, language=language, seen=_number(request.POST.get("version", "")),
            by=_user(request), at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("もとの文面にもどしました。前の文面は、履歴にあります。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:mail-text", kind, language)


def _posted(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    latest = pages.latest_requests()
    form = MailTextForm(request.POST, kind=kind, language=language, requests=latest)
    if not form.is_valid():
        return _page(request, form, wording=None)
    if request.POST.get("do") == "pdf" and pages.is_paper(kind):
        return printing.pdf([pages.paper(form.wording, kind, about=form.example)], name=kind)
    if request.POST.get("do") == "preview":
        return _page(request, form, wording=form.wording, looking=True)
    try:
        if request.POST.get("do") == "trial" and not pages.is_paper(kind):
            return _tried(request, form)
        _save(request, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, wording=form.wording)
    messages.success(request, _("文面を保存しました。これから送るメールに使います。"))
    return redirect("desk:mail-text", kind, language)


def _save(request: HttpRequest, form: MailTextForm) -> MailText:
    return actions.save(
        kind=form.kind,
        language=form.language,
        wording=form.wording,
        seen=_number(request.POST.get("version", "")),
        by=_user(request),
        at=clock.now(),
    )


def _tried(request: HttpRequest, form: MailTextForm) -> HttpResponse:
    """Sent, and the page stays as it was typed: nothing is saved yet."""
    mail = actions.send_trial(
        kind=form.kind,
        language=form.language,
        wording=form.wording,
        about=form.example,
        key=_uuid(request.POST.get("trial", "")),
        by=_user(request),
        at=clock.now(),
    )
    messages.success(
        request, _("%(address)s に試しのメールを送ります。") % {"address": mail.to_address}
    )
    return _page(request, form, wording=form.wording, looking=True)


def _page(
    request: HttpRequest, form: MailTextForm, *, wording: Wording | None, looking: bool = False
) -> HttpResponse:
    kind, language = form.kind, form.language
    newest, example = (
        texts.newest(kind, language),
        pages.example(kind, form.example, at=clock.now()),
    )
    sound = not form.errors.get("text") and not form.errors.get("subject")
    context = {
        **_names(kind, language),
        "form": form,
        "newest": newest,
        "version": newest.version if newest else 0,
        "changed": newest is not None and not newest.is_built_in,
        "failed": pages.is_unusable(newest),
        "present": texts.wording_of(newest) if newest else texts.starting(kind, language),
        "variables": pages.variables(kind, language, context=example),
        "preview": pages.preview(wording, language, context=example) if wording and sound else None,
        "looking": looking,
        "trial": uuid4(),
        "made_up": form.example is None,
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/mail_text.html", context, status=status)


def _initial(
    request: HttpRequest, kind: str, language: str, *, latest: list[BookingRequest]
) -> dict[str, Any]:
    """The wording that goes out now, or an older one from the history."""
    wording = texts.present(kind, language)
    if older := _number(request.GET.get("from", "")):
        row = MailText.objects.filter(kind=kind, language=language, version=older).first()
        wording = texts.wording_of(row) if row else wording
    about = str(latest[0].public_id) if latest else ""
    return {"subject": wording.subject, "text": wording.text, "about": about}


def _names(kind: str, language: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "language": language,
        "title": mail_kind(kind),
        "reader": "" if pages.is_paper(kind) else pages.RECIPIENTS[kind.partition("_")[0]],
        "is_paper": pages.is_paper(kind),
        "language_name": pages.LANGUAGE_NAMES[language],
        "many_languages": len(texts.languages(kind)) > 1,
    }


def _known_or_404(kind: str, language: str) -> None:
    if not pages.is_known(kind, language):
        raise Http404


def _number(typed: str) -> int:
    """What the page itself wrote; anything else is a version that nobody has."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
