"""That somebody has just shown who they are: a short proof that may be kept, unlike a password.

A phone asks for it (`POST /api/v1/permit-proofs`) and sends it with the signature.
"""

from datetime import timedelta

from django.core import signing

from anhuan.domains.org.models import Account
from anhuan.kernel.errors import refuse

GOOD_FOR = timedelta(minutes=2)
_SALT = "permits.proof"


def prove_password(account: Account, password: str) -> str:
    """The proof, or refused."""
    if not account.check_password(password):
        raise refuse("password_wrong", "密码不对，签批未生效")
    return prove(account, "password")


def prove(account: Account, method: str) -> str:
    """The proof, once somebody has shown who they are in this way: "password", "face"."""
    return signing.dumps({"account": str(account.pk), "method": method}, salt=_SALT)


def method_of(account: Account, proof: str) -> str:
    """How the signer was known: by the session alone, or by what was proven just now."""
    if not proof:
        return "session"
    try:
        held = signing.loads(proof, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        raise refuse("proof_over", "身份核验已过期，请重新输入密码") from None
    if held["account"] != str(account.pk):
        raise refuse("proof_foreign", "身份核验不是本人的，请重新输入密码")
    return str(held["method"])
