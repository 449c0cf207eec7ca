"""Addresses of the slice of pipes."""

from django.urls import path

from anhuan.domains.pipes.api import endpoints as api
from anhuan.domains.pipes.api import machine
from anhuan.domains.pipes.pages import flow, letters, messages, nodes, pipes, told

app_name = "pipes"
_pages = [
    path("pipes/", flow.flow, name="flow"),
    path("pipes/new/", pipes.create, name="pipe_create"),
    path("pipes/<uuid:pk>/", pipes.pipe, name="pipe"),
    path("pipes/<uuid:pk>/edit/", pipes.edit, name="pipe_edit"),
    path("pipes/<uuid:pk>/remove/", pipes.remove, name="pipe_remove"),
    path("pipes/<uuid:pk>/version/", pipes.version, name="version"),
    path("pipes/<uuid:pk>/run/", pipes.start, name="pipe_running"),
    path("pipes/<uuid:pk>/pause/", pipes.pause, name="pipe_paused"),
    path("pipes/<uuid:pk>/stop/", pipes.stop, name="pipe_stopped"),
    path("pipes/<uuid:pk>/compare/", pipes.compare, name="pipe_compare"),
    path("pipes/<uuid:pk>/resume/", pipes.resume, name="pipe_resume"),
    path("pipes/<uuid:pk>/messages/", messages.messages, name="messages"),
    path("pipes/<uuid:pk>/try/", messages.try_out, name="try"),
    path("pipe-letters/", letters.letters, name="letters"),
    path("pipe-letters/<uuid:pk>/", letters.letter, name="letter"),
    path("pipe-letters/<uuid:pk>/replay/", letters.replay, name="letter_replay"),
    path("pipe-letters/<uuid:pk>/discard/", letters.discard, name="letter_discard"),
    path("pipe-looks/", told.looks, name="looks"),
    path("pipe-looks/<uuid:pk>/", told.look, name="look"),
    path("pipe-looks/<uuid:pk>/resend/", told.resend, name="look_resend"),
    path("pipe-receipts/", told.receipts, name="receipts"),
    path("pipe-log/", told.log, name="log"),
    path("pipe-nodes/", nodes.nodes, name="nodes"),
    path("pipe-nodes/new/", nodes.create, name="node_create"),
    path("pipe-nodes/<uuid:pk>/retire/", nodes.retire, name="node_retire"),
]
_api = [
    path("pipes", api.PipesApi.as_view(), name="api_pipes"),
    path("pipes/<uuid:pk>", api.PipeApi.as_view(), name="api_pipe"),
    path("pipes/<uuid:pk>/run", api.RunApi.as_view(), name="api_pipe_run"),
    path("pipes/<uuid:pk>/pause", api.PauseApi.as_view(), name="api_pipe_pause"),
    path("pipes/<uuid:pk>/stop", api.StopApi.as_view(), name="api_pipe_stop"),
    path("pipes/<uuid:pk>/compare", api.CompareApi.as_view(), name="api_pipe_compare"),
    path("pipe-letters", api.LettersApi.as_view(), name="api_letters"),
    path("pipe-letters/<uuid:pk>/replay", api.ReplayApi.as_view(), name="api_letter_replay"),
    path("pipe-letters/<uuid:pk>/discard", api.DiscardApi.as_view(), name="api_letter_discard"),
    path("pipe-looks", api.LooksApi.as_view(), name="api_looks"),
    path("pipe-looks/<uuid:pk>/resend", api.ResendApi.as_view(), name="api_look_resend"),
    path("pipe-receipts", api.ReceiptsApi.as_view(), name="api_receipts"),
    path("pipe-log", api.LogApi.as_view(), name="api_log"),
    path("pipe-nodes", api.NodesApi.as_view(), name="api_nodes"),
    path("pipe-nodes/enrol", machine.EnrolApi.as_view(), name="api_enrol"),
    path("pipe-nodes/report", machine.ReportApi.as_view(), name="api_report"),
]
urlpatterns = [
    *_pages,
    *(path("api/v1/" + str(one.pattern), one.callback, name=one.name) for one in _api),
]
