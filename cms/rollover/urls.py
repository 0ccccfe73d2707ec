"""/menu-answers/ for departments, and /desk/menu/ for the office: one namespace."""

from django.urls import path

from cms.rollover import views_department, views_desk

app_name = "rollover"
urlpatterns = [
    path("menu-answers/<uuid:public_id>/", views_department.page, name="page"),
    path("menu-answers/<uuid:public_id>/new/", views_department.new, name="new"),
    path("menu-answers/<uuid:public_id>/<uuid:entry>/", views_department.entry, name="entry"),
    path("desk/menu/", views_desk.menu, name="desk"),
    path("desk/menu/open/", views_desk.open_next, name="desk-open"),
    path("desk/menu/lectures/<uuid:public_id>/", views_desk.entry, name="desk-entry"),
    path("desk/menu/lectures/<uuid:public_id>/verdict/", views_desk.verdict, name="desk-verdict"),
    path("desk/menu/<int:year>/<slug:deed>/", views_desk.do, name="desk-do"),
]
