"""The page for families, and one section and one program told in Spanish by their own editors."""

FOR_FAMILIES = {
    "en": {
        "title": "For families",
        "slug": "for-families",
        "lead": "What a program may know about your child, who never sees it, and how to say no.",
        "text": """
Nobody signs a child up on this site, and no form here asks for a child's name. A teacher, a mentor or a case
manager invites you in person, and you decide.

## What the partnership counts

Schools report enrollment, attendance and discipline. Names, birth dates and addresses are dropped when a file
arrives, and a student number becomes a key that cannot be read back. A file that still has to be checked waits
encrypted, has a day on which it is destroyed, and every opening of it is logged.

From many students together come the numbers under Outcomes. Groups so small that somebody could be recognized
are hidden.

## Who sees what

- Your school and its district see their own students' records, as they always have.
- A program sees the young people who take part in it, because you agreed to that.
- An evaluator sees records without names, for a stated purpose and a limited time, and every reading is logged.
- Police, sheriff, probation and the district attorney never see a student's record here.

## How to say no

Tell the school office or the program, in whichever way suits you: in person, by telephone, in any language. Your
child loses nothing by it. You may also ask the school to show you what it has reported, and to correct it.

@ Family line of the county office of education | Questions about records, in English and Spanish | solandra-county-office-of-education | School days, 8 to 4:30
""",
    },
    "es": {
        "title": "Para las familias",
        "slug": "para-las-familias",
        "lead": "Qué puede saber un programa sobre su hijo, quién nunca lo ve y cómo decir que no.",
        "text": """
Nadie inscribe a un niño en este sitio, y ningún formulario pide aquí el nombre de un niño. Una maestra, un mentor
o una trabajadora de caso le invita en persona, y usted decide.

## Qué cuenta la alianza

Las escuelas informan la matrícula, la asistencia y la disciplina. Los nombres, las fechas de nacimiento y los
domicilios se descartan cuando llega un archivo, y el número de estudiante se convierte en una clave que no se puede
descifrar. Un archivo que todavía hay que revisar espera cifrado, tiene un día en que se destruye, y cada apertura
queda anotada.

De muchos estudiantes juntos salen los números que aparecen en Resultados. Los grupos tan pequeños que se podría
reconocer a alguien se ocultan.

## Quién ve qué

- Su escuela y su distrito ven los registros de sus propios estudiantes, como siempre.
- Un programa ve a los jóvenes que participan en él, porque usted lo aceptó.
- Una persona evaluadora ve registros sin nombres, con un fin declarado y por tiempo limitado, y cada lectura
  queda anotada.
- La policía, el sheriff, libertad condicional y la fiscalía nunca ven aquí el registro de un estudiante.

## Cómo decir que no

Dígaselo a la oficina de la escuela o al programa, como le resulte más fácil: en persona, por teléfono, en
cualquier idioma. Su hijo no pierde nada por ello. También puede pedir que la escuela le muestre lo que ha
informado y que lo corrija.

@ Línea para familias de la oficina de educación del condado | Preguntas sobre registros, en inglés y español | solandra-county-office-of-education | Días de clase, de 8:00 a 16:30
""",
    },
}

IN_SPANISH = {
    "kinwork-family-services": """
Kinwork envía a una sola persona a cada familia, y esa persona se queda nueve meses. La mayoría de las visitas son
en la mesa de la cocina, después del trabajo, en el idioma que la familia habla en casa.

La primera visita trata siempre de lo que ya va bien. Solo después se habla del autobús que sale demasiado
temprano, de la hermana menor a la que hay que llevar al kínder, de la carta de la escuela que nadie entendió.

@ Recepción de Kinwork | Atienden en inglés, español y vietnamita | kinwork-family-services | De lunes a viernes, de 9:00 a 20:00

> Cómo funciona el programa | kinwork-case-management | Una persona, una familia, nueve meses: qué hace una trabajadora de caso, y qué no.
""",
}

PROGRAMS_IN_SPANISH = {
    "kinwork-case-management": """
Cuando la asistencia baja porque una familia está por perder su vivienda, trabaja de noche o cuida a alguien
enfermo, una carta de la escuela ayuda poco. Una trabajadora de caso de Kinwork sí ayuda: una sola persona que
visita la casa, acompaña las reuniones en la escuela y se queda con la familia nueve meses o más.

Las familias llegan por medio de las escuelas, de la unidad de prevención de libertad condicional o por su propia
cuenta. Cada trabajadora atiende a no más de dieciocho familias, acuerda con cada una tres metas y las revisa cada
seis semanas. Un pequeño fondo paga el mismo día una parte de la renta, un pasaje o unos lentes.

Los agentes de libertad condicional refieren a las familias y ayudan a pagar el programa. No ven las notas del
caso, y participar nunca es una condición de una orden judicial.
""",
}
