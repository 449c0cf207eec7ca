"""The demo plant written into the database through the slices' actions."""

from datetime import datetime
from uuid import UUID

from anhuan.devices.plant.shifts import local_day
from anhuan.devices.seeding.accounts import sow_accounts
from anhuan.devices.seeding.calibration import sow_calibration
from anhuan.devices.seeding.devices import sow_devices
from anhuan.devices.seeding.fences import sow_fences
from anhuan.devices.seeding.ground import sow_ground
from anhuan.devices.seeding.hazards import sow_hazards
from anhuan.devices.seeding.inspection import sow_inspection
from anhuan.devices.seeding.instruments import sow_instruments
from anhuan.devices.seeding.mechanism import sow_mechanism
from anhuan.devices.seeding.organisation import sow_company, sow_people, sow_tree
from anhuan.devices.seeding.papers import sow_papers
from anhuan.devices.seeding.people_papers import sow_people_papers
from anhuan.devices.seeding.permits import sow_permits
from anhuan.devices.seeding.reporting import sow_reporting
from anhuan.devices.seeding.risk import sow_risks
from anhuan.devices.seeding.roster import sow_roster
from anhuan.devices.seeding.sown import Sown
from anhuan.devices.seeding.vehicles import sow_vehicles
from anhuan.devices.seeding.watch import sow_watch
from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.permits.actions import seed_permits


def sow_plant(company: UUID, now: datetime, since: datetime) -> Sown:
    """Everything but the history; tags are in people's hands `since` then."""
    today = local_day(now.timestamp())
    sown = Sown(sow_company(company, today), since)
    seed_kinds(sown.company)
    seed_permits(sown.company)
    sow_tree(sown)
    sow_people(sown, today)
    sow_accounts(sown)
    sow_roster(sown, today)
    sow_ground(sown)
    sow_devices(sown, today)
    sow_fences(sown)
    sow_papers(sown)
    sow_risks(sown)
    sow_people_papers(sown, today)
    sow_vehicles(sown)
    sow_calibration(sown, now)
    sow_permits(sown, now)
    sow_instruments(sown, now)
    sow_hazards(sown)
    sow_inspection(sown)
    sow_reporting(sown)
    sow_mechanism(sown)
    sow_watch(sown, now)
    return sown
