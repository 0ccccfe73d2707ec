"""The site with the demo's pages and that of all components, which a real town does not serve."""

from django.urls import include, path

from cms.demo import look
from config import urls
from tests.charts import page

handler400 = urls.handler400
handler500 = urls.handler500
urlpatterns = [
    path("demo/look/", look.look),
    path("charts/", page.gallery),
    path("", include("cms.demo.urls")),
    *urls.urlpatterns,
]
