"""工作异常人员: every alarm that says somebody is not where or as he should be, and no other."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms.actions import raise_alarm, return_alarm, seed_kinds
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
RAISED = (
    ("boundary", "left_post", "王离岗"), ("boundary", "strayed", "李串岗"),
    ("worker_left", "", "赵作业"), ("signal_lost", "", "钱失联"), ("still", "", "孙静止"),
    ("sos", "", "周求救"),  # no work state
)  # fmt: skip


@pytest.fixture
def company():
    found = make.make_company()
    seed_kinds(found)
    for k, (kind, way, name) in enumerate(RAISED):
        raise_alarm(found, AlarmRaise(
            kind=kind, condition=f"{kind}:{k}", title=name, text="测试",
            raised_at=clock.now() - timedelta(minutes=10 - k),
            people=({"id": str(k), "name": name, "kind": "staff"},), inputs={"way": way},
            rule=kind, rule_version="1",
        ))  # fmt: skip
    raise_alarm(found, AlarmRaise(
        kind="under_count", condition="under_count:room", title="缺员", text="0 人，至少 1 人",
        raised_at=clock.now(), people=(), inputs={}, rule="under_count",
        rule_version="1",
    ))  # fmt: skip
    return_alarm(found, "signal_lost:3", clock.now())
    return found


@pytest.mark.clause("POS-057")
def test_the_page_lists_people_in_abnormal_states_and_for_how_long(company):
    client = sign_in(make.make_account(company, Role.OPERATOR))
    page = client.get("/abnormal-people/").content.decode()
    for name, word in (("王离岗", "离岗"), ("李串岗", "串岗"), ("钱失联", "信号丢失")):
        assert name in page and word in page
    assert "周求救" not in page and "至少 1 人" not in page
    left = client.get("/abnormal-people/?state=left_post").content.decode()
    assert "王离岗" in left and "李串岗" not in left
    over = client.get("/abnormal-people/?now=no").content.decode()
    assert "钱失联" in over and "王离岗" not in over


@pytest.mark.clause("POS-057")
def test_the_same_over_rest(company):
    client = sign_in(make.make_account(company, Role.OPERATOR))
    rows = client.get("/api/v1/abnormal-people").json()["results"]
    assert {row["state"] for row in rows} == {
        "left_post", "strayed", "worker_left", "signal_lost", "still",
    }  # fmt: skip
    lasting = client.get("/api/v1/abnormal-people?now=yes").json()["results"]
    assert len(lasting) == 4 and all(row["returned_at"] is None for row in lasting)
