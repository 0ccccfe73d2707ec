"""The site with the page of all components, which a real town does not serve."""

from django.urls import path

from cms.demo import look
from config import urls

handler400 = urls.handler400
urlpatterns = [path("demo/look/", look.look), *urls.urlpatterns]
