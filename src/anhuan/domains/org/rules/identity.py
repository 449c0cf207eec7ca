"""Numbers that identify people and companies: checked, and masked for those without the right."""

from collections.abc import Iterator
from datetime import date

from anhuan.kernel.errors import Blocker

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def identity_blockers(number: str) -> Iterator[Blocker]:
    """An 18-digit resident number must check (GB 11643); other documents: letters and digits."""
    if not number:
        return
    if len(number) == 18:
        if not _resident_number_checks(number.upper()):
            yield Blocker("identity_check", "身份证号校验不对，请核对是否抄错", "GB 11643-1999")
    elif not (6 <= len(number) <= 32 and number.isascii() and number.isalnum()):
        yield Blocker("identity_shape", "证件号码应为 6 到 32 位字母或数字")


def _resident_number_checks(number: str) -> bool:
    if not (number[:17].isdecimal() and number.isascii()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[17] == _ID_CHECKS[total % 11]


def credit_code_blockers(code: str) -> Iterator[Blocker]:
    """A unified social credit code (GB 32100): 18 characters with a check character."""
    if not code:
        return
    upper = code.upper()
    if len(upper) != 18 or any(letter not in _CREDIT_ALPHABET for letter in upper):
        yield Blocker("credit_code_shape", "统一社会信用代码应为 18 位，不含 I、O、Z、S、V")
        return
    values = [_CREDIT_ALPHABET.index(letter) for letter in upper]
    total = sum(v * w for v, w in zip(values, _CREDIT_WEIGHTS, strict=False))
    if values[17] != (31 - total % 31) % 31:
        yield Blocker("credit_code_check", "统一社会信用代码校验不对，请核对", "GB 32100-2015")


def phone_blockers(phone: str, label: str = "电话") -> Iterator[Blocker]:
    """Digits with the usual punctuation, 5 to 20 characters."""
    digits = phone.translate(str.maketrans("", "", "+- ()（）转"))
    if phone and not (digits.isdecimal() and digits.isascii() and 3 <= len(digits) <= 16):
        yield Blocker("phone_shape", f"{label}“{phone}”不像电话号码")


def mask_identity(number: str) -> str:
    """The first three and the last two characters."""
    return number if len(number) < 6 else number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_phone(phone: str) -> str:
    """The first three and the last four digits."""
    return phone if len(phone) < 8 else phone[:3] + "****" + phone[-4:]


def age_on(born_on: date | None, day: date) -> int | None:
    """Full years on the day."""
    if born_on is None:
        return None
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)
