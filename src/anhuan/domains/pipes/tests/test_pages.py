"""Pages and REST: what people see, and who may see what lies in messages."""

import pytest
from django.urls import reverse

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.models import Letter, Pipe
from anhuan.domains.pipes.tests.make import TEXT, letter, line, make_node, make_pipe, report
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_account(make_company(), Role.ADMINISTRATOR)


@pytest.fixture
def pipe(admin):
    pipe = make_pipe(admin, make_node(admin.company))
    made = ["hazards@province", "U", '["1"]', '{"id":1,"level":"1"}']
    row = '{"id":1,"level":"major"}'
    sample = {"at": clock.now().isoformat(), "op": "U", "table": "t", "row": row,
              "made": [made], "reason": ""}  # fmt: skip
    told = report(
        route={"backlog": 7, "lag_s": 4.0, "fault": "Connection refused", "dead": 3},
        samples={"hazards": [sample]}, log=[line("链路中断")],
        letters={"keys": [["hazards", 1]], "new": [letter(1)]},
    )  # fmt: skip
    actions.hear(pipe.node, told, clock.now())
    return pipe


@pytest.mark.clause("EXC-064", "EXC-066")
def test_the_flow_the_log_and_the_last_messages_are_shown(admin, pipe):
    client = sign_in(admin)
    flow = client.get(reverse("pipes:flow")).content.decode()
    for word in ("7 条待发", "延迟 4 s", "Connection refused", "传输 TCP", "接收端 province",
                 "对方死信 3"):  # fmt: skip
        assert word in flow
    assert "链路中断" in client.get(reverse("pipes:log") + "?q=链路").content.decode()
    assert "链路中断" not in client.get(reverse("pipes:log") + "?q=别的").content.decode()
    shown = client.get(reverse("pipes:messages", args=[pipe.pk])).content.decode()
    assert "major" in shown and "hazards@province" in shown
    row = {"table": "t", "row": '{"id":2,"level":"major"}'}
    tried = client.post(reverse("pipes:try", args=[pipe.pk]), row).content.decode()
    assert "&quot;level&quot;:&quot;1&quot;" in tried


def test_a_version_the_node_cannot_run_says_why(admin, pipe):
    why = line("版本 1 不能运行：没有变量 EXCHANGE_PLANT_DB") | {"code": "refused"}
    actions.hear(pipe.node, report(log=[why]) | {"pipes": []}, clock.now())
    client = sign_in(admin)
    for url in (reverse("pipes:flow"), reverse("pipes:pipe", args=[pipe.pk])):
        page = client.get(url).content.decode()
        assert "没有变量 EXCHANGE_PLANT_DB" in page and "不能运行" in page
    actions.hear(pipe.node, report(), clock.now())
    assert "EXCHANGE_PLANT_DB" not in client.get(reverse("pipes:flow")).content.decode()


def test_faults_of_a_definition_are_named_and_nothing_typed_is_lost(admin, pipe):
    client = sign_in(admin)
    text = TEXT.replace("kind: tcp", "kind: pigeon")
    url = reverse("pipes:pipe_edit", args=[pipe.pk])
    answer = client.post(url, {"text": text, "note": ""})
    assert answer.status_code == 422
    assert "第 7 行 routes[0].transport.kind" in answer.content.decode()
    assert "pigeon" in answer.content.decode()
    client.post(url, {"text": TEXT + "# 注释\n", "note": "加注释"})
    shown = client.get(reverse("pipes:version", args=[pipe.pk]) + "?number=2").content.decode()
    assert "+ # 注释" in shown


def test_content_of_messages_is_for_operators_alone(admin, pipe):
    watcher = sign_in(make_account(admin.company, Role.OPERATOR))
    found = Letter.objects.get()
    page = watcher.get(reverse("pipes:letter", args=[found.pk])).content.decode()
    assert found.reason in page
    assert "odd" not in page
    assert watcher.get(reverse("pipes:messages", args=[pipe.pk])).status_code == 403
    assert "odd" not in watcher.get("/api/v1/pipe-letters").content.decode()
    assert "odd" in sign_in(admin).get(reverse("pipes:letter", args=[found.pk])).content.decode()


def test_rest_steers_and_names_every_fault(admin, pipe):
    client = sign_in(admin)
    base = f"/api/v1/pipes/{pipe.pk}"
    assert client.post(f"{base}/run").json()["wish"] == "running"
    assert client.post(f"{base}/pause").json()["standing"]["routes"][0]["backlog"] == 7
    body = {"node": str(pipe.node_id), "text": "pipe: Bad\nspeed: 1\n"}
    answer = client.post("/api/v1/pipes", body, "application/json")
    assert answer.status_code == 422
    assert len(answer.json()["blockers"]) >= 4
    assert Pipe.objects.count() == 1
    asked = client.post(f"/api/v1/pipe-letters/{Letter.objects.get().pk}/discard",
                        {"why": "重复"}, "application/json")  # fmt: skip
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")


def test_a_strangers_report_is_refused(client):
    answer = client.post("/api/v1/pipe-nodes/report", report(), "application/json",
                         headers={"X-Node-Key": "guess"})  # fmt: skip
    assert answer.status_code in (401, 403)
    answer = client.post("/api/v1/pipe-nodes/enrol", {"token": "guess"}, "application/json")
    assert answer.status_code == 422
