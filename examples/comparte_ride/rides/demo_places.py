"""Where the people of the demonstration go: their circle's place, where they live, and by which hours.

The places are real ones of Mexico City, as people say them to each other.
"""

from typing import NamedTuple


class Ground(NamedTuple):
    """What the rides of a circle begin and end at: gates of its place, and corners where people live."""

    gates: tuple[str, ...]
    homes: tuple[str, ...]


SOUTH = (
    "Metro Coyoacán, salida Universidad", "Metro Taxqueña, paradero sur", "Perisur, puerta 4",
    "Villa Coapa, Glorieta de Vaqueritos", "Tlalpan centro, plaza de la Constitución",
    "Xochimilco, tren ligero", "Metro Zapata, Félix Cuevas", "San Ángel, plaza del Carmen",
    "Portales, parque de los Venados", "Metro Copilco, Eje 10 Sur", "Iztapalapa, Metro UAM-I",
    "Contreras, Luis Cabrera y San Jerónimo",
)  # fmt: skip
NORTH = (
    "Lindavista, Montevideo y Politécnico", "Metro El Rosario, CETRAM", "Ciudad Satélite, las Torres",
    "Azcapotzalco, jardín Hidalgo", "Tlalnepantla centro, catedral", "Cuautitlán Izcalli, Luna Parc",
    "Metro La Raza, Insurgentes Norte", "Coacalco, plaza Las Flores", "Naucalpan, Toreo",
)  # fmt: skip
WEST = (
    "Metro Observatorio, terminal poniente", "Metro Tacubaya, Jalisco y Revolución", "Auditorio Nacional",
    "Mixcoac, Metrobús Barranca del Muerto", "Polanco, Horacio y Moliere", "Cuajimalpa, jardín Hidalgo",
    "San Pedro de los Pinos, avenida 2", "Metro Chapultepec, paradero", "La Herradura, glorieta",
)  # fmt: skip
MIDDLE = (
    "Glorieta de Insurgentes", "Metro Hidalgo, Alameda", "Narvarte, Doctor Vértiz y Eje 5",
    "Santa María la Ribera, quiosco morisco", "Juárez, Reforma 222", "Metro Chabacano, calzada de Tlalpan",
    "Escandón, mercado", "Doctores, jardín Pushkin", "Agrícola Oriental, Metro Pantitlán",
)  # fmt: skip

GROUNDS = {
    "ciudad-universitaria-unam": Ground(
        ("CU, Facultad de Ingeniería", "CU, Rectoría", "CU, Metrobús Perfumería", "CU, Zona Cultural"),
        SOUTH + MIDDLE,
    ),
    "tec-de-monterrey-campus-estado-de-mexico": Ground(
        ("Tec, Campus Estado de México, puerta 1", "Tec, Campus Estado de México, biblioteca"), NORTH
    ),
    "condesa-roma-norte": Ground(
        ("Condesa, Parque México", "Roma Norte, Fuente de Cibeles", "Roma Norte, plaza Río de Janeiro"),
        MIDDLE + SOUTH,
    ),
    "familia-castaneda": Ground(
        ("Coyoacán, casa de la abuela", "Del Valle, casa de los tíos"), (*SOUTH[:6], *NORTH[:3])
    ),
    "vecinos-de-lomas-de-angeles": Ground(("Lomas de Ángeles, caseta", "Lomas de Ángeles, parque"), WEST),
    "santa-fe-interlomas": Ground(
        ("Santa Fe, Vasco de Quiroga", "Centro Santa Fe, puerta 2", "Interlomas, Magnocentro"),
        WEST + SOUTH[:4],
    ),
    "ingenieria-y-cafe-s-a": Ground(("Del Valle, Ingeniería y Café", "Nápoles, World Trade Center"), MIDDLE),
}  # fmt: skip
CORNERS = ("terminal", "parada", "entrada principal", "plaza")  # of places elsewhere; Portuguese too

NOTES = (
    "", "", "",
    "Salgo puntual; espero tres minutos.",
    "Cabe una maleta mediana por persona.",
    "Cooperación de 25 pesos para la gasolina.",
    "Voy por Periférico; puedo dejar en el camino.",
    "Sin fumar, con música tranquila.",
    "Viajo con un perro pequeño en su transportadora.",
    "Si llueve salgo diez minutos antes.",
    "Tomo el segundo piso; la caseta va por mi cuenta.",
)  # fmt: skip


def ground_of(slug: str, name: str) -> Ground:
    """Where the circle's rides begin and end; of a circle elsewhere its name says the two places."""
    if slug in GROUNDS:
        return GROUNDS[slug]
    here, _, there = name.partition(" · ")
    return Ground(
        tuple(f"{here.strip()}, {corner}" for corner in CORNERS),
        tuple(f"{there.strip() or 'Centro'}, {corner}" for corner in reversed(CORNERS)),
    )
