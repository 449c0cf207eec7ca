"""Contractor firms as the plant knows them, their papers, people, teams, and the blacklist."""

from anhuan.domains.contractors.models.bars import Bar
from anhuan.domains.contractors.models.firms import Contractor, ContractorSettings, FirmPaper
from anhuan.domains.contractors.models.members import Member, Team

__all__ = ["Bar", "Contractor", "ContractorSettings", "FirmPaper", "Member", "Team"]
