"""Who is in the demo story: Northwind's people, its product, and the companies that pay for it."""

from dataclasses import dataclass

VENDOR = "Northwind Field Service"
PRODUCT = "Northwind Field"

# Name, role, department.
STAFF = (
    ("Ines Calder", "admin", "product"),
    ("Priya Raman", "agent", "support"),
    ("Joel Amberg", "success", "success"),
    ("Marta Lind", "product", "product"),
    ("Tomas Reuter", "sales", "sales"),
    ("Hana Okafor", "viewer", "engineering"),
)

# Area and the team that owns it.
AREAS = (
    ("Mobile app", "Field team"),
    ("Scheduling", "Office team"),
    ("Dispatch board", "Office team"),
    ("Invoicing", "Money team"),
    ("Parts & stock", "Field team"),
    ("Customer texts", "Office team"),
    ("Integrations", "Money team"),
    ("Admin", "Money team"),
)


@dataclass(frozen=True)
class Customer:
    """A company of the story: what it does, what it pays in whole dollars a month, since how many months, and its people."""

    name: str
    industry: str
    country: str
    plan: str
    mrr: int
    months: int
    stage: str
    people: tuple[str, ...]


CUSTOMERS = (
    Customer(
        "Meridian Cold Chain", "Cold chain", "LT", "Fleet", 3900, 41, "at_risk", ("Ruta Kazlauskas", "Jonas Petrauskas")
    ),
    Customer(
        "Harbour Lift & Escalator",
        "Lift maintenance",
        "NL",
        "Fleet",
        2480,
        38,
        "at_risk",
        ("Anneke Visser", "Dirk Oosterling", "Femke Rood"),
    ),
    Customer("Castellan Security Systems", "Security", "NL", "Fleet", 1120, 26, "active", ("Bram Oudekerk",)),
    Customer("Pellworth Waste", "Waste collection", "GB", "Team", 720, 19, "active", ("Idris Okonjo", "Sian Prosser")),
    Customer("Brightwell Heating", "Heating", "IE", "Team", 640, 31, "active", ("Colm Darcy",)),
    Customer("Oakline Lifts", "Lift maintenance", "CZ", "Team", 410, 22, "active", ("Petra Novotna",)),
    Customer("Kestrel Fire Safety", "Fire safety", "DE", "Team", 530, 15, "active", ("Sol Achterberg", "Jana Vogt")),
    Customer("Alder & Finch Plumbing", "Plumbing", "GB", "Solo", 185, 9, "active", ("Moira Tennant",)),
    Customer("Lockhart Locksmiths", "Locksmiths", "GB", "Solo", 96, 7, "active", ("Fern Lockhart",)),
    Customer("Fellside Wind Care", "Wind turbines", "GB", "Fleet", 0, 0, "lost", ("Aled Morgan",)),
    Customer("Nordbad Pools", "Swimming pools", "SE", "Team", 560, 28, "active", ("Elsa Lindqvist",)),
    Customer("Torrent Drainage", "Drainage", "GB", "Team", 610, 17, "active", ("Gareth Pugh",)),
    Customer("Solvay Solar Service", "Solar", "ES", "Fleet", 1650, 20, "active", ("Lucia Ferrer", "Pau Riera")),
    Customer("Grauwald Elektro", "Electrical", "DE", "Fleet", 1480, 33, "active", ("Matthias Kern",)),
    Customer("Bluecap Elevators", "Lift maintenance", "US", "Fleet", 2100, 12, "active", ("Denise Walker",)),
    Customer("Tidewater Marine Engines", "Marine", "US", "Team", 780, 24, "active", ("Hank Bowen",)),
    Customer("Hoshino Air Systems", "Air conditioning", "JP", "Fleet", 1900, 14, "active", ("星野 恵",)),
    Customer("Zhongke Elevator Care", "Lift maintenance", "CN", "Team", 690, 11, "active", ("王丽",)),
    Customer("Volga Teplo", "Heating", "KZ", "Team", 430, 16, "active", ("Айгуль Серикова",)),
    Customer("Maison Chaleur", "Heating", "FR", "Team", 520, 21, "active", ("Camille Roux",)),
    Customer("Pinecrest Pest Control", "Pest control", "US", "Team", 360, 8, "active", ("Wade Colburn",)),
    Customer("Brackenridge Boilers", "Heating", "GB", "Solo", 140, 5, "onboarding", ("Effie Strachan",)),
    Customer("Quayside Cranes", "Cranes", "NL", "Fleet", 1340, 36, "active", ("Wouter Dekker",)),
    Customer("Larkfield Lawns", "Grounds care", "GB", "Solo", 120, 10, "active", ("Nell Ashdown",)),
    Customer("Ironbridge Gates", "Gates and doors", "GB", "Team", 470, 18, "active", ("Rhys Bevan",)),
    Customer("Polaris Refrigeration", "Cold chain", "CA", "Fleet", 1720, 13, "active", ("Amélie Tremblay",)),
    Customer("Sunder & Sons Roofing", "Roofing", "GB", "Solo", 110, 4, "trial", ("Asha Sunder",)),
    Customer("Vantage Scaffolding", "Scaffolding", "IE", "Team", 380, 23, "active", ("Niamh Keane",)),
    Customer("Copperline Telecom", "Telecom", "US", "Fleet", 2350, 27, "active", ("Marcus Hale", "Ivy Sutton")),
    Customer("Fjordvarme", "District heating", "NO", "Fleet", 1580, 30, "active", ("Sigrid Moen",)),
    Customer("Casa Limpia", "Cleaning", "ES", "Team", 340, 6, "active", ("Nuria Campos",)),
    Customer("Greycote Glazing", "Glazing", "GB", "Solo", 150, 12, "active", ("Owen Tait",)),
    Customer("Aurum Vending", "Vending", "PL", "Team", 590, 19, "active", ("Kasia Zielinska",)),
    Customer("Stonemere Stairlifts", "Stairlifts", "GB", "Team", 810, 25, "active", ("Beryl Hathaway",)),
    Customer("Delta Dock Services", "Marine", "NL", "Team", 660, 29, "lost", ("Joost van Ham",)),
    Customer("Redwater Pumps", "Pumps", "US", "Team", 490, 16, "active", ("Tess Moran",)),
    Customer("Hollin Tree Care", "Tree care", "GB", "Solo", 130, 14, "active", ("Jed Hollin",)),
    Customer("Alpin Seilbahnen", "Ropeways", "AT", "Fleet", 1290, 22, "active", ("Lukas Egger",)),
    Customer("Cobalt Coffee Machines", "Vending", "IT", "Team", 450, 11, "active", ("Giulia Conti",)),
    Customer("Merrow Medical Beds", "Medical devices", "GB", "Fleet", 1180, 9, "active", ("Dr Anil Rao",)),
)
