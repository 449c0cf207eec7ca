"""Addresses of the omlox Hub, as its specification has them: no trailing slash."""

from django.urls import path

from anhuan.domains.omlox.api import fences, providers, trackables, zones

app_name = "omlox"
_zones = [
    path("zones", zones.Zones.as_view(), name="zones"),
    path("zones/summary", zones.ZonesSummary.as_view(), name="zones_summary"),
    path("zones/<str:zone_id>", zones.OneZone.as_view(), name="zone"),
    path("zones/<str:zone_id>/transform", zones.Transform.as_view(), name="zone_transform"),
    path("zones/<str:zone_id>/createfence", zones.CreateFence.as_view(), name="zone_createfence"),
]
_t = "trackables/<str:trackable_id>"
_trackables = [
    path("trackables", trackables.Trackables.as_view(), name="trackables"),
    path("trackables/summary", trackables.TrackablesSummary.as_view(), name="trackables_summary"),
    path("trackables/motions", trackables.Motions.as_view(), name="motions"),
    path(_t, trackables.OneTrackable.as_view(), name="trackable"),
    path(f"{_t}/fences", trackables.TrackableFences.as_view(), name="trackable_fences"),
    path(f"{_t}/location", trackables.TrackableLocation.as_view(), name="trackable_location"),
    path(f"{_t}/locations", trackables.TrackableLocations.as_view(), name="trackable_locations"),
    path(f"{_t}/motion", trackables.TrackableMotion.as_view(), name="trackable_motion"),
    path(f"{_t}/providers", trackables.TrackableProviders.as_view(), name="trackable_providers"),
    path(f"{_t}/sensors", trackables.TrackableSensors.as_view(), name="trackable_sensors"),
]
_p = "providers/<str:provider_id>"
_providers = [
    path("providers", providers.Providers.as_view(), name="providers"),
    path("providers/summary", providers.ProvidersSummary.as_view(), name="providers_summary"),
    path("providers/locations", providers.Locations.as_view(), name="locations"),
    path("providers/proximities", providers.Proximities.as_view(), name="proximities"),
    path(_p, providers.OneProvider.as_view(), name="provider"),
    path(f"{_p}/fences", providers.ProviderFences.as_view(), name="provider_fences"),
    path(f"{_p}/location", providers.ProviderLocation.as_view(), name="provider_location"),
    path(f"{_p}/proximity", providers.ProviderProximity.as_view(), name="provider_proximity"),
    path(f"{_p}/sensors", providers.ProviderSensors.as_view(), name="provider_sensors"),
    path(f"{_p}/trackables", providers.ProviderTrackables.as_view(), name="provider_trackables"),
]
_f = "fences/<str:fence_id>"
_fences = [
    path("fences", fences.Fences.as_view(), name="fences"),
    path("fences/summary", fences.FencesSummary.as_view(), name="fences_summary"),
    path(_f, fences.OneFence.as_view(), name="fence"),
    path(f"{_f}/locations", fences.FenceLocations.as_view(), name="fence_locations"),
    path(f"{_f}/motions", fences.FenceMotions.as_view(), name="fence_motions"),
    path(f"{_f}/providers", fences.FenceProviders.as_view(), name="fence_providers"),
    path(f"{_f}/trackables", fences.FenceTrackables.as_view(), name="fence_trackables"),
]
urlpatterns = [*_zones, *_trackables, *_providers, *_fences]
