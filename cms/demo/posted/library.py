"""Policies, ways to commend or complain, trainings and openings of the demonstration. Everything is invented."""

SUMMARIES = {
    "use_of_force": {
        "en": "Officers use force only when nothing less will do, and no more than is needed. They give a warning where there is time, stop as soon as the danger is over, and call medical help at once.",
        "es": "Los agentes usan la fuerza solo cuando nada menos sirve, y no más de la necesaria. Avisan cuando hay tiempo, se detienen en cuanto pasa el peligro y piden ayuda médica de inmediato.",
    },
    "intervene": {
        "en": "An officer who sees another use too much force stops it, with words or by hand, whatever the rank. Afterwards it is reported before the shift ends. Nobody is punished for stepping in.",
        "es": "El agente que ve a otro usar demasiada fuerza lo detiene, con palabras o con las manos, sea cual sea el rango. Después lo informa antes de terminar el turno. A nadie se le castiga por intervenir.",
    },
    "de_escalation": {
        "en": "Time, distance and a calm voice come first. Officers wait when waiting is safe, and ask for a clinician when somebody is in crisis.",
        "es": "Primero van el tiempo, la distancia y una voz tranquila. Los agentes esperan cuando es seguro esperar y piden a un especialista cuando alguien está en crisis.",
    },
    "bias_free": {
        "en": "Nobody is stopped or searched for looks, language or faith. A supervisor reads the stop data each quarter and asks about what stands out.",
        "es": "No se detiene ni se registra a nadie por su aspecto, idioma o religión. Cada trimestre un supervisor lee los datos de detenciones y pregunta por lo que llama la atención.",
    },
    "complaints": {
        "en": "Anybody may complain, in any language, also without a name and also a minor. It gets a number the same day and an answer within sixty days. Whoever complains is never asked about papers.",
        "es": "Cualquiera puede quejarse, en cualquier idioma, también sin nombre y también un menor. La queja recibe un número el mismo día y respuesta en sesenta días. A quien se queja nunca se le pregunta por sus papeles.",
    },
    "cameras": {
        "en": "The camera runs from the start of a contact to its end. It is off in clinics and when a victim asks. Recordings are kept two years, longer where somebody complained.",
        "es": "La cámara graba desde el comienzo hasta el fin de cada contacto. Se apaga en clínicas y cuando lo pide una víctima. Las grabaciones se guardan dos años, y más si hubo una queja.",
    },
    "juveniles": {
        "en": "A parent is called before questions are asked. A child is told the right to a lawyer in words that a child knows, and is not held where adults are.",
        "es": "Se llama a un padre antes de hacer preguntas. Al niño se le explica su derecho a un abogado con palabras que entiende, y no se le retiene donde hay adultos.",
    },
    "schools": {
        "en": "Officers at a school keep it safe; discipline is the school's. No child is handcuffed for breaking a rule of the school.",
        "es": "Los agentes en una escuela cuidan la seguridad; la disciplina es de la escuela. No se esposa a ningún niño por romper una regla escolar.",
    },
}
TITLES = {
    "use_of_force": "General Order 300, Use of force",
    "intervene": "General Order 301, Duty to intervene",
    "de_escalation": "General Order 302, De-escalation",
    "bias_free": "General Order 401, Bias-free policing",
    "complaints": "General Order 1020, Complaints of personnel",
    "cameras": "General Order 450, Body-worn cameras",
    "juveniles": "General Order 324, Contacts with juveniles",
    "schools": "General Order 611, Officers at schools",
}
# agency: {topic: days on which versions were adopted}
ADOPTED = {
    "marisol-police": {
        "use_of_force": ["2019-03-01", "2021-01-15", "2025-02-01"],
        "intervene": ["2020-07-01", "2025-02-01"],
        "de_escalation": ["2021-01-15"],
        "bias_free": ["2018-09-01"],
        "complaints": ["2017-05-01", "2024-06-01"],
        "cameras": ["2022-10-01"],
        "juveniles": ["2021-08-01"],
        "schools": ["2023-08-15"],
    },
    "verbena-park-police": {
        "use_of_force": ["2020-11-01"],
        "intervene": ["2020-11-01"],
        "de_escalation": ["2020-11-01"],
        "bias_free": ["2020-11-01"],
        "complaints": ["2020-11-01", "2023-01-10"],
        "cameras": ["2019-04-01"],
        "juveniles": ["2022-01-10"],
        "schools": ["2022-01-10"],
    },
    "san-telmo-police": {
        "use_of_force": ["2021-06-01"],
        "intervene": ["2021-06-01"],
        "complaints": ["2021-06-01"],
        "cameras": ["2024-03-01"],
    },
    "solandra-sheriff": {
        "use_of_force": ["2021-01-01"],
        "intervene": ["2021-01-01"],
        "de_escalation": ["2022-05-01"],
        "complaints": ["2016-02-01", "2022-05-01"],
    },
    "solandra-probation": {
        "use_of_force": ["2020-02-01"],
        "complaints": ["2020-02-01"],
        "juveniles": ["2023-07-01"],
    },
}
CHANGED = {
    "en": "Shorter sentences; the report is due before the shift ends and no longer the next day.",
    "es": "Frases más cortas; el informe se entrega antes de terminar el turno y ya no al día siguiente.",
}

