"""/open-data/: what there is, and the files themselves. GET only; the same for everybody."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from cms.feeds import pages
from cms.opendata import columns, results, rows, values
from cms.opendata.rows import Publisher, Row
from cms.opendata.settings import OpenDataSettings

# A spreadsheet would reckon what begins so; in full width it reads the same and reckons nothing.
_FORMULAS = {"=": "＝", "+": "＋", "-": "－", "@": "＠"}


@dataclass(frozen=True)
class DataFile:
    name: str
    title: Promise
    about: Promise
    columns: tuple[str, ...]
    rows: Callable[[Site, Publisher], Iterator[Row]]


_LECTURES, _COURSES = _("出前講座の一覧"), _("公開講座の日程の一覧")
_STANDARD = _("自治体標準オープンデータセットの「イベント一覧」の列")
_RECOMMENDED = _("推奨データセットの「イベント一覧」の列")
FILES = {
    file.name: file
    for file in (
        DataFile("lectures", _LECTURES, _STANDARD, columns.STANDARD, rows.lecture_rows),
        DataFile("course-meetings", _COURSES, _STANDARD, columns.STANDARD, rows.meeting_rows),
        DataFile(
            "lectures-recommended",
            _LECTURES,
            _RECOMMENDED,
            columns.RECOMMENDED,
            rows.lecture_rows,
        ),
        DataFile(
            "course-meetings-recommended",
            _COURSES,
            _RECOMMENDED,
            columns.RECOMMENDED,
            rows.meeting_rows,
        ),
    )
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    site = pages.town_of(request)
    changed = _changed(site)
    return render(
        request,
        "cms/opendata/open_data.html",
        {
            "files": list(FILES.values()),
            "results": [(year, f"{results.PREFIX}{year}") for year in results.years()],
            "changed": changed if changed > pages.NEVER else None,
            "licence": OpenDataSettings.objects.filter(site=site).first()
            or OpenDataSettings(site=site),
        },
    )


@require_safe
@conditional_page
@cache_control(public=True, max_age=900)
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    site = pages.town_of(request)
    who = rows.publisher(site)
    with translation.override("ja"):
        if (year := results.year_named(name)) is not None:
            return results.answer(request, site, who, year)
    if name not in FILES:
        raise Http404
    file = FILES[name]
    with translation.override("ja"):
        found = list(file.rows(site, who))
        body = written(file.columns, (values.values_of(row, who) for row in found))
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    latest = max((row.changed for row in found), default=pages.NEVER)
    answer["Last-Modified"] = http_date(latest.timestamp())
    answer["Content-Language"] = "ja"
    filename = f"{who.code}_{file.name}.csv".lstrip("_")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def written(names: tuple[str, ...], found: Iterable[dict[str, str]]) -> bytes:
    """UTF-8 with BOM, which spreadsheets need; CRLF; a code is text and keeps its zeros."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    for words in found:
        writer.writerow([_cell(words.get(name, "")) for name in names])
    return text.getvalue().encode("utf-8-sig")


def _cell(words: str) -> str:
    return _FORMULAS.get(words[:1], words[:1]) + words[1:]


def _changed(site: Site) -> datetime:
    lectures = pages.lectures(site, language="ja", every_year=True)
    found: list[Page] = [*lectures, *pages.courses(site, language="ja")]
    return pages.newest(found)
