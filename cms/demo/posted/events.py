"""Events of the demonstration, as days from today. Everything in them is invented."""

ACCESS = {
    "en": "Level entrance and parking behind the building. Children are looked after in the next room. Supper is served.",
    "es": "Entrada sin escalones y estacionamiento detrás del edificio. Se cuida a los niños en la sala de al lado. Hay cena.",
}

# slug of the organization, kind, days from today, hour, hours, title, sentence, further fields.
EVENTS = [
    {
        "organization": "marisol-police",
        "kind": "listening",
        "in_days": 12,
        "hour": 18,
        "hours": 2,
        "title": {"en": "Listening session: the walk home", "es": "Sesión de escucha: el camino a casa"},
        "summary": {
            "en": "Three crossings, one evening: what families see between the last bell and the front door.",
            "es": "Tres cruces, una tarde: lo que ven las familias entre el último timbre y la puerta de casa.",
        },
        "text": {
            "en": "The chief and two school officers listen; they answer at the end and not before. Whoever prefers to "
            "write may ask in writing, before or afterwards.\n\nWhat was said stands here within ten days.",
            "es": "El jefe y dos agentes escolares escuchan; responden al final y no antes. Quien prefiera escribir "
            "puede preguntar por escrito, antes o después.\n\nLo que se dijo aparece aquí en diez días.",
        },
        "agenda": {
            "en": "6:00 Supper\n6:20 Families speak, three minutes each\n7:20 What the department takes away\n7:45 Answers",
            "es": "6:00 Cena\n6:20 Hablan las familias, tres minutos cada una\n7:20 Lo que se lleva el departamento\n7:45 Respuestas",
        },
        "access": ACCESS,
        "venue": "Wharf Street Library",
        "address": "12 Wharf Street",
        "city": "marisol",
        "languages": ["en", "es", "ase"],
        "takes_registrations": True,
        "capacity": 80,
        "phone": "(295) 555-0142",
    },
    {
        "organization": "solandra-youth-sports-league",
        "kind": "league",
        "in_days": 2,
        "hour": 16,
        "hours": 2,
        "repeats": "weekly",
        "for_days": 150,
        "program": "youth-sports-league",
        "title": {"en": "Soccer practice at Kite Field", "es": "Entrenamiento de fútbol en Kite Field"},
        "summary": {
            "en": "For everybody in grades 4 to 8. No tryouts, no fees; shoes are lent.",
            "es": "Para todos los de 4.º a 8.º grado. Sin pruebas ni cuotas; se prestan zapatos.",
        },
        "venue": "Kite Field",
        "city": "marisol",
        "audience": "young_people",
        "languages": ["en", "es"],
        "asks_consent": True,
    },
    {
        "organization": "marisol-police",
        "kind": "game",
        "in_days": 1,
        "hour": 19,
        "hours": 3,
        "repeats": "weekly",
        "for_days": 120,
        "weekday": 4,
        "title": {"en": "Friday open gym", "es": "Gimnasio abierto de los viernes"},
        "summary": {
            "en": "Basketball with officers who leave the radio in the car.",
            "es": "Básquetbol con agentes que dejan la radio en la patrulla.",
        },
        "venue": "Wharf Street substation",
        "address": "30 Wharf Street",
        "city": "marisol",
        "audience": "young_people",
        "languages": ["en", "es"],
    },
    {
        "organization": "solandra-sheriff",
        "kind": "academy",
        "in_days": 24,
        "hour": 9,
        "hours": 4,
        "repeats": "weekly",
        "for_days": 56,
        "weekday": 5,
        "title": {"en": "Community academy", "es": "Academia comunitaria"},
        "summary": {
            "en": "Eight Saturdays in the classroom, the jail and the dispatch center, with questions at each.",
            "es": "Ocho sábados en el aula, la cárcel y el centro de despacho, con preguntas en cada uno.",
        },
        "venue": "Sheriff's training center",
        "city": "vallecorto",
        "audience": "adults",
        "languages": ["en"],
        "takes_registrations": True,
        "capacity": 24,
    },
    {
        "organization": "san-telmo-police",
        "kind": "ride_along",
        "in_days": 6,
        "hour": 14,
        "hours": 4,
        "repeats": "fortnightly",
        "for_days": 90,
        "title": {"en": "Ride along for an afternoon", "es": "Acompañe una tarde en patrulla"},
        "summary": {
            "en": "One seat in one car. You see what an officer sees, and may ask why.",
            "es": "Un asiento en una patrulla. Usted ve lo que ve un agente y puede preguntar por qué.",
        },
        "venue": "San Telmo station",
        "city": "san-telmo",
        "audience": "adults",
        "languages": ["en", "es"],
        "takes_registrations": True,
        "capacity": 1,
    },
    {
        "organization": "kinwork-family-services",
        "kind": "meeting",
        "in_days": 9,
        "hour": 17,
        "hours": 2,
        "program": "kinwork-case-management",
        "repeats": "monthly_day",
        "for_days": 200,
        "title": {"en": "Parents' table", "es": "Mesa de padres"},
        "summary": {
            "en": "Six families, one case manager, soup. Whoever is new comes half an hour earlier.",
            "es": "Seis familias, una trabajadora de caso y una sopa. Quien es nuevo llega media hora antes.",
        },
        "venue": "Kinwork kitchen",
        "city": "tamarindo",
        "audience": "families",
        "languages": ["es", "en", "vi"],
        "access": ACCESS,
    },
    {
        "organization": "open-gate-studio",
        "kind": "fair",
        "in_days": 16,
        "hour": 15,
        "hours": 4,
        "program": "after-school-studio",
        "title": {"en": "Studio open house", "es": "Puertas abiertas en el estudio"},
        "summary": {
            "en": "Eight rooms, one of them quiet: print a poster, hear the record, eat what the kitchen made.",
            "es": "Ocho salas, una de ellas en silencio: imprima un cartel, escuche el disco, coma lo que hizo la cocina.",
        },
        "venue": "Open Gate Studio",
        "city": "caleta-serena",
        "languages": ["en", "es"],
        "takes_registrations": True,
        "capacity": 60,
        "asks_consent": True,
    },
    {
        "organization": "solandra-interfaith-council",
        "kind": "meeting",
        "in_days": 20,
        "hour": 18,
        "hours": 2,
        "title": {"en": "Congregations and schools"},
        "summary": {"en": "Which hall is open on which afternoon, and who has the key."},
        "venue": "Fountain Lawn parish hall",
        "city": "verbena-park",
        "audience": "partners",
        "languages": ["en"],
    },
    {
        "organization": "marisol-police",
        "kind": "listening",
        "in_days": -40,
        "hour": 18,
        "hours": 2,
        "title": {
            "en": "Listening session: Adobe Row in the dark",
            "es": "Sesión de escucha: Adobe Row a oscuras",
        },
        "summary": {
            "en": "Sixty people came; what they asked for stands below, and what came of it.",
            "es": "Vinieron sesenta personas; abajo está lo que pidieron y lo que resultó.",
        },
        "venue": "Adobe Row Elementary",
        "city": "marisol",
        "languages": ["en", "es"],
        "key": "past",
    },
]

