"""What a password must have, besides Django's own rules."""

from typing import Any

from django.core.exceptions import ValidationError

KINDS = (str.isupper, str.islower, str.isdigit, lambda letter: not letter.isalnum())


class ThreeKinds:
    """Three of: upper case, lower case, digits, other characters (GB/T 22239, 8.1.4.1)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse fewer than three kinds."""
        found = sum(any(is_kind(letter) for letter in password) for is_kind in KINDS)
        if found < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return "密码须含大写字母、小写字母、数字、符号中的至少三种。"
