"""The groups of people that counts are published for: one table of our keys, and how files name them.

The same code means different things in different layouts ("SE" is English learners with CDE, students with
disabilities in files made by analysts), so a group is recognized by its description first, by its code only
within a known scheme.
"""

import re
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

TOTAL, SEX, RACE, STUDENT_GROUPS, GRADE = "total", "sex", "race", "student_groups", "grade"
SINGLE_GRADE = "single_grade"
AGE = "age"
RACE_NOT_REPORTED = "race_not_reported"


@dataclass(frozen=True)
class Group:
    """key: ours. family: the groups a file is complete for together. cde: CDE's ReportingCategory.
    short: how rows of single students say it (Enrollment.sex, Enrollment.race)."""

    key: str
    title: str
    family: str
    cde: str = ""
    short: str = ""
    words: tuple[str, ...] = ()


def _age(key, title, *ages):
    """ "15 to 17", however a file writes it. ages: texts like "15 17" (`plain`)."""
    words = [
        f"{before}{age}{after}"
        for age in ages
        for before in ("", "age ", "ages ")
        for after in ("", " years")
    ]
    return Group(key, title, AGE, words=tuple(words))


GROUPS = {
    group.key: group
    for group in [
        Group(
            "all",
            _("All students"),
            TOTAL,
            "TA",
            words=("total", "all students", "all", "schoolwide", "districtwide", "all people", "everyone"),
        ),
        Group(
            "female",
            _("Female"),
            SEX,
            "GF",
            "F",
            ("female", "f", "girls", "women", "woman", "cisgender woman girl"),
        ),
        Group("male", _("Male"), SEX, "GM", "M", ("male", "m", "boys", "men", "man", "cisgender man boy")),
        Group(
            "nonbinary",
            _("Non-binary"),
            SEX,
            "GX",
            "X",
            ("non binary", "non binary gender", "nonbinary", "nonbinary person", "x"),
        ),
        Group("sex_missing", _("Sex missing"), SEX, "GZ", "", ("missing gender", "gender missing")),
        Group(
            "sex_not_reported",
            _("Sex not reported"),
            SEX,
            "",
            "",
            ("gender not reported", "sex not reported"),
        ),
        Group(
            "race_black",
            _("Black or African American"),
            RACE,
            "RB",
            "RB",
            (
                "african american",
                "black",
                "black or african american",
                "black african american",
                "african american not hispanic",
            ),
        ),
        Group(
            "race_native",
            _("American Indian or Alaska Native"),
            RACE,
            "RI",
            "RI",
            ("american indian or alaska native", "american indian", "native american", "am ind alskn nat"),
        ),
        Group("race_asian", _("Asian"), RACE, "RA", "RA", ("asian",)),
        Group("race_filipino", _("Filipino"), RACE, "RF", "RF", ("filipino",)),
        Group(
            "race_hispanic",
            _("Hispanic or Latino"),
            RACE,
            "RH",
            "RH",
            (
                "hispanic or latino",
                "hispanic",
                "latino",
                "hispanic latino",
                "hispanic latino of any race",
                "hispanic latine",
                "hispanic or latine",
                "hispanic latinx",
            ),
        ),
        Group(
            "race_middle_eastern",
            _("Middle Eastern or South Asian"),
            RACE,
            words=("middle eastern or south asian", "middle eastern south asian", "middle eastern"),
        ),
        Group(
            "race_pacific",
            _("Pacific Islander"),
            RACE,
            "RP",
            "RP",
            (
                "pacific islander",
                "native hawaiian or other pacific islander",
                "native hawaiian or pacific islander",
            ),
        ),
        Group(
            "race_two_or_more",
            _("Two or more races"),
            RACE,
            "RT",
            "RT",
            ("two or more races", "multiracial", "two or more", "multiple races"),
        ),
        Group("race_white", _("White"), RACE, "RW", "RW", ("white",)),
        Group(
            "race_not_reported", _("Race not reported"), RACE_NOT_REPORTED, "RD", "RD", ("race not reported",)
        ),
        Group(
            "english_learner",
            _("English learners"),
            STUDENT_GROUPS,
            "SE",
            words=("english learners", "english learner", "el", "ell"),
        ),
        Group(
            "disability",
            _("Students with disabilities"),
            STUDENT_GROUPS,
            "SD",
            words=(
                "students with disabilities",
                "student with disabilities",
                "special education",
                "swd",
                "disabilities",
            ),
        ),
        Group(
            "no_disability",
            _("Students without disabilities"),
            STUDENT_GROUPS,
            words=("students without disabilities", "non special education", "non swd", "no disabilities"),
        ),
        Group(
            "not_english_learner",
            _("Not English learners"),
            STUDENT_GROUPS,
            words=("non english learners", "not english learners", "non el", "non ell", "english proficient"),
        ),
        Group(
            "not_disadvantaged",
            _("Not socioeconomically disadvantaged"),
            STUDENT_GROUPS,
            words=(
                "not socioeconomically disadvantaged",
                "non sed",
                "not eligible for free or reduced lunch",
            ),
        ),
        Group("high_needs", _("High needs"), STUDENT_GROUPS, words=("high needs",)),
        Group(
            "disadvantaged",
            _("Socioeconomically disadvantaged"),
            STUDENT_GROUPS,
            "SS",
            words=(
                "socioeconomically disadvantaged",
                "economically disadvantaged",
                "sed",
                "eligible for free or reduced lunch",
            ),
        ),
        Group(
            "migrant",
            _("Migrant"),
            STUDENT_GROUPS,
            "SM",
            words=("migrant", "migrant education", "migrant students"),
        ),
        Group("foster", _("Foster youth"), STUDENT_GROUPS, "SF", words=("foster", "foster youth")),
        Group("homeless", _("Homeless"), STUDENT_GROUPS, "SH", words=("homeless", "homeless youth")),
        Group("grade_k", _("Kindergarten"), GRADE, "GRK", words=("kindergarten", "grade k")),
        Group(
            "grades_tk_k",
            _("Kindergarten with its year before"),
            GRADE,
            "GRTKKN",
            words=("grades tk k", "grades tk kn"),
        ),
        Group("grades_1_3", _("Grades 1 to 3"), GRADE, "GR13", words=("grades 1 3",)),
        Group("grades_4_6", _("Grades 4 to 6"), GRADE, "GR46", words=("grades 4 6",)),
        Group("grades_7_8", _("Grades 7 and 8"), GRADE, "GR78", words=("grades 7 8",)),
        Group("grades_k_8", _("Kindergarten to grade 8"), GRADE, "GRK8", words=("grades k 8",)),
        Group(
            "grades_tk_8",
            _("The year before kindergarten to grade 8"),
            GRADE,
            "GRTK8",
            words=("grades tk 8",),
        ),
        Group("grades_9_12", _("Grades 9 to 12"), GRADE, "GR912", words=("grades 9 12",)),
        Group(
            "ungraded", _("Ungraded"), GRADE, "GRUG", words=("ungraded", "ungraded elementary and secondary")
        ),
        *(
            Group(
                f"grade_{number:02d}",
                format_lazy("{} {}", _("Grade"), number),
                SINGLE_GRADE,
                words=(f"grade {number}", f"grade {number:02d}"),
            )
            for number in range(1, 13)
        ),
        # Ages as law enforcement reports them (AB 953), and the two that everybody knows.
        _age("age_under_10", _("Under 10"), "1 9", "under 10", "9 and under"),
        _age("age_10_14", _("Ages 10 to 14"), "10 14", "10 to 14"),
        _age("age_15_17", _("Ages 15 to 17"), "15 17", "15 to 17"),
        _age("age_under_18", _("Under 18"), "under 18", "juvenile", "juveniles", "youth", "17 and under"),
        _age("age_18_24", _("Ages 18 to 24"), "18 24", "18 to 24"),
        _age("age_25_34", _("Ages 25 to 34"), "25 34", "25 to 34"),
        _age("age_35_44", _("Ages 35 to 44"), "35 44", "35 to 44"),
        _age("age_45_54", _("Ages 45 to 54"), "45 54", "45 to 54"),
        _age("age_55_64", _("Ages 55 to 64"), "55 64", "55 to 64"),
        _age("age_65_over", _("65 and over"), "65", "65 and over", "65 and older"),
        _age("age_18_over", _("18 and over"), "18 and over", "18 and older", "adult", "adults"),
    ]
}

