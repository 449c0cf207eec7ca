"""The house's way of keeping passwords, made quick: tests make thousands of accounts."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickScrypt(ScryptPasswordHasher):
    """Two rounds instead of 16,384."""

    work_factor, parallelism = 2, 1
