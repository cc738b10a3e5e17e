"""The texts of the demonstration site, as a partnership would write them. Everything in them is invented."""

HOME = {
    "en": """
A child who starts to miss school is seen by many adults, each of whom knows one part of it: a teacher, an
officer on patrol, a coach, a nurse, a grandmother. The partnership exists so that they know of each other and
act together before a bad month becomes a bad year.

Every program here has more than one parent. A school district opens its doors, a non-profit brings the people,
a city brings the field or the bus, a police department brings officers whom children know by name. Nobody
refers a child by filling in a form on this site: call the program, or speak with the school.

We publish what changes, also when it does not. Numbers come from school records under written agreements, small
groups are hidden, and what a comparison cannot show is said beside it.
""",
    "es": """
Muchos adultos ven al niño que empieza a faltar a la escuela, y cada uno conoce una parte: una maestra, un agente
de patrulla, un entrenador, una enfermera, una abuela. La alianza existe para que se conozcan entre sí y actúen
juntos antes de que un mal mes se convierta en un mal año.

Cada programa tiene aquí más de un responsable. Un distrito escolar abre sus puertas, una organización sin fines
de lucro aporta a las personas, una ciudad pone la cancha o el autobús, y un departamento de policía envía agentes
a quienes los niños conocen por su nombre. Nadie inscribe a un niño llenando un formulario en este sitio: llame al
programa o hable con la escuela.

Publicamos lo que cambia, y también lo que no cambia. Los números provienen de registros escolares bajo acuerdos
escritos, los grupos pequeños se ocultan, y junto a cada comparación se dice lo que no puede demostrar.
""",
}

SECTIONS = {
    "kinwork-family-services": """
Kinwork sends one case manager to one family and keeps that person there for nine months. Most visits are at a
kitchen table, after work, in the language the family speaks at home.

The first visit is always about what already goes well. Only then come the bus that leaves too early, the younger
sister who has to be walked to kindergarten, the letter from the school that nobody understood.

@ Kinwork front desk | Somebody answers in English, Spanish or Vietnamese | kinwork-family-services | Weekdays, 9 to 8

> How the program works | kinwork-case-management | One person, one family, nine months: what a case manager does, and what not.
""",
    "marisol-police": """
Two officers of the department spend their mornings at the middle schools of Marisol, in uniform and without a
desk. They walk in with the buses, eat breakfast with Morning Mentors and know which chair is empty.

## Listening sessions

The department holds a listening session every spring and every autumn. What was said, and what came of it, is
published here within a month.

> See Morning Mentors | morning-mentors | Officers have breakfast with students of the program three mornings a week.
""",
    "marisol-unified": """
Marisol Unified teaches in the largest city of the county, at elementary, middle and high schools within walking
distance of most homes. Attendance teams meet every Monday: the principal, the nurse, a counselor and somebody who
can drive to a front door the same day.

## Your child's records

Families may ask at any school office who has seen their child's records for the partnership, and may say no to a
program at any time.
""",
    "solandra-youth-sports-league": """
Six sports, a season for each, for everyone in grades 4 to 8. There are no tryouts and no fees; shoes are lent.
Coaches are teachers, firefighters, deputies and parents, and every one of them has been checked and trained.

## Whistles

The league trains its referees from its own players: whoever has played for two seasons may learn the whistle.

> Find a team | youth-sports-league | Practice is at four o'clock on the nearest field.
""",
    "open-gate-studio": """
The studio has eight rooms, one of which is always quiet. Young people record music, cut film, print posters and
cook dinner for whoever is there. The doors open when school ends and close at seven.
""",
    "tule-lantern-foundation": """
The foundation pays for a few programs for several years, and reads their outcomes before its board votes. It asks
for numbers that may disappoint: a program that did not help is a finding, not a failure to report.
""",
}
