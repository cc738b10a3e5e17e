"""What people call our columns besides their aliases, in English and Spanish; and how they shorten words."""

SYNONYMS = {
    "student_id": (
        "student number", "pupil number", "pupil id", "learner id", "sis id", "sis number", "permanent number",
        "student identifier", "youth id", "participant id", "scholar id", "student code", "statewide student id",
        "matricula", "numero de matricula", "numero de estudiante", "numero de alumno", "id estudiante", "id alumno",
        "id del estudiante", "id del alumno", "clave de alumno", "clave del estudiante", "expediente",
    ),
    "school_code": (
        "school number", "school identifier", "campus id", "campus code", "building code", "building number",
        "site code", "site number", "codigo de escuela", "codigo escolar", "clave de escuela", "numero de escuela",
        "plantel id", "id escuela",
    ),
    "school_name": (
        "campus", "campus name", "building", "building name", "site", "school of attendance", "school attended",
        "escuela", "nombre de escuela", "plantel", "colegio", "centro escolar",
    ),
    "year": ("school year", "year", "sy", "term year", "ano escolar", "ciclo escolar", "curso", "ano lectivo"),
    "month": ("month", "attendance month", "period", "reporting period", "mes", "mes del ano", "periodo"),
    "expected": (
        "days possible", "possible days", "days in session", "days in membership", "membership days", "member days",
        "school days", "total days", "days scheduled", "dias de clase", "dias esperados", "dias posibles",
        "dias inscrito", "dias lectivos",
    ),
    "excused": (
        "excused", "excused days", "excused absent", "days excused", "faltas justificadas", "justificadas",
        "ausencias justificadas", "dias justificados",
    ),
    "unexcused": (
        "unexcused", "unexcused days", "unexcused absent", "unverified absences", "truant days", "truancy days",
        "faltas injustificadas", "injustificadas", "ausencias injustificadas", "sin justificar", "faltas sin justificar",
    ),
    "suspended_out": (
        "suspension days", "days suspended", "out of school suspension", "dias de suspension", "dias suspendido",
        "suspension fuera de la escuela",
    ),
    "suspended_in": ("in school suspension", "in house suspension", "suspension en la escuela", "suspension interna"),
    "date": ("date", "incident date", "event date", "date of incident", "offense date", "fecha", "fecha del incidente"),
    "action": (
        "action", "consequence", "resolution", "outcome", "incident code", "disciplinary action", "sanction",
        "accion", "medida", "medida disciplinaria", "sancion", "consecuencia", "resolucion",
    ),
    "days": ("days", "number of days", "length in days", "duration", "dias", "numero de dias", "duracion"),
    "entry_date": (
        "entry date", "start", "date started", "date enrolled", "enrolled on", "first day", "admission date",
        "fecha de ingreso", "fecha de entrada", "fecha de inscripcion", "fecha de inicio", "inicio", "ingreso", "alta",
    ),
    "exit_date": (
        "exit date", "end", "date ended", "date left", "last day", "withdrawal date", "discharge date",
        "fecha de salida", "fecha de baja", "fecha de termino", "fecha de fin", "salida", "baja",
    ),
    "exit_reason": (
        "exit reason", "reason for leaving", "withdrawal reason", "leave reason", "motivo de salida",
        "motivo de baja", "razon de salida", "causa de baja",
    ),
    "grade": ("grade", "grade level", "current grade", "grado", "grado escolar", "nivel"),
    "sex": ("sex", "gender", "sexo", "genero"),
    "race": ("race", "ethnicity", "race ethnicity", "raza", "etnia", "raza o etnia", "origen etnico"),
    "english_learner": ("english learner", "el status", "aprendiz de ingles", "aprendiente de ingles"),
    "disability": ("special education", "iep", "disability", "discapacidad", "educacion especial"),
    "foster": ("foster", "foster care", "cuidado de crianza", "acogida"),
    "homeless": ("homeless", "mckinney vento", "sin hogar"),
    "disadvantaged": ("low income", "frl", "free reduced lunch", "bajos ingresos", "desventaja economica"),
    "issuer": ("district", "school district", "distrito", "distrito escolar"),
    "stage": ("stage", "status", "phase", "etapa", "fase", "estado"),
    "role": ("role", "rol", "papel"),
    "consent": ("consent", "parent consent", "signed consent", "consentimiento", "permiso"),
    "enrollment": ("enrollment", "enrolled", "cumulative enrollment", "students enrolled", "inscritos", "matricula total"),
    "suspensions": ("suspensions", "total suspensions", "number of suspensions", "incidents", "suspensiones"),
    "suspended": (
        "students suspended", "unduplicated suspended", "unique students suspended", "unduplicated count",
        "estudiantes suspendidos", "alumnos suspendidos",
    ),
    "group_title": ("group", "student group", "subgroup", "demographic", "grupo", "grupo de estudiantes", "subgrupo"),
    "level": ("level", "aggregate level", "nivel de agregacion"),
    "cds_code": ("cds", "cds code", "county district school code", "codigo cds"),
    "county_code": ("county number", "codigo de condado"),
    "district_code": ("district number", "codigo de distrito"),
    "county_name": ("county", "condado"),
    "district_name": ("district", "distrito"),
}  # fmt: skip

#: How words are shortened in headers.
SHORT = {
    "abs": "absences", "absence": "absences", "absent": "absences", "absnt": "absences", "dys": "days", "day": "days",
    "exc": "excused", "excsd": "excused", "unex": "unexcused", "unexc": "unexcused", "unx": "unexcused",
    "no": "number", "num": "number", "nbr": "number", "nr": "number", "oid": "id", "ident": "id", "identifier": "id",
    "sch": "school", "schl": "school", "skl": "school", "stu": "student", "std": "student", "stdnt": "student",
    "pupil": "student", "studentid": "student id", "dt": "date", "yr": "year", "mo": "month", "mth": "month",
    "mnth": "month", "enr": "enrolled", "enrl": "enrolled", "enrollment": "enrollment", "susp": "suspension",
    "gr": "grade", "lvl": "level", "grd": "grade", "nm": "name", "cd": "code", "cde": "code", "tot": "total",
    "poss": "possible", "memb": "membership", "incid": "incident", "desc": "description", "eth": "ethnicity",
    "fch": "fecha", "esc": "escuela", "alum": "alumno", "estud": "estudiante", "injust": "injustificadas",
    "just": "justificadas", "faltas": "faltas", "falta": "faltas", "ausencia": "ausencias", "dia": "dias",
}  # fmt: skip
#: Words that tell nothing.
EMPTY = frozenset(
    [
        "the",
        "of",
        "a",
        "an",
        "in",
        "for",
        "by",
        "to",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "en",
        "por",
        "y",
        "o",
    ]
)
