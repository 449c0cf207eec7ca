"""Addresses of the plant as a place."""

from django.urls import path

from anhuan.domains.plant.api import endpoints as api
from anhuan.domains.plant.pages import areas, site, sources, structures

app_name = "plant"
urlpatterns = [
    path("plant/", site.site, name="site"),
    path("plant/edit/", site.site_edit, name="site_edit"),
    path("plant/areas/", areas.areas, name="areas"),
    path("plant/areas/new/", areas.area_create, name="area_create"),
    path("plant/areas/import/", areas.areas_import, name="areas_import"),
    path("plant/areas/geojson/", areas.areas_geojson, name="areas_geojson"),
    path("plant/areas/geojson/import/", areas.areas_geojson_import, name="areas_geojson_import"),
    path("plant/areas/<uuid:pk>/", areas.area, name="area"),
    path("plant/areas/<uuid:pk>/edit/", areas.area_edit, name="area_edit"),
    path("plant/areas/<uuid:pk>/retire/", areas.area_retire, name="area_retire"),
    path("plant/structures/", structures.structures, name="structures"),
    path("plant/structures/new/", structures.structure_create, name="structure_create"),
    path("plant/structures/import/", structures.structures_import, name="structures_import"),
    path("plant/structures/<uuid:pk>/", structures.structure, name="structure"),
    path("plant/structures/<uuid:pk>/edit/", structures.structure_edit, name="structure_edit"),
    path(
        "plant/structures/<uuid:pk>/retire/", structures.structure_retire, name="structure_retire"
    ),
    path("plant/hazard-sources/", sources.hazard_sources, name="hazard_sources"),
    path("plant/hazard-sources/new/", sources.hazard_source_create, name="hazard_source_create"),
    path("plant/hazard-sources/<uuid:pk>/", sources.hazard_source, name="hazard_source"),
    path(
        "plant/hazard-sources/<uuid:pk>/edit/", sources.hazard_source_edit,
        name="hazard_source_edit",
    ),
    path(
        "plant/hazard-sources/<uuid:pk>/retire/", sources.hazard_source_retire,
        name="hazard_source_retire",
    ),
    path("api/v1/map", api.MapApi.as_view(), name="api_map"),
    path("api/v1/areas", api.AreasApi.as_view(), name="api_areas"),
    path("api/v1/areas/<uuid:pk>", api.AreaApi.as_view(), name="api_area"),
    path("api/v1/areas/<uuid:pk>/retire", api.AreaRetireApi.as_view(), name="api_area_retire"),
    path("api/v1/structures", api.StructuresApi.as_view(), name="api_structures"),
    path("api/v1/structures/<uuid:pk>", api.StructureApi.as_view(), name="api_structure"),
    path("api/v1/structures/<uuid:pk>/retire", api.StructureRetireApi.as_view(),
         name="api_structure_retire"),
    path("api/v1/hazard-sources", api.HazardSourcesApi.as_view(), name="api_hazard_sources"),
    path("api/v1/hazard-sources/<uuid:pk>", api.HazardSourceApi.as_view(),
         name="api_hazard_source"),
    path("api/v1/hazard-sources/<uuid:pk>/retire", api.HazardSourceRetireApi.as_view(),
         name="api_hazard_source_retire"),
]  # fmt: skip
