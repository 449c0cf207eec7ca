"""One step: claim a message, carry it, write down what became of it."""

import logging
import os
from uuid import UUID

from anhuan.domains.reporting.actions.sending import claim, note_outcome
from anhuan.domains.reporting.models import Batch
from anhuan.domains.reporting.queries.secrets import secret_of
from anhuan.domains.reporting.queries.targets import options_for
from anhuan.domains.reporting.rules.outcomes import UNSURE, Outcome
from anhuan.exchange.forms import FORMS
from anhuan.exchange.forms.ciphers import BadKey
from anhuan.exchange.reporting import http, mqtt, tcp
from anhuan.exchange.reporting.carriers import Carry, Errand, NoAnswer
from anhuan.exchange.reporting.packing import message_of
from anhuan.kernel import clock
from anhuan.kernel.sm2 import PlantKey

log = logging.getLogger("reporter")
CARRIERS: dict[str, Carry] = {
    "http": http.carry, "https": http.carry, "tcp": tcp.carry, "tcps": tcp.carry,
    "mqtt": mqtt.carry, "mqtts": mqtt.carry,
}  # fmt: skip
DIE_AT = "ANHUAN_REPORTER_DIES_AT"  # a test kills us there: claimed, carried


def deliver_next(target_id: UUID, key: PlantKey | None = None) -> bool:
    """Whether there was something to carry, and it was settled."""
    batch = claim(target_id, clock.now(), key)
    if batch is None:
        return False
    _perhaps_die("claimed")
    outcome = carried(batch)
    _perhaps_die("carried")
    note_outcome(batch.pk, outcome, clock.now())
    log.info("%s %s: %s %s", batch.target, batch, outcome.kind, outcome.text)
    return outcome.is_final


def carried(batch: Batch) -> Outcome:
    """The receiver's word; whatever keeps us from it is `UNSURE`, and it will be tried again."""
    target = batch.target
    try:
        secret, options = secret_of(target.secret), options_for(target)
        message = message_of(batch)
        call = FORMS[target.form](message, options.form, secret)
        errand = Errand(target.address, call, message, options, secret)
        return CARRIERS[target.address.partition(":")[0]](errand)
    except NoAnswer as error:
        return Outcome(UNSURE, f"没有应答：{error}"[:500])
    except KeyError as error:
        return Outcome(UNSURE, f"密钥文件里没有 {error}，请补上后自动重发")
    except (BadKey, OSError) as error:
        return Outcome(UNSURE, f"发不出去：{error}"[:500])


def _perhaps_die(where: str) -> None:
    if os.environ.get(DIE_AT) == where:
        os.kill(os.getpid(), 9)
