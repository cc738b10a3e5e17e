"""News of the demonstration site, in the languages it was written in. Everything in it is invented."""

NEWS = [
    {
        "day": "2026-06-20",
        "texts": {
            "en": (
                "An evening at the ballpark",
                "an-evening-at-the-ballpark",
                "Students who finished the Home Stretch Challenge saw the game from the left-field seats.",
                """
The challenge runs from January to June: no unexcused absence, no suspension, and better attendance than in the
autumn. Those who made it rode to the ballpark in eleven buses, with sandwiches from four congregations.

Not everybody who entered earned the evening, and some could not be counted because they had moved. Schools hand
each family its own result; the site shows no lists.
""",
            ),
            "es": (
                "Una noche en el estadio",
                "una-noche-en-el-estadio",
                "Los estudiantes que completaron el reto vieron el partido desde el jardín izquierdo.",
                """
El reto va de enero a junio: ninguna falta injustificada, ninguna suspensión y mejor asistencia que en el otoño.
Quienes lo lograron viajaron al estadio en once autobuses, con almuerzos preparados por cuatro congregaciones.

No todos los que entraron ganaron la noche, y a algunos no se les pudo contar porque se mudaron. Cada escuela
entrega su resultado a cada familia; este sitio no muestra listas.
""",
            ),
        },
    },
    {
        "day": "2026-09-08",
        "texts": {
            "en": (
                "Three years of numbers, open to everyone",
                "three-years-of-numbers",
                "The partnership's first public release covers three school years and every district.",
                """
The release shows attendance, chronic absence, suspensions and expulsions for all students of the county's
schools, and beside them those of young people in programs. It says with every number how many schools reported.

It is descriptive. Programs invite children after a bad year, and after a bad year most children have a better one,
with or without a program. Whether a program made the difference is a harder question; it is being worked on, and
its answer will be published here too.
""",
            ),
            "es": (
                "Tres años de números, abiertos a todos",
                "tres-anos-de-numeros",
                "La primera publicación de la alianza abarca tres años escolares y todos los distritos.",
                """
La publicación muestra la asistencia, el ausentismo crónico, las suspensiones y las expulsiones de todos los
estudiantes del condado y, al lado, las de los jóvenes que participan en programas. Junto a cada número se dice
cuántas escuelas informaron.

Es descriptiva. Los programas invitan a niños después de un mal año, y después de un mal año la mayoría tiene uno
mejor, con programa o sin él. Si un programa hizo la diferencia es una pregunta más difícil; se está trabajando en
ella y su respuesta también se publicará aquí.
""",
            ),
        },
    },
    {
        "day": "2026-10-14",
        "texts": {
            "en": (
                "Mentors wanted before the first bell",
                "mentors-wanted",
                "Morning Mentors trains a new group of school staff and neighbors in January.",
                """
A mentor meets one student three mornings a week, for twenty minutes, for a school year. Training takes twelve
hours, on two Saturdays, with breakfast. Custodians, bus drivers and retired neighbors have been among the best.
""",
            ),
        },
    },
]

# What an editor has handed in and a coordinator has not read yet.
WAITING = {
    "organization": "marisol-police",
    "title": "What we heard in the autumn",
    "slug": "what-we-heard-in-the-autumn",
    "lead": "Sixty people came to the listening session at the library; these are the five things they asked for.",
    "text": """
Most of the evening was about the walk home. Families named three crossings, and the time of day.

- A crossing guard at Adobe Row until the late bus has left
- Officers who park around the corner instead of in front of the school
- The same two faces all year
- A telephone number that somebody answers in Spanish
- An answer to each of these by the first week of the new year

The city and the department meet about the crossings next week. The answers will stand here.
""",
}