FEEDBACK = {
    "marisol-police": (
        {
            "en": "Call the front desk or write a line on any paper. It goes into the officer's file, and the officer gets a copy.",
            "es": "Llame a la recepción o escriba unas líneas en cualquier papel. Queda en el expediente del agente, y él recibe una copia.",
        },
        {
            "en": "By telephone, in person at any counter, or by letter. You need not give your name. You may bring somebody along.",
            "es": "Por teléfono, en persona en cualquier ventanilla o por carta. No tiene que dar su nombre. Puede venir acompañado.",
        },
        {
            "en": "You get a number the same day. A sergeant from another unit calls within a week. You get the answer in writing within sixty days, and may appeal to the city manager.",
            "es": "Recibe un número el mismo día. Un sargento de otra unidad le llama en una semana. Recibe la respuesta por escrito en sesenta días y puede apelar ante la administración de la ciudad.",
        },
    ),
    "verbena-park-police": (
        {
            "en": "A card lies on every counter in the city.",
            "es": "En cada ventanilla de la ciudad hay una tarjeta.",
        },
        {
            "en": "By telephone or with the card, in English or Spanish. Counts stand on the department's door each quarter.",
            "es": "Por teléfono o con la tarjeta, en inglés o español. Cada trimestre el departamento publica las cifras.",
        },
        {
            "en": "The city's ombudsperson reads it first and tells you who looks into it.",
            "es": "Primero la lee la defensoría de la ciudad, que le dice quién la investiga.",
        },
    ),
}

TRAININGS = [
    {
        "organization": "solandra-county-office-of-education",
        "topic": "trauma",
        "hours": "6",
        "title": {
            "en": "What a child's bad day can mean",
            "es": "Lo que puede significar el mal día de un niño",
        },
        "text": {
            "en": "How fear looks in a ten-year-old, what a raised voice does, and three sentences that help. For school staff and officers together.",
            "es": "Cómo se ve el miedo en un niño de diez años, qué provoca una voz alta y tres frases que ayudan. Para personal escolar y agentes juntos.",
        },
        "teachers": {
            "en": "A school psychologist and a former student",
            "es": "Una psicóloga escolar y un exalumno",
        },
        "audience": {
            "en": "School staff, officers, coaches",
            "es": "Personal escolar, agentes, entrenadores",
        },
        "has_community_instructors": True,
    },
    {
        "organization": "alder-mesa-police",
        "topic": "mental_health",
        "hours": "40",
        "title": {"en": "Crisis intervention", "es": "Intervención en crisis"},
        "text": {
            "en": "Five days with clinicians, families and people who have been in crisis themselves; the last day is all practice.",
            "es": "Cinco días con especialistas, familias y personas que han vivido una crisis; el último día es pura práctica.",
        },
        "teachers": {
            "en": "The shared crisis clinician and families",
            "es": "La especialista en crisis compartida y familias",
        },
        "audience": {"en": "Patrol officers and dispatchers", "es": "Agentes de patrulla y operadores"},
        "has_community_instructors": True,
    },
    {
        "organization": "solandra-district-attorney",
        "topic": "juvenile_law",
        "hours": "4",
        "title": {"en": "Juvenile law for first contacts", "es": "Derecho juvenil para el primer contacto"},
        "text": {
            "en": "Whom to call, what may be asked, what is never written on a shared page, and how a case ends before it begins.",
            "es": "A quién llamar, qué se puede preguntar, qué nunca se escribe en una página compartida y cómo un caso termina antes de empezar.",
        },
        "teachers": {
            "en": "Two deputy district attorneys and a public defender",
            "es": "Dos fiscales y una defensora pública",
        },
        "audience": {
            "en": "Officers, probation, school administrators",
            "es": "Agentes, libertad condicional, directivos escolares",
        },
    },
    {
        "organization": "solandra-interfaith-council",
        "topic": "culture",
        "hours": "3",
        "title": {"en": "At the door of a house of faith", "es": "A la puerta de una casa de fe"},
        "text": {
            "en": "Five congregations show how they receive guests, and what has hurt them.",
            "es": "Cinco congregaciones muestran cómo reciben a sus visitas y qué las ha herido.",
        },
        "teachers": {"en": "Members of five congregations", "es": "Miembros de cinco congregaciones"},
        "audience": {"en": "Officers in their first two years", "es": "Agentes en sus primeros dos años"},
        "has_community_instructors": True,
    },
    {
        "organization": "solandra-sheriff",
        "topic": "implicit_bias",
        "hours": "8",
        "title": {"en": "Fair decisions in four seconds", "es": "Decisiones justas en cuatro segundos"},
        "text": {
            "en": "What hurry does to judgment, with one's own body-camera recordings as material.",
            "es": "Lo que la prisa le hace al juicio, con grabaciones de la propia cámara como material.",
        },
        "teachers": {
            "en": "Training unit, with a university",
            "es": "Unidad de capacitación, con una universidad",
        },
        "audience": {
            "en": "All sworn staff, every second year",
            "es": "Todo el personal juramentado, cada dos años",
        },
    },
]

