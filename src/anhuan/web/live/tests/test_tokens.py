"""Programs read the live streams with an API token instead of a browser's session."""

import pytest
from django.test import AsyncClient

from anhuan.domains.alarms.tests.make import make_account, make_company
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.actions import issue_api_token, revoke_api_token
from anhuan.domains.org.models import ApiToken
from anhuan.web.database import in_thread
from anhuan.web.live import views
from anhuan.web.live.tests.reading import Stream, hub_running

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.web.live.tests.addresses"),
]


def a_token(*scopes):
    account = make_account(make_company(), "operator")
    return issue_api_token(SYSTEM, account, "看板", scopes)


async def ask(token, topic="alarms", scheme="Bearer"):
    headers = {"Authorization": f"{scheme} {token}"}
    return await AsyncClient().get(f"/live/{topic}", headers=headers)


@pytest.mark.parametrize("scheme", ["Token", "Bearer"])
async def test_a_token_opens_a_stream(scheme):
    token = await in_thread(a_token)
    async with hub_running():
        response = await ask(token, scheme=scheme)
        assert response.status_code == 200
        assert (await Stream(response).next()).event == "snapshot"


async def test_scopes_and_unknown_tokens_are_refused():
    token = await in_thread(a_token, "alarms.view")
    async with hub_running():
        assert (await ask(token, "positions")).status_code == 403
        assert (await ask("anh_wrong")).status_code == 401
        response = await ask(token)
        assert response.status_code == 200
        await Stream(response).next()


async def test_a_revoked_token_ends_its_stream(monkeypatch):
    monkeypatch.setattr(views, "CHECK_EVERY_S", 0.1)
    monkeypatch.setattr(views, "KEEP_ALIVE_S", 0.2)
    token = await in_thread(a_token)
    async with hub_running():
        stream = Stream(await ask(token))
        await stream.next()
        await in_thread(lambda: revoke_api_token(SYSTEM, ApiToken.objects.get()))
        assert await stream.ends()
