"""Vehicle terminals, classes of vehicle, where they may drive and park, and their trips."""

from anhuan.domains.vehicles.models.roads import ParkingPlace, Route, VehicleClass
from anhuan.domains.vehicles.models.terminals import Knock, Terminal
from anhuan.domains.vehicles.models.trips import Trip

__all__ = ["Knock", "ParkingPlace", "Route", "Terminal", "Trip", "VehicleClass"]
