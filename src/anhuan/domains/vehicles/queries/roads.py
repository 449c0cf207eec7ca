"""Classes, parking places and routes."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.vehicles.models import ParkingPlace, Route, VehicleClass


def visible_classes(account: Account) -> QuerySet[VehicleClass]:
    """Of the account's company, in use."""
    return VehicleClass.objects.filter(company=company_of(account), is_retired=False)


def get_class_for(account: Account, pk: UUID | str) -> VehicleClass:
    """One of them, else 404."""
    return get_object_or_404(visible_classes(account).select_related("company"), pk=pk)


def visible_parking(account: Account) -> QuerySet[ParkingPlace]:
    """Of the account's company, in use."""
    rows = ParkingPlace.objects.filter(company=company_of(account), is_retired=False)
    return rows.prefetch_related("classes")


def get_parking_for(account: Account, pk: UUID | str) -> ParkingPlace:
    """One of them, else 404."""
    return get_object_or_404(visible_parking(account).select_related("company"), pk=pk)


def visible_routes(account: Account) -> QuerySet[Route]:
    """Of the account's company, in use."""
    return Route.objects.filter(company=company_of(account), is_retired=False)


def get_route_for(account: Account, pk: UUID | str) -> Route:
    """One of them, else 404."""
    return get_object_or_404(visible_routes(account).select_related("company"), pk=pk)


def class_of(vehicle: Vehicle) -> VehicleClass | None:
    """The class a vehicle belongs to by its kind."""
    rows = VehicleClass.objects.filter(company_id=vehicle.company_id, is_retired=False)
    return rows.filter(name=vehicle.kind).first() if vehicle.kind else None


def vehicles_of(vehicle_class: VehicleClass) -> QuerySet[Vehicle]:
    """The vehicles of a class, in use."""
    rows = Vehicle.objects.filter(company_id=vehicle_class.company_id, is_retired=False)
    return rows.filter(kind=vehicle_class.name)


def classes_in_use(company: Company) -> list[VehicleClass]:
    """Every class of a plant, for the engine."""
    return list(VehicleClass.objects.filter(company=company, is_retired=False))
