"""/sign-in/: only what we use of allauth; its names are global, as it looks them up."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.conf import settings
from django.urls import include, path

from accounts import views

urlpatterns = [
    path("", account.login, name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("arrived/", views.arrived, name="arrived"),
    path("password/", views.change_password, name="account_change_password"),
    path("password/<uidb64>/<token>/", views.NewPassword.as_view(), name="new_password"),
    path("oidc/<slug:provider_id>/", views.to_provider, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/back/", views.from_provider, name="openid_connect_callback"),
    path("cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("failed/", social.login_error, name="socialaccount_login_error"),
]
if settings.SECOND_FACTOR != "off":
    urlpatterns += [path("mfa/", include("allauth.mfa.urls"))]
