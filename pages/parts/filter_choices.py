"""What may a reader choose from? The lists of analysis, as {code: name} in our language."""

from dataclasses import dataclass

from pages.parts import numbers, words

HOME_REGION = "razavi_khorasan"
MONTHS_AT_FIRST = 12


@dataclass(frozen=True)
class Choices:
    """Codes and names of everything a filter offers, already limited to what the reader may see."""

    regions: dict  # region → its provinces
    places: dict  # regions, then single provinces
    provinces: dict
    branches: dict
    branch_provinces: dict
    cities: dict
    city_branches: dict  # city → its branches
    months: dict
    channels: dict
    services: dict
    customer_groups: dict
    instruments: dict
    batteries: dict  # instrument → {battery: title}
    usual_battery: dict  # instrument → battery
    scales: dict  # instrument → {subscale or component: title}
    notes: dict  # instrument → what a reader must know of it
    compared: tuple  # the questionnaires that compare what is expected and what is met

    @classmethod
    def of(cls, options):
        """From the rows that analysis.choices returns."""
        provinces = _names(options["provinces"], "province", alphabetical=True)
        regions = {row["region"]: tuple(row["provinces"]) for row in options["regions"]}
        return cls(
            regions=regions,
            places=_names(options["regions"], "region") | _singles(provinces, regions),
            provinces=provinces,
            branches=_names(options["branches"], "branch"),
            branch_provinces={row["branch"]: row["province"] for row in options["branches"]},
            cities=_names(options["cities"], "city", alphabetical=True),
            city_branches={row["city"]: tuple(row["branches"]) for row in options["cities"]},
            months={row["month"]: numbers.month(row["month"]) for row in options["months"]},
            channels=_names(options["channels"], "channel"),
            services=_names(options["services"], "service"),
            customer_groups=_names(options["customer_groups"], "customer_group"),
            instruments={r["instrument"]: words.title(r) for r in options["instruments"]},
            batteries=_titles(options["batteries"], "battery"),
            usual_battery=options["usual_battery"],
            scales=_titles(options["scales"], "scale"),
            notes={row["instrument"]: words.note(row) for row in options["notes"]},
            compared=tuple(options["compared"]),
        )

    def names(self, kind):
        """{code: name} of a kind of filter value."""
        plural = {"branch": "branches", "city": "cities"}.get(kind, f"{kind}s")
        return getattr(self, plural)

    def provinces_in(self, place):
        return self.regions.get(place, (place,))

    def branches_in(self, provinces, cities=()):
        """{code: name} of the branches of some provinces, or of some cities in them."""
        inside = set(provinces)
        found = {c: n for c, n in self.branches.items() if self.branch_provinces[c] in inside}
        there = {code for city in cities for code in self.city_branches[city]}
        return {c: n for c, n in found.items() if c in there} if cities else found

    def cities_in(self, provinces):
        """{code: name} of the cities of some provinces."""
        inside = set(provinces)
        return {c: n for c, n in self.cities.items() if inside & set(self.provinces_of_cities([c]))}

    def provinces_of_cities(self, cities):
        """In which provinces these cities lie; none of a city that is not known."""
        branches = [code for city in cities for code in self.city_branches.get(city, ())]
        return sorted({self.branch_provinces[code] for code in branches})

    def place_of(self, province):
        """The place that is exactly this province: a region of one province hides its twin."""
        alone = [region for region, inside in self.regions.items() if inside == (province,)]
        return alone[0] if alone else province

    @property
    def defaults(self):
        """What a first visit shows: the home region, the last twelve months, nothing narrowed."""
        months = list(self.months)
        instrument = next(iter(self.instruments), None)
        return {
            "place": HOME_REGION if HOME_REGION in self.places else next(iter(self.places), None),
            "from": months[-MONTHS_AT_FIRST:][0] if months else None,
            "to": months[-1] if months else None,
            "province": [],
            "city": [],
            "branch": [],
            "channel": [],
            "service": [],
            "customer_group": [],
            "instrument": instrument,
            "battery": self.usual_battery.get(instrument),
        }

    def batteries_of(self, instrument):
        return self.batteries.get(instrument, {})


def _names(rows, code, alphabetical=False):
    if alphabetical:
        rows = sorted(rows, key=lambda row: words.alphabetical(words.name(row)))
    return {row[code]: words.name(row) for row in rows}


def _titles(rows, code):
    """{instrument: {code: title}}."""
    found = {}
    for row in rows:
        found.setdefault(row["instrument"], {})[row[code]] = words.title(row)
    return found


def _singles(provinces, regions):
    hidden = {inside[0] for inside in regions.values() if len(inside) == 1}
    return {code: name for code, name in provinces.items() if code not in hidden}
