"""/colours/: a town's own colour. /demo/look/: the components, in a demo only."""

from django.conf import settings
from django.urls import path

from cms import views
from cms.demo import look

urlpatterns = [path("colours/<slug:digits>.css", views.colour_sheet, name="colours")]
if settings.DEMO:
    urlpatterns += [path("demo/look/", look.look, name="look")]