OPENINGS = [
    {
        "organization": "marisol-police",
        "kind": "job",
        "closes_in": 40,
        "title": {"en": "Police officer, entry level", "es": "Agente de policía, nivel inicial"},
        "text": {
            "en": "The department pays for the academy and a salary from the first day. Spanish or Vietnamese is paid extra.",
            "es": "El departamento paga la academia y un sueldo desde el primer día. El español o el vietnamita se paga aparte.",
        },
        "how": {
            "en": "Come to an open evening or call the recruiter.",
            "es": "Venga a una tarde abierta o llame a reclutamiento.",
        },
    },
    {
        "organization": "solandra-sheriff",
        "kind": "academy",
        "closes_in": 60,
        "title": {"en": "Regional academy, spring class", "es": "Academia regional, clase de primavera"},
        "text": {
            "en": "Twenty-six weeks, mornings or evenings.",
            "es": "Veintiséis semanas, por la mañana o por la tarde.",
        },
        "how": {
            "en": "A written test, then a run, then a conversation.",
            "es": "Un examen escrito, luego una carrera, luego una conversación.",
        },
    },
    {
        "organization": "tamarindo-police",
        "kind": "internship",
        "closes_in": 25,
        "title": {"en": "Cadets, 16 to 20", "es": "Cadetes, de 16 a 20 años"},
        "text": {
            "en": "Ten hours a week beside patrol, records and the front desk, paid.",
            "es": "Diez horas por semana junto a patrulla, archivo y recepción, con pago.",
        },
        "how": {
            "en": "A page about yourself and a word from a teacher.",
            "es": "Una página sobre usted y unas líneas de un maestro.",
        },
    },
    {
        "organization": "saltmarsh-youth-mentors",
        "kind": "volunteer",
        "closes_in": None,
        "title": {"en": "Mentor before the first bell", "es": "Mentor antes del primer timbre"},
        "text": {
            "en": "Twenty minutes, three mornings a week, one student, one school year.",
            "es": "Veinte minutos, tres mañanas por semana, un estudiante, un año escolar.",
        },
        "how": {
            "en": "Training takes twelve hours, on two Saturdays, with breakfast.",
            "es": "La capacitación dura doce horas, en dos sábados, con desayuno.",
        },
    },
]

WAYS = {
    "conversations": {
        "en": "A listening session has three rules. Those who hold power speak last. What is said is written down and read back. And nothing is promised that has no day and no office behind it.\n\nEverybody may come, and whoever prefers to write may ask on this site, without an account, before or afterwards.",
        "es": "Una sesión de escucha tiene tres reglas. Quien tiene el poder habla al final. Lo que se dice se escribe y se lee en voz alta. Y no se promete nada que no tenga fecha ni oficina que responda.\n\nTodos pueden venir, y quien prefiera escribir puede preguntar en este sitio, sin cuenta, antes o después.",
    },
    "accountability": {
        "en": "A policy that nobody outside can read protects nobody. Each agency publishes its own, in its own words and in plain ones, with the day of each version. Where a cell is empty, the agency has not published that policy here; it may still have one.",
        "es": "Una norma que nadie de afuera puede leer no protege a nadie. Cada agencia publica las suyas, en sus palabras y en palabras sencillas, con la fecha de cada versión. Donde una casilla está vacía, la agencia no ha publicado aquí esa norma; puede que la tenga.",
    },
    "transparency": {
        "en": "In the first hour nobody knows everything. An update says what is known, what is not, and when the next one comes. Each fact is marked, and a correction stands beside what was said before.",
        "es": "En la primera hora nadie lo sabe todo. Un aviso dice lo que se sabe, lo que no, y cuándo viene el siguiente. Cada dato lleva su marca, y una corrección queda junto a lo que se dijo antes.",
    },
    "bias": {
        "en": "Most trainings here are taught by two people: one who knows the law or the science, and one who has stood on the other side of the badge.",
        "es": "La mayoría de estas capacitaciones las imparten dos personas: una que conoce la ley o la ciencia y otra que ha estado del otro lado de la placa.",
    },
    "community": {
        "en": "Nobody comes to trust a uniform by reading about it. Come to a practice, a supper, an afternoon in the car.",
        "es": "Nadie llega a confiar en un uniforme por leer sobre él. Venga a un entrenamiento, a una cena, a una tarde en la patrulla.",
    },
    "profession": {
        "en": "A department that grows up in the county it serves knows its streets and its languages. Here are the ways in, from the ride-along to the academy.",
        "es": "Un departamento que crece en el condado al que sirve conoce sus calles y sus idiomas. Estas son las puertas de entrada, del recorrido en patrulla a la academia.",
    },
    "prevention": {
        "en": "A program here has more than one parent. Each has its page, its sites, the people who answer for it, and what changed for the young people in it, counted by their schools.",
        "es": "Cada programa tiene aquí más de un responsable. Cada uno tiene su página, sus lugares, quienes responden por él y lo que cambió para los jóvenes que participan, contado por sus escuelas.",
    },
}
