"""The forms of signing in, in our words and without a browser's own checks."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as totp
from django.contrib.auth.forms import SetPasswordForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LABELS: dict[str, Promise] = {
    "login": _("メールアドレス"),
    "password": _("パスワード"),
    "oldpassword": _("いまのパスワード"),
    "password1": _("新しいパスワード"),
    "password2": _("新しいパスワード（もう一度）"),
    "new_password1": _("新しいパスワード"),
    "new_password2": _("新しいパスワード（もう一度）"),
    "code": _("確認の番号"),
}
_EMPTY: dict[str, Promise] = {
    "login": _("メールアドレスを入れてください。"),
    "code": _("確認の番号を入れてください。"),
}
_NO_PASSWORD = _("パスワードを入れてください。")


class _Plain:
    """Our labels; wrong input gets our sentence, never the browser's."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = _LABELS.get(name, field.label)
            field.help_text = ""
            field.error_messages["required"] = _EMPTY.get(name, _NO_PASSWORD)
            field.error_messages["invalid"] = _("メールアドレスの形を確かめてください。")
            for check in ("placeholder", "maxlength", "minlength"):
                field.widget.attrs.pop(check, None)


class SignInForm(_Plain, account.LoginForm):
    pass


class PasswordAgainForm(_Plain, account.ReauthenticateForm):
    pass


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    pass


class NewPasswordForm(_Plain, SetPasswordForm):
    pass


class CodeForm(_Plain, code.AuthenticateForm):
    pass


class CodeAgainForm(_Plain, code.ReauthenticateForm):
    pass


class FirstCodeForm(_Plain, totp.ActivateTOTPForm):
    pass
