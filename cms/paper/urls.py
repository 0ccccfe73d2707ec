"""/paper/ for everybody, and /admin/paper/ for who writes the pages."""

from django.urls import path

from cms.paper import desk, views

urlpatterns = [
    path("menus/<int:pk>/", views.booklet, name="booklet"),
    path("menus/<int:pk>/booklet.pdf", views.booklet_pdf, name="booklet-file"),
]

in_the_admin = [
    path("", desk.index, name="index"),
    path("menus/<int:pk>/", desk.of_menu, name="menu"),
    path("menus/<int:pk>/proof.pdf", desk.proof, name="proof"),
    path("pages/<int:pk>/", desk.of_page, name="page"),
    path("pages/<int:pk>/poster.pdf", desk.poster, {"form": "pdf"}, name="poster"),
    path("pages/<int:pk>/poster.png", desk.poster, {"form": "png"}, name="poster-png"),
]
