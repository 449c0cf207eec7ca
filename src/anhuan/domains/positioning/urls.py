"""Addresses of the positioning slice."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.positioning.api import counts as api_counts
from anhuan.domains.positioning.api import devices as api_devices
from anhuan.domains.positioning.api import fences as api_fences
from anhuan.domains.positioning.api import live as api_live
from anhuan.domains.positioning.pages import (
    anchors,
    counts,
    fences,
    holdings,
    inflow,
    maps,
    person,
    tags,
    vehicles,
)

app_name = "positioning"
# Cards on the person's page of the org slice, below us.
PANELS.setdefault("org.person", []).extend(
    (person.visits_panel, person.tag_panel, person.place_panel, person.history_panel)
)
_tags = [
    path("tags/", tags.tags, name="tags"),
    path("tags/create/", tags.tag_create, name="tag_create"),
    path("tags/import/", tags.tag_import, name="tag_import"),
    path("tags/unbind/", tags.tags_unbind, name="tags_unbind"),
    path("tags/<uuid:pk>/", tags.tag, name="tag"),
    path("tags/<uuid:pk>/edit/", tags.tag_edit, name="tag_edit"),
    path("tags/<uuid:pk>/bind/", tags.tag_bind, name="tag_bind"),
    path("tags/<uuid:pk>/unbind/", tags.tag_unbind, name="tag_unbind"),
    path("tags/<uuid:pk>/retire/", tags.tag_retire, name="tag_retire"),
    path("assignments/", holdings.assignments, name="assignments"),
    path("people-without-tag/", holdings.people_without_tag, name="people_without_tag"),
]
_anchors = [
    path("anchors/", anchors.anchors, name="anchors"),
    path("anchors/create/", anchors.anchor_create, name="anchor_create"),
    path("anchors/import/", anchors.anchor_import, name="anchor_import"),
    path("anchors/<uuid:pk>/", anchors.anchor, name="anchor"),
    path("anchors/<uuid:pk>/edit/", anchors.anchor_edit, name="anchor_edit"),
    path("anchors/<uuid:pk>/retire/", anchors.anchor_retire, name="anchor_retire"),
    path("coverage/", anchors.coverage, name="coverage"),
]
_vehicles = [
    path("vehicles/", vehicles.vehicles, name="vehicles"),
    path("vehicles/create/", vehicles.vehicle_create, name="vehicle_create"),
    path("vehicles/import/", vehicles.vehicle_import, name="vehicle_import"),
    path("vehicles/<uuid:pk>/", vehicles.vehicle, name="vehicle"),
    path("vehicles/<uuid:pk>/edit/", vehicles.vehicle_edit, name="vehicle_edit"),
    path("vehicles/<uuid:pk>/retire/", vehicles.vehicle_retire, name="vehicle_retire"),
]
_fences = [
    path("fences/", fences.fences, name="fences"),
    path("fences/create/", fences.fence_create, name="fence_create"),
    path("fences/<uuid:pk>/", fences.fence, name="fence"),
    path("fences/<uuid:pk>/edit/", fences.fence_edit, name="fence_edit"),
    path("fences/<uuid:pk>/enable/", fences.fence_enable, name="fence_enable"),
    path("fences/<uuid:pk>/disable/", fences.fence_disable, name="fence_disable"),
    path("fences/<uuid:pk>/retire/", fences.fence_retire, name="fence_retire"),
]
_where = [
    path("control-room/", maps.control_room, name="control_room"),
    path("tracks/", maps.tracks, name="tracks"),
    path("counts/", counts.counts, name="counts"),
    path("visits/", counts.visits, name="visits"),
    path("inflow/", inflow.inflow, name="inflow"),
    path("positioning/settings/", inflow.settings, name="settings"),
]
_api = [
    path("roster", api_live.RosterApi.as_view(), name="api_roster"),
    path("subjects", api_live.SubjectsApi.as_view(), name="api_subjects"),
    path("tracks", api_live.TracksApi.as_view(), name="api_tracks"),
    path("positions/at", api_live.EveryoneApi.as_view(), name="api_at"),
    path("positions/timeline", api_live.TimelineApi.as_view(), name="api_timeline"),
    path("visits", api_counts.VisitsApi.as_view(), name="api_visits"),
    path("counts", api_counts.CountsApi.as_view(), name="api_counts"),
    path("tags", api_devices.TagsApi.as_view(), name="api_tags"),
    path("tags/<uuid:pk>", api_devices.TagApi.as_view(), name="api_tag"),
    path("tags/<uuid:pk>/bind", api_devices.TagBindApi.as_view(), name="api_tag_bind"),
    path("tags/<uuid:pk>/unbind", api_devices.TagUnbindApi.as_view(), name="api_tag_unbind"),
    path("tags/<uuid:pk>/retire", api_devices.TagRetireApi.as_view(), name="api_tag_retire"),
    path("anchors", api_devices.AnchorsApi.as_view(), name="api_anchors"),
    path("anchors/<uuid:pk>", api_devices.AnchorApi.as_view(), name="api_anchor"),
    path("vehicles", api_devices.VehiclesApi.as_view(), name="api_vehicles"),
    path("vehicles/<uuid:pk>", api_devices.VehicleApi.as_view(), name="api_vehicle"),
    path("assignments", api_devices.AssignmentsApi.as_view(), name="api_assignments"),
    path("fences", api_fences.FencesApi.as_view(), name="api_fences"),
    path("fences/<uuid:pk>", api_fences.FenceApi.as_view(), name="api_fence"),
    path("fences/<uuid:pk>/enable", api_fences.FenceEnableApi.as_view(), name="api_fence_enable"),
    path("fences/<uuid:pk>/disable", api_fences.FenceDisableApi.as_view(),
         name="api_fence_disable"),
]  # fmt: skip
_V1 = "api/v1/"
urlpatterns = [
    *_tags,
    *_anchors,
    *_vehicles,
    *_fences,
    *_where,
    *(path(_V1 + str(one.pattern), one.callback, name=one.name) for one in _api),
]
