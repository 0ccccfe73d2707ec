"""The demo's own pages: everybody's mailbox, and the clock that a newcomer may move.

They exist only where DEMO is on; `check --deploy` refuses that.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SiteRole
from bookings.actions import receiving
from bookings.models import ApplicantGroup, LectureSession
from bookings.status import SessionState
from cms.demo import letters
from config import clock
from lectures.forms import PlainForm
from lectures.models import Department, DepartmentMember, Lecturer, OfficeSettings
from lectures.working_days import WorkingDays
from lectures.zones import venue_zone
from notifications.models import KeptMail

AFTER = timedelta(hours=2)
STEPS = {"1": timedelta(hours=1), "24": timedelta(days=1), "168": timedelta(days=7)}


class ReplyForm(PlainForm):
    words = forms.CharField(
        label=gettext_lazy("返信の文"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("返信の文を書いてください。例：承諾")},
    )
    sender = forms.ChoiceField(
        label=gettext_lazy("だれのアドレスから返信しますか"),
        help_text=gettext_lazy(
            "みんなで読む郵便受けの人は、自分のアドレスから返信することもあります。"
            "事務局のまとめには、サインインする人のアドレスから返信します。"
        ),
        error_messages={"invalid_choice": gettext_lazy("差出人を、もう一度えらんでください")},
    )
    quote = forms.BooleanField(
        label=gettext_lazy("もとのメールを下に引用する"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, readers: list[tuple[str, str]], asks: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["sender"].choices = readers
        self.fields["sender"].required = False
        if asks:
            day = WorkingDays().after(clock.today(venue_zone()), days=15)
            self.fields["words"].help_text = _(
                "例：承諾　／　承諾 10:00 田中　／　別日 %(day)s 14時　／　辞退 都合がつきません"
            ) % {"day": f"{day.month}/{day.day}"}
        else:
            self.fields["words"].help_text = _(
                "書き方は、上のメールにあれば、そのとおりに書きます。"
            )


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Whose mail there is; with ?to=, that person's mails, newest first."""
    to = request.GET.get("to", "")
    mails = KeptMail.objects.filter(to_address=to) if to else KeptMail.objects.all()
    page = Paginator(mails.order_by("-kept_at", "-pk"), 30).get_page(request.GET.get("page"))
    boxes = (
        KeptMail.objects.values("to_address")
        .annotate(count=Count("pk"), newest=Max("kept_at"))
        .order_by("-newest")[:40]
    )
    owners = {address: _owner(address) for address in {kept.to_address for kept in page}}
    return render(
        request,
        "cms/demo/mailbox.html",
        {
            "to": to,
            "owner": _owner(to) if to else "",
            "boxes": [{**box, "name": _owner(box["to_address"])} for box in boxes],
            "page": page,
            "letters": [(letters.open_letter(kept), owners[kept.to_address]) for kept in page],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its receiver sees it; POST sends a reply from there."""
    kept = get_object_or_404(KeptMail, pk=pk)
    opened = letters.open_letter(kept)
    form = ReplyForm(
        request.POST or None, readers=_readers(kept.to_address), asks=letters.is_ask(opened)
    )
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        letters.reply(
            opened,
            words=form.cleaned_data["words"],
            quote=form.cleaned_data["quote"],
            sender=form.cleaned_data["sender"],
            at=at,
        )
        # The worker would read it within seconds; a visitor should not have to wait for it.
        receiving.pull(limit=20, at=at)
        messages.success(request, _("返信を送りました。届いた先の処理が終わっています。"))
        return redirect("demo:mailbox")
    return render(
        request,
        "cms/demo/letter.html",
        {"letter": opened, "form": form, "owner": _owner(kept.to_address)},
    )


@require_safe
def clock_page(request: HttpRequest) -> HttpResponse:
    """What the demo's clock says, and the sessions that one may want to jump to."""
    now = clock.now()
    planned = LectureSession.objects.filter(state=SessionState.PLANNED).select_related(
        "lecture", "request__fiscal_year"
    )
    return render(
        request,
        "cms/demo/clock.html",
        {
            "now": now,
            "sessions": planned.filter(ends_at__gte=now - AFTER).order_by("starts_at")[:12],
            "over": planned.filter(ends_at__lt=now - AFTER).order_by("starts_at")[:12],
        },
    )


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Forward by a step, to two hours after a session, or back to the real time."""
    step, session = request.POST.get("step", ""), request.POST.get("session", "")
    if step == "reset":
        clock.reset()
    elif step in STEPS:
        clock.move(STEPS[step])
    elif session.isdecimal() and len(session) < 19:
        ahead = get_object_or_404(LectureSession, pk=int(session)).ends_at + AFTER - clock.now()
        if ahead <= timedelta(0):
            messages.warning(request, _("その講座はもう終わっています。時計は動かしていません。"))
            return redirect("demo:clock")
        clock.move(ahead)
    messages.success(
        request, _("見本の時計を動かしました。お知らせのメールは、1分以内に届きます。")
    )
    return redirect("demo:clock")


def _readers(address: str) -> list[tuple[str, str]]:
    """Who may answer what lies in that mailbox; of the office's, only people who sign in count."""
    own = (address, f"{_owner(address)}　{address}")
    if OfficeSettings.objects.filter(email__iexact=address).exists():
        roles = SiteRole.objects.filter(role=SiteRole.Role.OFFICE, user__is_active=True)
        users = [row.user for row in roles.select_related("user").order_by("pk")]
        return [*((row.email, f"{row}　{row.email}") for row in users), own]
    members = DepartmentMember.objects.filter(department__email__iexact=address).order_by("pk")
    named = {row.email.lower(): row for row in members if row.email.lower() != address.lower()}
    return [own, *((row.email, f"{row.name}　{row.email}") for row in named.values())]


def _owner(address: str) -> str:
    """Whose mailbox it is, in words."""
    department = Department.objects.filter(email=address).first()
    lecturer = None if department else Lecturer.objects.filter(email=address).first()
    if department or lecturer:
        return str(department or lecturer)
    if OfficeSettings.objects.filter(email=address).exists():
        return _("事務局")
    group = ApplicantGroup.objects.filter(email=address).last()
    return group.name if group else _("団体の連絡する人")
