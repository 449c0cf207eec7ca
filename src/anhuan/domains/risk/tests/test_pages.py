"""Pages: what somebody at the desk sees and does."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, sign_in
from anhuan.domains.plant.tests.factories import make_hazard_source
from anhuan.domains.risk import actions
from anhuan.domains.risk.models import Identification, RiskObject, RiskPicture
from anhuan.domains.risk.tests.make import make_farm, make_measure, make_object, make_unit, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm():
    return make_farm()


@pytest.fixture
def client(farm):
    return sign_in(make_account(farm.company))


def address(name, row):
    return reverse(f"risk:{name}", args=[row.pk])


@pytest.mark.clause("RISK-005", "RISK-013", "AQG-020")
def test_the_map_links_every_area_to_its_lists(farm, client):
    page = client.get(reverse("risk:map"))
    (shape,) = page.context["props"]["shapes"]
    assert shape["url"] == address("area", farm.area)
    assert "一般风险（黄）" in shape["title"]
    lists = client.get(shape["url"]).content.decode()
    assert farm.event.name in lists
    assert "呼吸阀完好" in lists
    assert "班组级" in lists


@pytest.mark.clause("RISK-005")
def test_the_legend_counts_objects_and_their_events_apart(client, farm):
    RiskObject.objects.update(level="red")  # a major hazard source, whatever its events are
    legend = client.get(reverse("risk:map")).context["legend"]
    assert {colour: tuple(count) for _, colour, count, _ in legend} == {
        "红": (1, 0), "橙": (0, 0), "黄": (0, 1), "蓝": (0, 0),
    }  # fmt: skip


@pytest.mark.clause("DUAL-011")
def test_the_list_has_the_eleven_contents(farm, client):
    columns = client.get(reverse("risk:register")).context["spec"].columns
    assert {
        "装置/罐区/库区", "责任部门", "责任人", "风险单元", "风险事件", "管控措施分类",
        "管控措施", "隐患排查内容", "岗位（责任人）", "周期", "隐患问题描述",
    } <= {one.label for one in columns}  # fmt: skip


@pytest.mark.clause("DUAL-042")
def test_the_list_is_narrowed_by_department_level_control_and_person(farm, client):
    other = make_measure(score(make_farm(farm.company).event, "5", "5"))
    url = reverse("risk:register")

    def count(**query):
        return client.get(url, {**query, "level": query.get("level", "")}).context["count"]

    assert count() == 3
    assert count(level="red") == 2
    assert count(control="team") == 1
    assert count(department=str(farm.person.department_id)) == 1
    farm.person.name = "独一人"
    farm.person.save()
    assert count(person="独一人") == 1
    assert other.event.control == "company"


@pytest.mark.clause("DUAL-043")
def test_the_list_leaves_as_excel_and_as_pdf(farm, client):
    for kind, head in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(reverse("risk:register"), {"format": kind})
        assert b"".join(answer.streaming_content).startswith(head)


def test_lists_and_tree_ask_no_more_for_more_rows(farm, client):
    assert_flat(client, reverse("risk:register"), lambda: make_measure(farm.event))
    assert_flat(client, reverse("risk:tree"), lambda: make_unit(farm.object))
    assert_flat(client, reverse("risk:objects"), lambda: make_object(farm.company))


def test_the_tree_shows_another_day(farm, client):
    now = client.get(reverse("risk:tree"))
    assert farm.measure.text in now.content.decode()
    past = client.get(reverse("risk:tree"), {"on": "2020-01-01"})
    assert past.context["nodes"] == []
    today = client.get(reverse("risk:tree"), {"on": now.context["today"].isoformat()})
    assert farm.measure.text in today.content.decode()
    assert client.get(reverse("risk:tree"), {"on": "nonsense"}).context["on"] is None


@pytest.mark.clause("DUAL-040")
def test_an_event_is_scored_by_every_method(farm, client):
    url = address("assess", farm.event)
    facts = {"people_at_once": "0", "note": ""}
    for method, scores, level in (
        ("lec", {"score_l": "3", "score_e": "6", "score_c": "15"}, "orange"),
        ("jha", {"score_l": "5", "score_s": "4", "box_step": "脱水", "box_hazard": "喷溅"}, "red"),
        ("hazop", {"score_l": "1", "score_s": "5", "box_node": "进料", "box_deviation": "无流量"},
         "blue"),
    ):  # fmt: skip
        assert client.get(url, {"method": method}).status_code == 200
        answer = client.post(f"{url}?method={method}", facts | scores)
        assert answer.status_code == 302, answer.context["form"].errors
        farm.event.refresh_from_db()
        assert farm.event.level == level
    missing = client.post(f"{url}?method=scl", facts | {"score_l": "1", "score_s": "1"})
    assert missing.status_code == 422
    assert {one.code for one in missing.context["blockers"]} == {"box_item", "box_standard"}


def test_an_object_is_made_on_the_page_and_retired_with_all_below(farm, client):
    given = {
        "name": "装卸区", "kind": "loading", "department": farm.person.department_id,
        "person": farm.person.pk, "position": "0", "code": "", "own_code": "Q-1",
    }  # fmt: skip
    made = client.post(reverse("risk:object_create"), given)
    assert made.status_code == 302
    assert RiskObject.objects.filter(name="装卸区", own_code="Q-1").exists()
    client.post(address("object_retire", farm.object))
    farm.measure.refresh_from_db()
    assert farm.measure.is_retired


@pytest.mark.clause("DUAL-044")
def test_departments_upload_their_own_maps(farm, client):
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    file.seek(0)
    file.name = "map.png"
    given = {"department": farm.person.department_id, "title": "储运分布图", "upload": file}
    assert client.post(reverse("risk:picture_create"), given).status_code == 302
    row = RiskPicture.objects.get()
    assert b"".join(client.get(address("picture", row)).streaming_content).startswith(b"\x89PNG")
    wrong = BytesIO(b"MZ not a picture")
    wrong.name = "map.png"
    assert client.post(reverse("risk:picture_create"), given | {"upload": wrong}).status_code == 422
    client.post(reverse("risk:pictures_retire"), {"ids": [str(row.pk)], "confirmed": "1"})
    row.refresh_from_db()
    assert row.is_retired


@pytest.mark.clause("RISK-014")
def test_both_cards_of_an_area_are_printed(farm, client):
    given = {"first_steps": "切断进料\n撤离", "materials": "甲醇", "phones": "8119"}
    assert client.post(address("card_edit", farm.area), given).status_code == 302
    assert "切断进料" in client.get(address("area", farm.area)).content.decode()
    for name in ("know_card", "emergency_card"):
        pdf = b"".join(client.get(address(name, farm.area)).streaming_content)
        assert pdf.startswith(b"%PDF")


def test_a_unit_is_judged_on_the_page_and_printed(farm, client):
    given = {
        "name": "罐组", "kind": "storage", "people_in_500m": "0", "object": farm.object.pk,
        "name_0": "甲醇", "quantity_0": "499", "categories_0": "w5.3",
        "name_1": "某液", "quantity_1": "2", "categories_1": "W5.3，J5",
    }  # fmt: skip
    made = client.post(reverse("risk:identify"), given)
    row = Identification.objects.get()
    assert made.url == address("identification", row)
    assert (row.s, row.level) == ("1.002", 4)
    page = client.get(made.url).content.decode()
    assert "四级重大危险源" in page
    assert b"".join(client.get(address("identification_pdf", row)).streaming_content)[:4] == b"%PDF"
    bad = client.post(reverse("risk:identify"), given | {"quantity_0": "", "name_1": "某"})
    assert bad.status_code == 422
    again = client.get(reverse("risk:identify"), {"from": row.pk}).content.decode()
    assert "499" in again


def test_the_page_of_a_source_records_duties_and_hangs_the_board(farm, client):
    source = make_hazard_source(farm.company, area=farm.area, primary=farm.person)
    actions.seed_duties(farm.company)
    actions.watch_holders(farm.company)
    assert "待更新登记系统" in client.get(reverse("risk:duties")).content.decode()
    url = f"{address('perform', source)}?duty=p-supervise"
    assert client.get(url).status_code == 200
    today = client.get(reverse("risk:tree")).context["today"].isoformat()
    assert client.post(url, {"done_on": today, "note": "已督查"}).status_code == 302
    page = client.get(address("source", source)).content.decode()
    assert "已督查" in page
    assert b"".join(client.get(address("board", source)).streaming_content)[:4] == b"%PDF"
    (held,) = source.holdings.all()
    client.post(address("confirm", held))
    held.refresh_from_db()
    assert held.registered_at


def test_bounds_are_set_and_refused(farm, client):
    url = reverse("risk:settings")
    shown = client.get(url).context["form"]
    given = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
    good = {key: ("on" if value is True else value) for key, value in given.items() if value}
    assert client.post(url, good | {"ls_red": "25"}).status_code == 302
    refused = client.post(url, good | {"ls_red": "26", "people_at_once": "1"})
    assert {one.code for one in refused.context["blockers"]} == {
        "bounds_ls_high", "people_at_once"
    }  # fmt: skip


def test_a_worker_reads_and_changes_nothing(farm):
    client = sign_in(make_account(farm.company, Role.WORKER))
    assert client.get(reverse("risk:map")).status_code == 200
    assert "编辑" not in client.get(address("event", farm.event)).content.decode()
    assert client.post(address("event_retire", farm.event)).status_code == 403


def test_the_api_tells_register_rows_and_verdicts(farm, client):
    tree = client.get("/api/v1/risk-register").json()
    assert tree["objects"][0]["below"][0]["below"][0]["content"]["level"] == "yellow"
    rows = client.get("/api/v1/risk-rows").json()
    assert {one["table"] for one in rows} == {"DUAL_T1", "DUAL_T2", "DUAL_T3"}
    near = client.get("/api/v1/risks-near", {"area": farm.area.pk}).json()
    assert near[0]["name"] == farm.event.name
    assert client.get("/api/v1/risks-near", {"area": "x"}).status_code == 422
    body = {"people_in_500m": 0, "stocks": [
        {"name": "氯", "quantity_t": "4.9"}]}  # fmt: skip
    judged = client.post("/api/v1/major-hazard-verdict", body, "application/json").json()
    assert (judged["is_major"], judged["words"]) == (False, "不构成危险化学品重大危险源")
    scored = client.post(
        f"/api/v1/risk-events/{farm.event.pk}/assess",
        {"method": "ls", "scores": {"l": "5", "s": "5"}}, "application/json",
    )  # fmt: skip
    assert (scored.status_code, scored.json()["level"]) == (201, "red")
    assert client.get("/api/v1/risk-events", {"level": "red"}).json()["results"]
    assert client.get("/api/v1/risk-duties").status_code == 200


@pytest.mark.clause("DUAL-001")
def test_the_methods_cite_what_they_follow(farm, client):
    page = client.get(address("assess", farm.event)).content.decode()
    for text in ("应急〔2019〕78号", "双重预防机制建设工作指南", "DB37/T 2882", "DB37/T 2971"):
        assert text in page, text
