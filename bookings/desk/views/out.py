"""/desk/results/out/: the results as files. A POST only asks the worker for one; it changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_scopes import get_scope, scope

from accounts.models import User
from accounts.snapshot import snapshot
from bookings import counting
from bookings.actions import year_reports
from bookings.desk.door import desk_door
from bookings.desk.forms.out import OutForm
from bookings.desk.views.steps import shows_and_decides
from bookings.models import YearReport
from bookings.yearbook import sessions, tables_of, writing
from config import clock
from lectures.eras import fiscal_year_of
from lectures.jobs import refreshing
from lectures.zones import local

_SHOWN = 30


@shows_and_decides
@desk_door
def out(request: HttpRequest) -> HttpResponse:
    """What can be had, what is being made, and what is ready."""
    assert isinstance(request.user, User)
    at = clock.now()
    years, year = _years(request.GET.get("year", ""))
    sent = request.POST if request.method == "POST" else None
    form = OutForm(sent, years=years, initial={"year": year})
    if form.is_valid():
        wanted = form.cleaned_data
        site_id = get_scope()["site"].pk
        year_reports.ask(wanted["kind"], wanted["year"], site_id=site_id, user=request.user, at=at)
        return redirect(f"{reverse('desk:out')}?year={year}")
    asked = list(YearReport.objects.order_by("-asked_at", "-pk")[:_SHOWN])
    context = {
        "form": form,
        "year": year,
        "years": years,
        "asked": asked,
        "tables": [(table.key, table.title) for table in tables_of(year, at=at)],
    }
    going = next((job for job in asked if job.is_going), None)
    response = refreshing(request, "bookings/desk/out.html", context, job=going)
    response.status_code = 422 if form.errors else 200
    return response


@require_safe
@desk_door
def sessions_csv(request: HttpRequest) -> HttpResponseBase:
    """Sent while it is read: a million rows are never in memory."""
    years, _year = _years("")
    text = request.GET.get("year", "")
    wanted = [year for year in years if str(year) == text] or sessions.years_held()
    site = get_scope()["site"]
    names = sessions.names_of(on=local(clock.now()).date())

    def rows():  # type: ignore[no-untyped-def]
        with snapshot():
            for one in sessions.held(wanted, opened=lambda: scope(site=site)):
                yield sessions.row_of(one, names)

    lines = writing.csv_lines(sessions.headings(), rows())
    name = f"sessions-{text if [text] == [str(one) for one in wanted] else 'all'}.csv"
    return _attached(StreamingHttpResponse(lines, content_type=writing.CSV), name)


@require_safe
@desk_door
def table_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """One table of a year."""
    _found, year = _years(request.GET.get("year", ""))
    tables = {table.key: table for table in tables_of(year, at=clock.now())}
    if key not in tables:
        raise Http404
    body = b"".join(writing.csv_lines(tables[key].headings, tables[key].rows))
    return _attached(HttpResponse(body, content_type=writing.CSV), f"{key}-{year}.csv")


@require_safe
@desk_door
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A file that is ready, a part at a time."""
    job = get_object_or_404(YearReport, public_id=public_id, state=YearReport.State.DONE)
    kind = "application/pdf" if job.ending == "pdf" else writing.XLSX
    response = StreamingHttpResponse(year_reports.chunks(job), content_type=kind)
    response["Content-Length"] = str(job.size)
    return _attached(response, job.file_name)


def _years(asked: str) -> tuple[list[int], int]:
    """Years that can be asked for, the newest first, and the one that is asked for."""
    this_year = fiscal_year_of(local(clock.now()).date())
    years = sorted({this_year, *counting.years()}, reverse=True)
    wanted = [year for year in years if str(year) == asked]
    return years, wanted[0] if wanted else this_year


def _attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
