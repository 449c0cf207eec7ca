"""Today's board: long groups show what ends first, and all of it on request."""

import pytest

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits.pages import board, today_map
from anhuan.domains.permits.tests.make import reserved

pytestmark = pytest.mark.django_db


def test_a_long_group_shows_its_first_and_tells_how_many_there_are(plant, monkeypatch):
    monkeypatch.setattr(board, "SHOWN", 2)
    numbers = [reserved(plant).number for _ in range(3)]
    client = sign_in(plant.safety)

    def cards(address):
        text = client.get(address).content.decode().split("permit-board")[1]
        return [one for one in numbers if one in text], "全部 3 张" in text

    shown, more = cards("/permits/")
    assert len(shown) == 2 and more
    shown, more = cards("/permits/?whole=reserved")
    assert shown == numbers and not more
    assert len(cards("/permits/?whole=done")[0]) == 2  # each group by itself


def test_beside_the_map_a_long_list_is_cut_and_the_map_is_not(plant, monkeypatch):
    monkeypatch.setattr(today_map, "SHOWN", 2)
    numbers = [reserved(plant).number for _ in range(3)]
    client = sign_in(plant.safety)

    def listed(address):
        text = client.get(address).content.decode().split('id="list"')[1]
        return [one for one in numbers if one in text], "全部 3 张" in text

    assert len(listed("/permits/map/")[0]) == 2 and listed("/permits/map/")[1]
    assert listed("/permits/map/?whole=1") == (numbers, False)
    assert len(client.get("/permits/map/feed/").json()["shapes"]) == 3
