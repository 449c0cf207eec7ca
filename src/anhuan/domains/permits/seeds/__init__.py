"""What the product ships with: forms of every kind, gases, hazards, check lists.

Data in YAML beside this file, read once. Plants take copies and change those; these stay the floor
(`rules.forms.validate_template`).
"""

from anhuan.domains.permits.seeds.forms_data import shipped_form, shipped_forms
from anhuan.domains.permits.seeds.lists import shipped_gases, shipped_hazards

__all__ = ["shipped_form", "shipped_forms", "shipped_gases", "shipped_hazards"]