# Two schemes of codes. Some codes are in both and mean different things.
CDE = {group.cde: group.key for group in GROUPS.values() if group.cde} | {"GRKN": "grade_k"}
ANALYST = {
    "TA": "all",
    "SF": "female",
    "SM": "male",
    "SNB": "nonbinary",
    "SGZ": "sex_missing",
    "SNR": "sex_not_reported",
    "EL": "english_learner",
    "SE": "disability",
    "SD": "disadvantaged",
    "MG": "migrant",
    "FY": "foster",
    "HL": "homeless",
}
# What a code means whichever scheme it is of.
_EITHER = {code: key for code, key in CDE.items() if ANALYST.get(code, key) == key}
_EITHER |= {code: key for code, key in ANALYST.items() if CDE.get(code, key) == key}
_WORDS = {word: group.key for group in GROUPS.values() for word in group.words}
_NOT_REPORTED = {"not reported", "unknown", "missing"}


def scheme_of(codes):
    """The scheme that a file's codes belong to, told by those which only one scheme has; None if none does."""
    codes = {code.strip().upper() for code in codes}
    only_cde, only_analyst = codes & (CDE.keys() - ANALYST.keys()), codes & (ANALYST.keys() - CDE.keys())
    if only_analyst and not only_cde:
        return ANALYST
    return CDE if only_cde else None


def recognize(code, description, category, scheme):
    """The key of a group, or None.

    code, description, category: as the file has them, "" where it does not. scheme: of `scheme_of`.
    """
    words = plain(description)
    if words in _WORDS:
        return _WORDS[words]
    code = code.strip().upper()
    by_code = (scheme or _EITHER).get(code)
    if words in _NOT_REPORTED:
        about = plain(category)
        if about in {"sex", "gender"} or by_code == "sex_not_reported":
            return "sex_not_reported"
        return "race_not_reported" if about in {"", "race", "ethnicity", "race ethnicity"} else None
    if words and not by_code:
        return None
    return by_code


def plain(text):
    """Words of a description: lower case, no punctuation, no remark in parentheses."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", " ", text).lower()))


# How rows of single students name sex and race: {word: short}.
SEX_WORDS = {
    word: group.short
    for group in GROUPS.values()
    if group.family == SEX and group.short
    for word in group.words
} | {group.cde: group.short for group in GROUPS.values() if group.family == SEX and group.short}
RACE_WORDS = {
    word: group.short
    for group in GROUPS.values()
    if group.short and group.family in (RACE, RACE_NOT_REPORTED)
    for word in (*group.words, group.cde)
}
