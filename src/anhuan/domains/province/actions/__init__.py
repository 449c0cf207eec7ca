"""The only writers of the province node."""

from anhuan.domains.province.actions.checking import record_check
from anhuan.domains.province.actions.contacting import Contact, contact, contact_node
from anhuan.domains.province.actions.judging import judge_all
from anhuan.domains.province.actions.limits import ask_limits, decide_limits, save_point
from anhuan.domains.province.actions.nodes import issue_token, plant_of_node, save_node
from anhuan.domains.province.actions.ordering import close, issue, send_back
from anhuan.domains.province.actions.passing import pass_on
from anhuan.domains.province.actions.pruning import prune
from anhuan.domains.province.actions.registering import issue_key, save_enterprise
from anhuan.domains.province.actions.relaying import relay_orders
from anhuan.domains.province.actions.reports import save_report
from anhuan.domains.province.actions.settings import save_settings
from anhuan.domains.province.actions.strangers import note_strangers
from anhuan.domains.province.actions.taking import Arrival, take, take_many

__all__ = [
    "Arrival",
    "Contact",
    "ask_limits",
    "close",
    "contact",
    "contact_node",
    "decide_limits",
    "issue",
    "issue_key",
    "issue_token",
    "judge_all",
    "note_strangers",
    "pass_on",
    "plant_of_node",
    "prune",
    "record_check",
    "relay_orders",
    "save_enterprise",
    "save_node",
    "save_point",
    "save_report",
    "save_settings",
    "send_back",
    "take",
    "take_many",
]
