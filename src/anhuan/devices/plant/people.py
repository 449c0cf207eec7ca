"""Everybody on the books: the same people on every machine, from one seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from anhuan.devices.plant.departments import TEAMS
from anhuan.devices.plant.names import FEMALE, MALE, SURNAMES
from anhuan.devices.plant.posts import POSTS, Post

SEED = 20261121
_ELDEST, _YOUNGEST = date(1967, 1, 1), date(2003, 12, 31)


@dataclass(frozen=True, slots=True)
class Person:
    """One person. `team` is empty for those who do not work shifts."""

    number: str
    name: str
    sex: str  # m or f
    born: date
    phone: str  # 199 0000 ....: never given out
    post: Post
    team: str
    tag: str  # device number; empty for the few who have none yet

    @property
    def department(self) -> str:
        """Code of the department, the shift team's where there is one."""
        is_shop = self.team and self.post.department in ("SYN", "DST", "LOG")
        return f"{self.post.department}-{self.team}" if is_shop else self.post.department


@cache
def people() -> tuple[Person, ...]:
    """Everyone, in order of personnel number."""
    rng = Random(SEED)
    places = [(post, team) for post in POSTS for team in _teams(post) for _ in range(post.heads)]
    taken: set[str] = set()
    return tuple(_person(count, *place, rng, taken) for count, place in enumerate(places, start=1))


def person_by_tag() -> dict[str, Person]:
    """Who carries which tag."""
    return {person.tag: person for person in people() if person.tag}


def _teams(post: Post) -> tuple[str, ...]:
    return TEAMS if post.roster == "shift" else ("",)


def _person(count: int, post: Post, team: str, rng: Random, taken: set[str]) -> Person:
    sex = "f" if rng.randrange(100) < post.women_pct else "m"
    prefix = {"contractor": "C", "visitor": "V"}.get(post.kind, "HS")
    return Person(
        number=f"{prefix}{count:04}",
        name=_name(sex, rng, taken),
        sex=sex,
        born=_birthday(post, rng),
        phone=f"1990000{count:04}",
        post=post,
        team=team,
        tag="" if _has_none(post, count) else f"T-{count:04}",
    )


def _name(sex: str, rng: Random, taken: set[str]) -> str:
    """A name nobody has yet."""
    while True:
        name = rng.choice(SURNAMES) + rng.choice(FEMALE if sex == "f" else MALE)
        if name not in taken:
            taken.add(name)
            return name


def _birthday(post: Post, rng: Random) -> date:
    if post.kind == "intern":
        return date(2003, 9, 1) + timedelta(days=rng.randrange(700))
    return _ELDEST + timedelta(days=rng.randrange((_YOUNGEST - _ELDEST).days))


def _has_none(post: Post, count: int) -> bool:
    """Interns who joined this week wait for their tag: the ledger must be able to show it."""
    return post.kind == "intern" and count % 3 == 0
