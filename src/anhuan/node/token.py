"""`anhuan token USER`: an API token for scripts."""

import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print a fresh token of that account and nothing else, so that scripts can take it."""
    import django

    django.setup()
    from django.core.exceptions import ObjectDoesNotExist

    from anhuan.domains.audit.actions import SYSTEM
    from anhuan.domains.org.actions import issue_api_token
    from anhuan.domains.org.models import Account
    from anhuan.node.trouble import Trouble

    try:
        account = Account.objects.get(username=arguments.user)
    except ObjectDoesNotExist:
        raise Trouble(
            f"没有账号 {arguments.user}", f"there is no account {arguments.user}"
        ) from None
    print(issue_api_token(SYSTEM, account, arguments.label))
    return 0