QUESTIONS = [
    (
        "Why does the patrol car stand right in front of the gate?",
        "en",
        {
            "en": "Because it always has. From Monday on it stands around the corner, on Tannery Lane.",
            "es": "Porque siempre ha estado allí. Desde el lunes se estaciona a la vuelta, en Tannery Lane.",
        },
    ),
    (
        "¿Hay alguien que conteste el teléfono en español después de las cinco?",
        "es",
        {
            "en": "Yes, since this month: the front desk answers in Spanish until eight.",
            "es": "Sí, desde este mes: la recepción contesta en español hasta las ocho.",
        },
    ),
    ("Will the same two officers stay for the whole year?", "en", {}),
]

HEARD = {
    "title": {"en": "What we heard at Adobe Row", "es": "Lo que escuchamos en Adobe Row"},
    "facts": [
        {
            "en": "The crossing at Tannery Lane has no light, and the late bus leaves after dark.",
            "es": "El cruce de Tannery Lane no tiene luz, y el último autobús sale de noche.",
        },
        {
            "en": "Families want the same two officers all year, and to know their names.",
            "es": "Las familias quieren a los mismos dos agentes todo el año, y saber cómo se llaman.",
        },
        {
            "en": "Nobody answers the telephone in Spanish after five o'clock.",
            "es": "Nadie contesta el teléfono en español después de las cinco.",
        },
    ],
    "unknown": {
        "en": "Whether the two officers can stay for the whole year.",
        "es": "Si los dos agentes pueden quedarse todo el año.",
    },
    "coming": {
        "en": "Three commitments, each with a day and an office that answers for it.",
        "es": "Tres compromisos, cada uno con fecha y con una oficina que responde por él.",
    },
}

