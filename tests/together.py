"""Which tests one worker keeps together, with `--dist loadscope`: those that share a whole plant.

Marks of `xdist_group` would say the same, but xdist 3.8 loses them under pytest 9.2.
"""

from xdist.scheduler import LoadScopeScheduling

PLANTS = ("tests/faults/", "tests/cluster/", "tests/flows/")  # one for the whole folder …
APART = ("tests/flows/test_permit_phone.py", "tests/flows/test_round.py")  # … these have their own


class Together(LoadScopeScheduling):
    """A folder with one plant is one piece of work, any other file is one."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        if file in APART:
            return "apart"
        return next((folder for folder in PLANTS if file.startswith(folder)), file)
