"""Names for students who do not exist: siblings share theirs, some bear two surnames.

Given and family names are common ones drawn independently, so that nobody in particular is meant. They
appear in one enrollment export only, where the platform has to drop them, and wait for record linkage.
"""

import numpy as np

GIRLS = (
    "Abril Ada Alma Amara Anaïs Beatriz Camila Carmen Celia Chloe Daniela Delia Elena Elisa Emma Esther "
    "Fatima Flora Gloria Grace Hana Hazel Ines Irene Isla Ivy Jade Julia Kalani Leila Lena Lucía Mai Malia "
    "Mara Marta Mei Mina Naomi Nadia Nora Olive Paloma Pilar Priya Rosa Ruth Sana Sofía Talia Thuy Vera "
    "Violet Ximena Yara Zoe"
)
BOYS = (
    "Aaron Abel Adrián Amir Andre Ángel Arjun Asher Bao Beto Caleb Cyrus Dante Diego Duc Eli Emilio Enzo "
    "Ezra Felix Gael Hugo Ian Isaac Ivan Jamal Joaquín Jonah José Kai Kenji Leo Levi Luis Malik Mateo Micah "
    "Miguel Nam Nico Noah Omar Oscar Owen Pablo Rafael Ravi Rey Samuel Santos Silas Tomás Tyrell Victor Wes "
    "Yusuf"
)
_SPANISH = (
    "Aguilar Ávila Barrera Campos Cárdenas Castro Cruz Delgado Domínguez Espinoza Flores Fuentes García "
    "Gómez Guerrero Herrera Ibarra Jiménez Juárez Lara López Luna Maldonado Martínez Medina Mendoza Molina "
    "Mora Muñoz Navarro Núñez Ortega Pacheco Peña Quintero Ramírez Reyes Ríos Robles Rosales Rubio Salas "
    "Sandoval Solís Sosa Tapia Trejo Valdez Vargas Vega Velasco Villa Zamora Zepeda"
)
_ASIAN = (
    "Bui Chan Chen Cheung Dang Do Gill Ho Huang Kaur Khan Kim Lam Le Lee Lim Lin Liu Ngo Nguyen Park Patel "
    "Pham Phan Rao Shah Singh Tran Vang Vo Vu Wang Wong Wu Xiong Yang Yoon Zhang"
)
_PACIFIC = (
    "Abad Agbayani Aquino Bautista Cabrera Dela-Cruz Enriquez Faleafa Fonoti Ilagan Lauti Magno Manalo "
    "Ocampo Pascual Salonga Santos Tavita Tuiasosopo Villanueva"
)
_ENGLISH = (
    "Abbott Adler Baker Banks Barlow Bell Bishop Booker Brewer Brooks Burke Carver Coleman Cooper Dawson "
    "Dixon Ellis Fields Fisher Foster Freeman Gaines Gibbs Grant Griffin Hale Harper Hayes Holland Hunter "
    "Ingram Jennings Keller Lambert Mason McCoy Mercer Nash O'Hara O'Neal Palmer Parker Pierce Porter Quinn "
    "Reed Rhodes Sawyer Shaw Sutton Tate Turner Vance Walsh Ward Webb West Wilder Wolfe York"
)
_FAMILY_NAMES = {"RH": _SPANISH, "RA": _ASIAN, "RF": _PACIFIC, "RP": _PACIFIC}  # Others: _ENGLISH.
TWO_SURNAMES = 0.3
HYPHENATED = 0.15


def _pool(names):
    return np.array(names.split(), dtype=object)


def family_names(rng, race):
    """One family name for each household, by its race/ethnicity code; a third of RH bear two surnames."""
    names = np.empty(len(race), dtype=object)
    for code in np.unique(race):
        pool = _pool(_FAMILY_NAMES.get(code, _ENGLISH))
        at = np.flatnonzero(race == code)
        names[at] = pool[rng.integers(len(pool), size=len(at))]
        if code == "RH":
            both = at[rng.random(len(at)) < TWO_SURNAMES]
            names[both] = names[both] + " " + pool[rng.integers(len(pool), size=len(both))]
    return names


def given_names(rng, sex, household):
    """A given name for each student, never the same for two of one household."""
    anyone, pools = _pool(f"{GIRLS} {BOYS}"), {"F": _pool(GIRLS), "M": _pool(BOYS)}
    names, to_name = np.empty(len(sex), dtype=object), np.arange(len(sex))
    while len(to_name):
        names[to_name] = [
            pool[int(draw * len(pool))]
            for draw, pool in zip(
                rng.random(len(to_name)), (pools.get(code, anyone) for code in sex[to_name]), strict=True
            )
        ]
        told = set()
        pairs = enumerate(zip(household.tolist(), names, strict=True))
        # set.add gives None: a pair seen before is named again.
        to_name = np.array([at for at, pair in pairs if pair in told or told.add(pair)], dtype=int)
    return names


def as_written(rng, names):
    """Family names as a clerk typed them: some double surnames got a hyphen, even between siblings."""
    hyphen = rng.random(len(names)) < HYPHENATED
    return np.array(
        [
            name.replace(" ", "-") if with_hyphen else name
            for name, with_hyphen in zip(names, hyphen, strict=True)
        ],
        dtype=object,
    )
