from django.urls import path

from cms.demo import views

app_name = "demo"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", views.letter, name="letter"),
    path("demo/", views.clock_page, name="clock"),
    path("demo/clock/", views.move_clock, name="move_clock"),
]
