"""/indicators/: what the plan is measured by."""

from django.urls import path

from bookings.public import indicators

app_name = "indicators"
urlpatterns = [path("", indicators.indicators, name="page")]
