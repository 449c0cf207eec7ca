"""The only writes of the organisation."""

from anhuan.domains.org.actions.accounts import (
    change_account,
    change_own_password,
    create_account,
    reset_password,
    set_grants,
    unlock_account,
)
from anhuan.domains.org.actions.calendar import (
    delete_holiday,
    delete_shift,
    put_holiday,
    save_holiday,
    save_shift,
)
from anhuan.domains.org.actions.company import (
    change_company,
    create_contractor,
    retire_department,
    retire_post,
    save_department,
    save_post,
    set_contractor_retired,
)
from anhuan.domains.org.actions.entrance import (
    note_failed_login,
    note_lockout,
    note_login,
    note_logout,
)
from anhuan.domains.org.actions.people import (
    change_person,
    create_person,
    note_people_export,
    put_person,
    restore_person,
    retire_person,
)
from anhuan.domains.org.actions.tokens import issue_api_token, revoke_api_token

__all__ = [
    "change_account",
    "change_company",
    "change_own_password",
    "change_person",
    "create_account",
    "create_contractor",
    "create_person",
    "delete_holiday",
    "delete_shift",
    "issue_api_token",
    "note_failed_login",
    "note_lockout",
    "note_login",
    "note_logout",
    "note_people_export",
    "put_holiday",
    "put_person",
    "reset_password",
    "restore_person",
    "retire_department",
    "retire_person",
    "retire_post",
    "revoke_api_token",
    "save_department",
    "save_holiday",
    "save_post",
    "save_shift",
    "set_contractor_retired",
    "set_grants",
    "unlock_account",
]
