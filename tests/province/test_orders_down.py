"""The province, a county's platform below it, a plant below that: orders go down both steps and
answers come back, each once though every question is asked again and an answer gets lost."""

import json

import pytest

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account
from anhuan.domains.province import actions as province
from anhuan.domains.province.models import Enterprise, Order
from anhuan.domains.province.tests import make
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Order as Taken
from anhuan.domains.reporting.models import OrderReply
from anhuan.exchange.reporting.orders import ask
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused
from tests.province.test_relay import county_below
from tests.province.test_two_plants import ORDERS, carry, plant_of, post

pytestmark = pytest.mark.django_db(transaction=True)


class Chain:
    """Three levels; `turn` is what happens by itself within half a minute, twice."""

    def __init__(self, receiver):
        self.node = make.make_node()
        self.county, self.up = county_below(self.node, receiver, "generic")
        self.up.options["form"] = ORDERS
        self.up.save()
        self.known, self.company, self.target = plant_of(self.county, receiver)
        make.send(self.known, "POS_T1", make.alarm())
        province.pass_on(clock.now())
        carry(self.up)
        self.above = Enterprise.objects.get(company=self.node.company, code=self.known.code)
        self.head = make_account(self.company, Role.PLANT_HEAD)
        self.regulator = make_account(self.node.company, Role.REGULATOR)

    def turn(self):
        for _ in range(2):
            for target in (self.up, self.target, self.up):
                ask(target)
                province.relay_orders(clock.now())

    def states(self):
        """Of the only order, from the top: the province, the county, the plant."""
        two = (Order.objects.get(enterprise=one).state for one in (self.above, self.known))
        return *two, Taken.objects.get(target=self.target).state

    def answer(self, words):
        order = Taken.objects.get(target=self.target)
        actions.reply(self.head, order, "误操作", words, clock.now())


@pytest.mark.clause("AQG-040", "AQG-057", "AQG-058")
def test_an_order_passes_a_county_and_its_answer_comes_back_once(receiver):
    chain = Chain(receiver)
    order = make.make_order(chain.above, chain.regulator, title="隐患整改督办")
    chain.turn()
    assert chain.states() == ("taken", "taken", "issued")
    heard = Taken.objects.get(target=chain.target)
    assert (heard.title, heard.due_at) == ("隐患整改督办", order.due_at)
    assert str(chain.regulator) in heard.by
    chain.answer("已培训")
    chain.turn()
    OrderReply.objects.update(sent_at=None)  # as if what the authorities said had got lost
    chain.turn()
    assert chain.states() == ("answered", "answered", "answered")
    (word,) = order.answers.all()
    assert (word.measures, word.by) == ("已培训", chain.head.display_name)
    order.refresh_from_db()
    province.send_back(chain.regulator, order, "没有附照片", clock.now())
    chain.turn()
    assert chain.states() == ("returned", "returned", "returned")
    assert Taken.objects.get(target=chain.target).verdict == "没有附照片"
    chain.answer("照片已附")
    chain.turn()
    order.refresh_from_db()
    province.close(chain.regulator, order, "属实", clock.now())
    chain.turn()
    assert chain.states() == ("closed", "closed", "closed")
    assert [one.measures for one in order.answers.all()] == ["已培训", "照片已附"]
    assert Taken.objects.count() == 2, "one at the county, one at the plant"


def test_what_is_above_us_is_checked_above_us(receiver):
    chain = Chain(receiver)
    make.make_order(chain.above, chain.regulator)
    chain.turn()
    chain.answer("已培训")
    chain.turn()
    ours = Order.objects.get(enterprise=chain.known)
    somebody = make_account(chain.county, Role.REGULATOR)
    with pytest.raises(Refused, match="由上级核查"):
        province.close(somebody, ours, "属实", clock.now())
    passed = Taken.objects.get(target=chain.up)
    with pytest.raises(Refused, match="由企业反馈"):
        actions.reply(somebody, passed, "x", "y", clock.now())
    stranger = make.make_node(chain.node.company)
    token = province.issue_token(somebody, stranger, clock.now())
    said = json.dumps({"taken": [str(passed.pk)], "known": {str(passed.pk): 1}}).encode()
    status, heard = post(f"{receiver.url}/orders", said, token)
    assert (status, heard["orders"]) == (200, []), "another platform hears nothing of it"
