"""Trips: a vehicle's visit from booking to leaving, with its driver, escort and cargo."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.vehicles.models.roads import ParkingPlace, Route
from anhuan.kernel.ids import uuid7


class Trip(models.Model):
    """One booked entry (Cangzhou 一(十一)2: plate, type, driver, waybill, routes, parking)."""

    class State(models.TextChoices):
        BOOKED = "booked", "已预约"
        INSIDE = "inside", "在厂"
        LEFT = "left", "已离厂"
        CANCELLED = "cancelled", "已取消"

    class Purpose(models.TextChoices):
        LOAD = "load", "装货"
        UNLOAD = "unload", "卸货"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="trips")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="trips", verbose_name="车辆")
    purpose = models.CharField("事由", max_length=8, choices=Purpose, default=Purpose.LOAD)
    booked_from = models.DateTimeField("预约入厂")
    booked_until = models.DateTimeField("最晚离厂")
    driver_name = models.CharField("驾驶员", max_length=50)
    driver_phone = models.CharField("驾驶员手机", max_length=20, blank=True)
    driver_licence = models.CharField("驾驶员从业资格证", max_length=30, blank=True)
    escort_name = models.CharField("押运员", max_length=50, blank=True)
    escort_phone = models.CharField("押运员手机", max_length=20, blank=True)
    escort_licence = models.CharField("押运员从业资格证", max_length=30, blank=True)
    cargo = models.CharField("货物", max_length=100, blank=True)
    un_number = models.CharField("UN 编号", max_length=8, blank=True)
    amount_t = models.FloatField("数量（t）", null=True, blank=True)
    waybill = models.CharField("电子运单号", max_length=50, blank=True)
    routes = models.ManyToManyField(Route, blank=True, related_name="+", verbose_name="准行路线")
    parking = models.ManyToManyField(
        ParkingPlace, blank=True, related_name="+", verbose_name="准停车位"
    )
    note = models.CharField("备注", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.BOOKED)
    entered_at = models.DateTimeField("入厂时间", null=True, blank=True)
    left_at = models.DateTimeField("离厂时间", null=True, blank=True)

    class Meta:
        verbose_name = "车辆通行"
        ordering: ClassVar[list[str]] = ["-booked_from"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["vehicle"], condition=models.Q(state="inside"), name="vehicle_one_trip"
            ),
            models.CheckConstraint(
                name="trip_ends_after_start",
                condition=models.Q(booked_until__gt=models.F("booked_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vehicle} {self.booked_from:%m-%d %H:%M}"
