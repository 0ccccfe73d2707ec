"""Every address of the site. Wagtail's pages take what is left."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from bookings import keys
from bookings.public import audience

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("sign-in/", include("accounts.urls")),
    # Wagtail's own doors would open without the second factor.
    path("admin/login/", to_sign_in),
    path("_util/login/", to_sign_in, name="frontend_login"),
    path("admin/", include("cms.editing.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("language/", set_language, name="set_language"),
    path("k/<str:token>/", keys.open_link, name="open_link"),
    path("a/<str:code>/", audience.page, name="audience"),
    path("apply/", include("bookings.public.urls_apply")),
    path("consult/", include("bookings.public.urls_consult")),
    path("requests/", include("bookings.public.urls_requests")),
    path("results/", include("bookings.public.urls_results")),
    path("api/results/", include("bookings.public.urls_api")),
    path("indicators/", include("bookings.public.urls_indicators")),
    path("answers/", include("bookings.departments.urls_answers")),
    path("reports/", include("bookings.departments.urls_reports")),
    path("lecturers/", include("bookings.departments.urls_lecturers")),
    path("direct/", include("bookings.departments.urls_direct")),
    path("days/", include("bookings.departments.urls_days")),
    path("", include("cms.rollover.urls")),
    path("desk/", include("bookings.desk.urls")),
    path("", include("cms.urls")),
]
if settings.DEMO:
    urlpatterns += [path("", include("cms.demo.urls"))]
urlpatterns += [path("", include(wagtail_urls))]

handler400 = "cms.views.bad_request"
handler500 = "cms.views.server_error"
