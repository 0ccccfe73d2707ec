"""/search/. /colours/: a town's own colour. What machines read. Paper. /demo/look/: in a demo only."""

from django.conf import settings
from django.urls import include, path

from cms import views
from cms.api import router
from cms.demo import look
from cms.feeds import calendar, news, sitemap
from cms.opendata import views as opendata
from cms.pictures import picture
from cms.search.views import search

urlpatterns = [
    path("search/", search, name="search"),
    path("colours/<slug:digits>.css", views.colour_sheet, name="colours"),
    path("feeds/<slug:kind>.rss", news.feed, {"form": "rss"}, name="feed-rss"),
    path("feeds/<slug:kind>.atom", news.feed, {"form": "atom"}, name="feed-atom"),
    path("feeds/courses.ics", calendar.all_courses, name="calendar-courses"),
    path("feeds/courses/<uuid:public_id>.ics", calendar.one_course, name="calendar-course"),
    path("feeds/programmes/<uuid:key>.ics", calendar.one_programme, name="calendar-programme"),
    path("open-data/", opendata.index, name="open-data"),
    path("open-data/<slug:name>.csv", opendata.download, name="open-data-file"),
    path("media/images/<str:name>", picture, name="picture"),
    path("paper/", include("cms.paper.urls")),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("api/v2/", router.urls),
]
if settings.DEMO:
    urlpatterns += [path("demo/look/", look.look, name="look")]
