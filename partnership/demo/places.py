"""The map of the fictional county: 13 cities, 12 school districts, 60 schools. Every name is invented.

Codes look like the state's fourteen digits (county 2 + district 5 + school 7) and cannot be mistaken for
real ones: no county bears the number 99. Some schools keep a leading zero, as real ones do.
"""

from dataclasses import dataclass

COUNTY_NAME = "Solandra County"
COUNTY_CODE = "99"


@dataclass(frozen=True)
class City:
    """A city; `policed_by` is the slug of its own department, or the sheriff's where it has none."""

    name: str
    slug: str
    population: int
    policed_by: str
    latitude: str
    longitude: str


@dataclass(frozen=True)
class District:
    """A school district; `code` is its 7 digits, `slug` that of its organization."""

    name: str
    slug: str
    code: str
    city: str


@dataclass(frozen=True)
class School:
    """A school; `code` is its 14 digits, `grades` run from 0 (kindergarten) to 12."""

    name: str
    code: str
    district: str
    city: str
    kind: str
    grades: range

    @property
    def grade_span(self):
        """The grades in the words of a directory: `K-6`, `7-8`."""
        first, last = self.grades[0], self.grades[-1]
        return f"{'K' if first == 0 else first}-{last}"


GRADES = {
    "elementary": range(7),
    "middle": range(7, 9),
    "high": range(9, 13),
    "k8": range(9),
}

# Name, population, its own police department (yes) or the sheriff by contract (no), and where it lies: in the ocean,
# far from any real city.
_CITIES = [
    ("Marisol", 24_800, True, "31.62000", "-122.41000"),
    ("Las Garzas", 17_200, True, "31.71000", "-122.25000"),
    ("San Telmo", 16_900, True, "31.55000", "-122.28000"),
    ("Tamarindo", 15_800, True, "31.64000", "-122.14000"),
    ("Verbena Park", 15_400, True, "31.56000", "-122.12000"),
    ("Alder Mesa", 12_300, True, "31.77000", "-122.12000"),
    ("Oriole Grove", 11_600, True, "31.52000", "-121.99000"),
    ("Caleta Serena", 8_100, True, "31.74000", "-122.47000"),
    ("Quillby", 7_000, True, "31.45000", "-122.18000"),
    ("Vallecorto", 5_200, False, "31.83000", "-121.98000"),
    ("Torrealta", 3_300, False, "31.81000", "-122.43000"),
    ("Juniper Wells", 1_700, False, "31.60000", "-121.87000"),
    ("Dunmarrow", 900, False, "31.90000", "-121.87000"),
]