COMMITMENTS = [
    (
        "marisol-police",
        {
            "en": "Park around the corner, not at the gate",
            "es": "Estacionarse a la vuelta, no frente a la puerta",
        },
        {"en": "Youth services unit", "es": "Unidad de servicios juveniles"},
        -20,
        "kept",
        {
            "en": "Since Monday the car stands on Tannery Lane.",
            "es": "Desde el lunes la patrulla está en Tannery Lane.",
        },
    ),
    (
        "marisol-police",
        {
            "en": "Answer the telephone in Spanish until eight",
            "es": "Contestar el teléfono en español hasta las ocho",
        },
        {"en": "Front desk", "es": "Recepción"},
        -6,
        "kept",
        {"en": "Two people share the evening shift.", "es": "Dos personas comparten el turno de la tarde."},
    ),
    (
        "city-of-marisol",
        {"en": "A light at the Tannery Lane crossing", "es": "Una luz en el cruce de Tannery Lane"},
        {"en": "Public works", "es": "Obras públicas"},
        -3,
        "open",
        {
            "en": "The pole is ordered; it comes six weeks late.",
            "es": "El poste está pedido; llega seis semanas tarde.",
        },
    ),
    (
        "marisol-unified",
        {
            "en": "A crossing guard until the late bus has left",
            "es": "Un guardia de cruce hasta que salga el último autobús",
        },
        {"en": "Operations office", "es": "Oficina de operaciones"},
        45,
        "open",
        None,
    ),
]

INCIDENT = {
    "title": {
        "en": "Wharf Street is closed between the library and the pier",
        "es": "Wharf Street está cerrada entre la biblioteca y el muelle",
    },
    "facts": [
        (
            {
                "en": "A gas line was damaged by a digger at about two o'clock.",
                "es": "Una excavadora dañó una tubería de gas hacia las dos.",
            },
            "confirmed",
        ),
        (
            {
                "en": "The library and the recreation center are empty; everybody walked out in order.",
                "es": "La biblioteca y el centro recreativo están vacíos; todos salieron en orden.",
            },
            "confirmed",
        ),
        (
            {
                "en": "Two people were looked at by medics and went home.",
                "es": "Los paramédicos revisaron a dos personas, que se fueron a casa.",
            },
            "corrected",
        ),
    ],
    "before": {"en": "Nobody was hurt.", "es": "Nadie resultó herido."},
    "unknown": {"en": "When the street opens again.", "es": "Cuándo se abre la calle."},
    "coming": {
        "en": "Parents pick up children of the after-school program at Marisol Harbor High, gate B.",
        "es": "Las familias recogen a los niños del programa en Marisol Harbor High, puerta B.",
    },
    "contacts": {
        "en": "Emergency: 911\nFamilies: (295) 555-0142",
        "es": "Emergencias: 911\nFamilias: (295) 555-0142",
    },
}
