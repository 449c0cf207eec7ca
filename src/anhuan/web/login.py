"""How people sign in: allauth with the house's words, every step audited, second factor."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.views import LoginView
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse

from anhuan.domains.org import actions
from anhuan.domains.org.models import Account
from anhuan.domains.org.rules import Role
from anhuan.kernel import clock

RECENT_S = 300
LIMIT = 5  # as settings.AXES_FAILURE_LIMIT; the sentence below says it
WORDS = {
    "username_password_mismatch": "登录名或密码不对。连续 5 次不对将锁定 30 分钟。",
    "too_many_login_attempts": "试的次数太多，请一分钟后再试。",
    "account_inactive": "账号已停用，请联系系统管理员。",
    "enter_current_password": "原密码不对。",
    "incorrect_password": "密码不对。",
    "incorrect_code": "验证码不对，请看验证器上现在的 6 位数字。",
    "rate_limited": "操作太频繁，请稍后再试。",
}


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from; None over a Unix socket."""
    return request.META.get("REMOTE_ADDR") or None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators only; comings and goings are audited."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Failures are audited, once the lock falls only that it fell."""
        was_open = AxesProxyHandler.is_allowed(request, credentials)
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None and was_open:
            name, address = credentials.get("username", ""), address_of(request)
            actions.note_failed_login(name, address)
            if getattr(request, "axes_locked_out", False):
                actions.note_lockout(name, address, f"连续 {LIMIT} 次不对，锁定 30 分钟")
        return user

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signed in, second factor included."""
        super().login(request, user)
        actions.note_login(cast(Account, user), address_of(request))

    def logout(self, request: HttpRequest) -> None:
        """Signed out."""
        if request.user.is_authenticated:
            actions.note_logout(request.user, address_of(request))
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The holder's own change, by the slice's action."""
        actions.change_own_password(cast(Account, user), password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for who signed in a moment ago, as when setting up the second step."""
        request = context.request
        records = get_authentication_records(request, request.user)
        last = max((record["at"] for record in records), default=0)
        recent = clock.now().timestamp() - last < RECENT_S
        return not recent and bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Only what people need to read, in the house's words."""
        words = {
            "account/messages/password_changed.txt": "密码已修改",
            "mfa/messages/totp_activated.txt": "两步验证已开启",
            "mfa/messages/totp_deactivated.txt": "两步验证已关闭",
            "mfa/messages/recovery_codes_generated.txt": "已生成新的备用码，旧的作废",
        }
        if text := words.get(message_template or ""):
            messages.add_message(request, level, text)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys of authenticator apps are stored encrypted; administrators cannot give them up."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WORDS["incorrect_code"],
        "cannot_delete_authenticator": "系统管理员必须使用两步验证，不能关闭。",
    }

    def encrypt(self, text: str) -> str:
        """With a key derived from the installation's secret."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The inverse."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Anybody who need not have one may."""
        return not needs_second_factor(authenticator.user)


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in; wrong codes are audited."""

    def clean_code(self) -> str:
        """The code, or an audited failure."""
        try:
            return str(super().clean_code())
        except ValidationError:
            actions.note_failed_login(self.user.username, None, "验证码不对")
            raise


class Login(LoginView):  # type: ignore[misc]
    """The login page; says when a session has run out."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With `expired`: a session cookie came that no session belongs to any more."""
        had_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        expired = had_session and self.request.session.is_empty()
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"expired": expired and bool(self.request.GET.get("next"))}


def signup_closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up by themselves."""
    raise Http404("账号由系统管理员建立")


def needs_second_factor(account: Account) -> bool:
    """Administrators, unless the installation says otherwise (demo)."""
    return bool(settings.MFA_REQUIRED) and Role.ADMINISTRATOR in account.roles


def _cipher() -> Fernet:
    key = sha256(b"anhuan mfa\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