# District: five digits, home city, schools as (name, kind, city where it differs from the home city).
_DISTRICTS = {
    ("Marisol Unified", "40112", "Marisol"): [
        ("Lantern Hill Elementary", "elementary"),
        ("Saltmarsh Lane Elementary", "elementary"),
        ("Old Tannery Elementary", "elementary"),
        ("Figtree Court Elementary", "elementary"),
        ("Signal Bluff Elementary", "elementary"),
        ("Kite Field Elementary", "elementary"),
        ("Copperline Middle", "middle"),
        ("Wharf Street Middle", "middle"),
        ("Marisol Harbor High", "high"),
        ("Signal Bluff High", "high"),
    ],
    ("Las Garzas Unified", "40238", "Las Garzas"): [
        ("Heron Bend Elementary", "elementary"),
        ("Reedwater Elementary", "elementary"),
        ("Millrace Elementary", "elementary"),
        ("Plum Orchard Elementary", "elementary"),
        ("Garzas Creek Middle", "middle"),
        ("Las Garzas High", "high"),
    ],
    ("San Telmo Unified", "40354", "San Telmo"): [
        ("Bellfounder Elementary", "elementary"),
        ("Adobe Row Elementary", "elementary"),
        ("Chalk Ridge Elementary", "elementary"),
        ("Weavers Row Elementary", "elementary"),
        ("Brickyard Middle", "middle"),
        ("San Telmo High", "high"),
    ],
    ("Tamarindo Unified", "40479", "Tamarindo"): [
        ("Packinghouse Elementary", "elementary"),
        ("Citron Avenue Elementary", "elementary"),
        ("Railspur Elementary", "elementary"),
        ("Windrow School", "k8"),
        ("Tamarindo Middle", "middle"),
        ("Tamarindo High", "high"),
    ],
    ("Alder Mesa Unified", "40595", "Alder Mesa"): [
        ("Mesa Edge Elementary", "elementary"),
        ("Stonecutter Elementary", "elementary"),
        ("Larkmeadow Elementary", "elementary"),
        ("Alder Mesa Middle", "middle"),
        ("Alder Mesa High", "high"),
    ],
    ("Quillby Unified", "40610", "Quillby"): [
        ("Quillby Green Elementary", "elementary"),
        ("Thimble Creek Elementary", "elementary"),
        ("Quillby Middle", "middle"),
        ("Quillby High", "high"),
    ],
    ("Caleta Serena Unified", "40736", "Caleta Serena"): [
        ("Lighthouse Row Elementary", "elementary"),
        ("Kelp Cove Elementary", "elementary"),
        ("Torrealta Hill Elementary", "elementary", "Torrealta"),
        ("Breakwater Point Middle", "middle"),
        ("Caleta Serena High", "high"),
    ],
    ("Vallecorto Joint Unified", "40852", "Vallecorto"): [
        ("Vallecorto Elementary", "elementary"),
        ("Walnut Siding Elementary", "elementary"),
        ("Dunmarrow School", "k8", "Dunmarrow"),
        ("Vallecorto Middle", "middle"),
        ("Vallecorto High", "high"),
    ],
    ("Verbena Park Elementary", "40977", "Verbena Park"): [
        ("Fountain Lawn Elementary", "elementary"),
        ("Trolley Barn Elementary", "elementary"),
        ("Nine Oaks Elementary", "elementary"),
        ("Canal Steps Elementary", "elementary"),
        ("Verbena Park Middle", "middle"),
    ],
    ("Oriole Grove Elementary", "41093", "Oriole Grove"): [
        ("Nest Hill Elementary", "elementary"),
        ("Cider Press Elementary", "elementary"),
        ("Gatehouse Elementary", "elementary"),
        ("Oriole Grove Middle", "middle"),
    ],
    ("Juniper Wells Elementary", "41118", "Juniper Wells"): [
        ("Juniper Wells School", "k8"),
        ("Cistern Road School", "k8"),
    ],
    # Takes in the ninth grade of the three elementary districts above.
    ("Solandra Union High", "41234", "Verbena Park"): [
        ("Verbena Park High", "high"),
        ("East Foothill High", "high", "Oriole Grove"),
    ],
}

# The first digits of a school number tell its age; the newest numbers begin with a zero.
_FIRST_NUMBER = {"elementary": 6_401_017, "middle": 6_408_029, "high": 4_330_011, "k8": 141_507}


def slug_of(name):
    """`Sheriff's Office` -> `sheriffs-office`: ASCII words joined by hyphens."""
    plain = name.replace("'", "").replace("é", "e").lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def demo_cities():
    """The 13 cities, largest first."""
    return tuple(
        City(
            name, slug_of(name), people, f"{slug_of(name)}-police" if own else "solandra-sheriff", north, east
        )
        for name, people, own, north, east in _CITIES
    )


def demo_districts():
    """The 12 districts, in the order of their codes."""
    return tuple(
        District(f"{name} School District", slug_of(name), COUNTY_CODE + digits, city)
        for name, digits, city in _DISTRICTS
    )


def demo_schools():
    """The 60 schools, district by district."""
    schools = []
    for (name, digits, home), rows in _DISTRICTS.items():
        for school, kind, *elsewhere in rows:
            number = _FIRST_NUMBER[kind] + 37 * len(schools)
            code = f"{COUNTY_CODE}{digits}{number:07d}"
            city = elsewhere[0] if elsewhere else home
            schools.append(School(school, code, slug_of(name), city, kind, GRADES[kind]))
    return tuple(schools)
