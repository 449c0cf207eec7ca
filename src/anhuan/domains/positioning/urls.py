"""Addresses of the positioning slice."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.positioning.api import abnormal as api_abnormal
from anhuan.domains.positioning.api import counts as api_counts
from anhuan.domains.positioning.api import devices as api_devices
from anhuan.domains.positioning.api import drafts as api_drafts
from anhuan.domains.positioning.api import fences as api_fences
from anhuan.domains.positioning.api import gates as api_gates
from anhuan.domains.positioning.api import job_areas as api_job_areas
from anhuan.domains.positioning.api import live as api_live
from anhuan.domains.positioning.api import presence as api_presence
from anhuan.domains.positioning.api import settings as api_settings
from anhuan.domains.positioning.api import trials as api_trials
from anhuan.domains.positioning.api import where as api_where
from anhuan.domains.positioning.pages import (
    abnormal,
    anchors,
    counts,
    coverage,
    drafts,
    fence_drawing,
    fence_files,
    fences,
    gates,
    holdings,
    inflow,
    job_areas,
    maps,
    nearby,
    person,
    presence,
    sounders,
    tags,
    trials,
    vehicles,
    versions,
    views,
    where,
)

app_name = "positioning"
# Cards on the person's page of the org slice, below us.
PANELS.setdefault("org.person", []).extend(
    (
        person.visits_panel,
        person.tag_panel,
        person.place_panel,
        nearby.person_panel,
        person.history_panel,
    )
)
PANELS.setdefault("alarms.alarm", []).extend((nearby.incident_panel, nearby.alarm_panel))
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
    path("tags/<uuid:pk>/test/", tags.tag_test, name="tag_test"),
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
    path("coverage/", coverage.coverage, name="coverage"),
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
    path("fences/create/", fence_drawing.fence_create, name="fence_create"),
    path("fences/import/", fence_files.fence_import, name="fence_import"),
    path("fences/export/", fence_files.fence_export, name="fence_export"),
    path("fences/<uuid:pk>/", fences.fence, name="fence"),
    path("fences/<uuid:pk>/edit/", fence_drawing.fence_edit, name="fence_edit"),
    path("fences/<uuid:pk>/enable/", fences.fence_enable, name="fence_enable"),
    path("fences/<uuid:pk>/disable/", fences.fence_disable, name="fence_disable"),
    path("fences/<uuid:pk>/retire/", fences.fence_retire, name="fence_retire"),
    path("fences/<uuid:pk>/draft/", drafts.fence_draft, name="fence_draft"),
    path("fences/<uuid:pk>/try/", trials.fence_try, name="fence_try"),
    path("fences/versions/<uuid:pk>/", versions.fence_version, name="fence_version"),
    path("fences/drafts/<uuid:pk>/", drafts.draft, name="draft"),
    path("fences/drafts/<uuid:pk>/edit/", fence_drawing.draft_edit, name="draft_edit"),
    path("fences/drafts/<uuid:pk>/try/", trials.draft_try, name="draft_try"),
    path("fences/drafts/<uuid:pk>/publish/", drafts.draft_publish, name="draft_publish"),
    path("fences/drafts/<uuid:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path("fences/trials/<uuid:pk>/", trials.trial, name="trial"),
]
_jobs = [
    path("job-areas/", job_areas.job_areas, name="job_areas"),
    path("job-areas/create/", job_areas.job_area_create, name="job_area_create"),
    path("job-areas/<uuid:pk>/", job_areas.job_area, name="job_area"),
    path("job-areas/<uuid:pk>/edit/", job_areas.job_area_edit, name="job_area_edit"),
    path("job-areas/<uuid:pk>/close/", job_areas.job_area_close, name="job_area_close"),
    path("gates/passages/", gates.passages, name="passages"),
    path("gates/passages/create/", gates.passage_create, name="passage_create"),
    path("gates/inside/", gates.gate_inside, name="gate_inside"),
    path("sounders/", sounders.sounders, name="sounders"),
    path("sounders/create/", sounders.sounder_create, name="sounder_create"),
    path("sounders/<uuid:pk>/", sounders.sounder, name="sounder"),
    path("sounders/<uuid:pk>/edit/", sounders.sounder_edit, name="sounder_edit"),
    path("sounders/<uuid:pk>/test/", sounders.sounder_test, name="sounder_test"),
    path("sounders/<uuid:pk>/retire/", sounders.sounder_retire, name="sounder_retire"),
]
_where = [
    path("control-room/", maps.control_room, name="control_room"),
    path("tracks/", maps.tracks, name="tracks"),
    path("counts/", counts.counts, name="counts"),
    path("visits/", counts.visits, name="visits"),
    path("people-now/", presence.now, name="now"),
    path("abnormal-people/", abnormal.abnormal, name="abnormal"),
    path("dwell/", presence.dwell, name="dwell"),
    path("attendance/", presence.attendance, name="attendance"),
    path("cards/", presence.cards, name="cards"),
    path("near/", where.who_was_near, name="near"),
    path("passed/", where.passed, name="passed"),
    path("contacts/", where.contacts, name="contacts"),
    path("heat/", views.heat, name="heat"),
    path("space/", views.space, name="space"),
    path("inflow/", inflow.inflow, name="inflow"),
    path("positioning/settings/", inflow.settings, name="settings"),
]
_api = [
    path("roster", api_live.RosterApi.as_view(), name="api_roster"),
    path("subjects", api_live.SubjectsApi.as_view(), name="api_subjects"),
    path("tracks", api_live.TracksApi.as_view(), name="api_tracks"),
    path("positions/at", api_live.EveryoneApi.as_view(), name="api_at"),
    path("positions/timeline", api_live.TimelineApi.as_view(), name="api_timeline"),
    path("positions/film", api_where.FilmApi.as_view(), name="api_film"),
    path("positions/heat", api_where.HeatApi.as_view(), name="api_heat"),
    path("positions/near", api_where.NearApi.as_view(), name="api_near"),
    path("positions/passed", api_where.PassedApi.as_view(), name="api_passed"),
    path("positions/contacts", api_where.ContactsApi.as_view(), name="api_contacts"),
    path("dwell", api_presence.DwellApi.as_view(), name="api_dwell"),
    path("attendance", api_presence.AttendanceApi.as_view(), name="api_attendance"),
    path("coverage", api_presence.CoverageApi.as_view(), name="api_coverage"),
    path("cards", api_presence.CardsApi.as_view(), name="api_cards"),
    path("visits", api_counts.VisitsApi.as_view(), name="api_visits"),
    path("counts", api_counts.CountsApi.as_view(), name="api_counts"),
    path("tags", api_devices.TagsApi.as_view(), name="api_tags"),
    path("tags/<uuid:pk>", api_devices.TagApi.as_view(), name="api_tag"),
    path("tags/<uuid:pk>/bind", api_devices.TagBindApi.as_view(), name="api_tag_bind"),
    path("tags/<uuid:pk>/unbind", api_devices.TagUnbindApi.as_view(), name="api_tag_unbind"),
    path("tags/<uuid:pk>/test", api_devices.TagTestApi.as_view(), name="api_tag_test"),
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
    path("fences/<uuid:pk>/retire", api_fences.FenceRetireApi.as_view(), name="api_fence_retire"),
    path("fences/<uuid:pk>/versions", api_fences.FenceVersionsApi.as_view(),
         name="api_fence_versions"),
    path("fences/<uuid:pk>/draft", api_drafts.FenceDraftApi.as_view(), name="api_fence_draft"),
    path("fences/<uuid:pk>/try", api_trials.FenceTryApi.as_view(), name="api_fence_try"),
    path("fence-templates", api_fences.FenceTemplatesApi.as_view(), name="api_fence_templates"),
    path("fence-drafts", api_drafts.DraftsApi.as_view(), name="api_drafts"),
    path("fence-drafts/<uuid:pk>", api_drafts.DraftApi.as_view(), name="api_draft"),
    path("fence-drafts/<uuid:pk>/publish", api_drafts.DraftPublishApi.as_view(),
         name="api_draft_publish"),
    path("fence-drafts/<uuid:pk>/discard", api_drafts.DraftDiscardApi.as_view(),
         name="api_draft_discard"),
    path("fence-drafts/<uuid:pk>/try", api_trials.DraftTryApi.as_view(), name="api_draft_try"),
    path("fence-trials/<uuid:pk>", api_trials.TrialApi.as_view(), name="api_trial"),
]  # fmt: skip
_api += [
    path("abnormal-people", api_abnormal.AbnormalApi.as_view(), name="api_abnormal"),
    path("positioning-settings", api_settings.SettingsApi.as_view(), name="api_settings"),
    path("job-areas", api_job_areas.JobAreasApi.as_view(), name="api_job_areas"),
    path("job-areas/<uuid:pk>", api_job_areas.JobAreaApi.as_view(), name="api_job_area"),
    path("job-areas/<uuid:pk>/close", api_job_areas.JobAreaCloseApi.as_view(),
         name="api_job_area_close"),
    path("gate-passages", api_gates.PassagesApi.as_view(), name="api_passages"),
    path("sounders", api_gates.SoundersApi.as_view(), name="api_sounders"),
    path("sounders/<uuid:pk>", api_gates.SounderApi.as_view(), name="api_sounder"),
    path("sounders/<uuid:pk>/test", api_gates.SounderTestApi.as_view(), name="api_sounder_test"),
    path("sounders/<uuid:pk>/retire", api_gates.SounderRetireApi.as_view(),
         name="api_sounder_retire"),
]  # fmt: skip
_V1 = "api/v1/"
urlpatterns = [
    *_tags,
    *_anchors,
    *_vehicles,
    *_fences,
    *_jobs,
    *_where,
    *(path(_V1 + str(one.pattern), one.callback, name=one.name) for one in _api),
]
