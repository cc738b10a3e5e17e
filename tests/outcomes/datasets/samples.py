"""A small readable file of every dataset, and the same file a week later: one row kept, one changed, one gone, one new.

A dataset without a sample fails its test: adding a dataset is one file and its sample.
"""

from dataclasses import dataclass

SCHOOL = "99100010100001"


@dataclass(frozen=True)
class Sample:
    """header, before, after: text with commas, rows as lines. by: short name of who hands it in."""

    header: str
    before: str
    after: str
    by: str = "alder"
    period: str = ""
    program: str = ""

    @property
    def rows(self):
        return self.before.split()

    @property
    def later_rows(self):
        return self.after.split()


def of_program(header, before, after):
    return Sample(header, before, after, by="open-door", period="2024-25", program="mentoring")


SAMPLES = {
    "school_totals": Sample(
        "AcademicYear,CountyCode,DistrictCode,SchoolCode,ReportingCategory_Description,"
        "CumulativeEnrollment,Total Suspensions,Unduplicated Count of Students Suspended (Total)",
        """2023-24,99,10001,0100001,Total,50,9,5
           2023-24,99,10001,0100001,Female,20,3,2
           2023-24,99,10001,0100001,Male,30,6,3""",
        """2023-24,99,10001,0100001,Total,50,9,5
           2023-24,99,10001,0100001,Female,21,3,2
           2023-24,99,10001,0100001,Nonbinary,30,6,3""",
    ),
    "student_enrollment": Sample(
        "school_code,student_id,school_year,entry_date,grade",
        f"""{SCHOOL},101,2024-25,2024-08-15,06
            {SCHOOL},102,2024-25,2024-08-15,06
            {SCHOOL},103,2024-25,2024-08-15,07""",
        f"""{SCHOOL},101,2024-25,2024-08-15,06
            {SCHOOL},102,2024-25,2024-08-15,07
            {SCHOOL},104,2024-25,2024-08-15,07""",
    ),
    "student_attendance": Sample(
        "school_code,student_id,month,days_expected,days_excused,days_unexcused",
        f"""{SCHOOL},101,2024-09,20,1,0
            {SCHOOL},102,2024-09,20,0,0.5
            {SCHOOL},103,2024-09,20,0,0""",
        f"""{SCHOOL},101,2024-09,20,1,0
            {SCHOOL},102,2024-09,20,0,1
            {SCHOOL},104,2024-09,20,0,0""",
    ),
    "student_absence_summary": Sample(
        "school_code,student_id,school_year,days_expected,days_excused,days_unexcused",
        f"""{SCHOOL},101,2024-25,180,10,0
            {SCHOOL},102,2024-25,180,0,0.5
            {SCHOOL},103,2024-25,180,0,0""",
        f"""{SCHOOL},101,2024-25,180,10,0
            {SCHOOL},102,2024-25,180,0,1
            {SCHOOL},104,2024-25,180,0,0""",
    ),
    "student_discipline": Sample(
        "school_code,student_id,date,action,days",
        f"""{SCHOOL},101,2024-09-10,out,1
            {SCHOOL},102,2024-09-11,out,2
            {SCHOOL},103,2024-09-12,in,1""",
        f"""{SCHOOL},101,2024-09-10,out,1
            {SCHOOL},102,2024-09-11,out,3
            {SCHOOL},104,2024-09-12,in,1""",
        period="2024-25",
    ),
    "program_roster": of_program(
        "student_id,entry_date,exit_reason",
        """101,2024-09-10,completed
           102,2024-09-10,
           103,2024-09-10,moved""",
        """101,2024-09-10,completed
           102,2024-09-10,completed
           104,2024-09-10,moved""",
    ),
    "service_log": of_program(
        "student_id,date,service,quantity,unit,status",
        """101,2024-09-10,Tutoring,1.5,hours,present
           101,2024-09-10,Lunch,1,lunches,
           103,2024-09-10,Rent,200,$,""",
        """101,2024-09-10,Tutoring,1.5,hours,present
           101,2024-09-10,Lunch,2,lunches,
           104,2024-09-10,Rent,200,$,""",
    ),
    "challenge_results": of_program(
        "student_id,challenge,result,reason",
        """101,Spring,earned,
           102,Spring,no,suspension
           103,Spring,not_measurable,moved""",
        """101,Spring,earned,
           102,Spring,yes,
           104,Spring,not_measurable,moved""",
    ),
    "student_scores": of_program(
        "student_id,survey,wave,score,letter_grade,scale",
        """101,Connectedness,pre,2.25,,1-5
           101,Connectedness,post,3.5,,1-5
           103,Math,q1,,B+,""",
        """101,Connectedness,pre,2.25,,1-5
           101,Connectedness,post,3.75,,1-5
           104,Math,q1,,A-,""",
    ),
    "school_calendar": Sample(
        "school_code,month,days_of_instruction",
        f"""{SCHOOL},2024-09,20
            {SCHOOL},2024-10,22.5""",
        f"""{SCHOOL},2024-09,20
            {SCHOOL},2024-10,21
            {SCHOOL},2024-11,15""",
    ),
    "probation_outcomes": Sample(
        "fiscal_year,program,group,youth,probation_closed,probation_completed,arrests,incarcerations",
        """2024-25,Mentors,All,120,40,31,9,4
           2024-25,Court,All,80,30,20,8,*
           2024-25,Truancy,All,60,20,12,2,1""",
        """2024-25,Mentors,All,120,40,31,9,4
           2024-25,Court,All,80,30,22,8,*
           2024-25,Family,All,60,20,12,2,1""",
        by="bay-probation",
    ),
    "police_stops": Sample(
        "year,city,race,stops,searches,arrests,uses_of_force,population",
        """2024,Harbor,All,420,61,22,3,9800
           2024,Harbor,White,200,20,8,1,5000
           2024,Harbor,Black/African_American,90,30,10,2,900""",
        """2024,Harbor,All,420,61,22,3,9800
           2024,Harbor,White,200,20,9,1,5000
           2024,Harbor,Hispanic/Latine(a),90,30,10,2,900""",
        by="harbor-police",
    ),
    "training_completions": Sample(
        "year,course,rank,completed,assigned",
        """2024,Bias,sworn,42,60
           2024,Crisis,sworn,30,60
           2024,Crisis,,31,75""",
        """2024,Bias,sworn,42,60
           2024,Crisis,sworn,35,60
           2024,Crisis,civilian,31,75""",
        by="harbor-police",
    ),
    "workforce": Sample(
        "year,rank,group,headcount,community_population",
        """2024,sworn,All,60,9800
           2024,sworn,Female,9,4900
           2024,sworn,Male,51,4900""",
        """2024,sworn,All,60,9800
           2024,sworn,Female,10,4900
           2024,civilian,Male,51,4900""",
        by="harbor-police",
    ),
    "partner_directory": Sample(
        "name,type,city,website,phone",
        """Alma,nonprofit,Harbor,www.alma.example,555-0100
           Bethel,church,Harbor,,
           Cove,company,,,""",
        """Alma,nonprofit,Harbor,www.alma.example,555-0100
           Bethel,church,Harbor,,555-0101
           Dune,company,,,""",
        by="partnership",
    ),
}
