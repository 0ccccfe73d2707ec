"""/charts/: the gallery as a page of the site, for the browser's tests alone."""

from django.http import HttpRequest, HttpResponse
from django.template import engines

from tests.charts.gallery import edges, town

_PAGE = """{% extends "base.html" %}{% load okigaru_charts %}
{% block title %}図の見本{% endblock %}
{% block head %}{{ block.super }}{% include "frame/charts/head.html" %}{% endblock %}
{% block wide %}{% if request.GET.wide %} wide{% endif %}{% endblock %}
{% block content %}<h1>図の見本</h1>
{% for drawing in charts %}{% chart drawing %}{% endfor %}
<h2>小さくならべる</h2><div class="charts">{% for drawing in small %}{% chart drawing table="folded" %}{% endfor %}</div>
{% endblock %}"""


def gallery(request: HttpRequest) -> HttpResponse:
    charts = edges() if "edges" in request.GET else town()
    small = [chart for chart in charts if chart.kind == "indicator"]
    context = {"charts": [chart for chart in charts if chart.kind != "indicator"], "small": small}
    return HttpResponse(engines["django"].from_string(_PAGE).render(context, request))
