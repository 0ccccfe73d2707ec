"""Every address of the site. Wagtail's pages take what is left."""

import importlib.util  # TEMPORARY until every face stands

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from bookings import keys

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("language/", set_language, name="set_language"),
    path("k/<str:token>/", keys.open_link, name="open_link"),
    path("", include("cms.urls")),
]
for prefix, module in [
    ("apply/", "bookings.public.urls_apply"),
    ("requests/", "bookings.public.urls_requests"),
    ("results/", "bookings.public.urls_results"),
    ("answers/", "bookings.departments.urls_answers"),
    ("reports/", "bookings.departments.urls_reports"),
    ("desk/", "bookings.desk.urls"),
]:
    if importlib.util.find_spec(module):
        urlpatterns += [path(prefix, include(module))]
if settings.DEMO and importlib.util.find_spec("cms.demo.urls"):
    urlpatterns += [path("", include("cms.demo.urls"))]
urlpatterns += [path("", include(wagtail_urls))]

handler400 = "cms.views.bad_request"
