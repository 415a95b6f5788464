"""Are the frameworks what the papers print? Every expected value is a second transcription.

Texts stand here as the papers' own text layer has them, whose letters lie in another order than on
paper; so letters are compared, whatever their order, and no word can differ unseen.
"""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

FRAMEWORKS = Path(__file__).parents[2] / "data" / "frameworks"
# How the same letter is typed in the papers and in our data; spaces and joiners do not count
SAME = str.maketrans({"ي": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "\u0654": None, "\u0650": None})
ABBREVIATED = {"CiRM": "مدیریت ارتباط با شهروند", "CRM": "مدیریت ارتباط با مشتری"}

# Mardazad Navi et al. (2024), Table 5, columns «مقوله (زیرمؤلفه‌ها)» and «فراوانی کد», row by row
TABLE_5 = [
    ("تجربه محور يانسان يروين يها يو توانمند ها مهارتآموزش و توسعه", 72),
    ("تجربة مشتريمديريت محرك  عنوان بهمتخصص  يانسان يروياز ن يجذب و بهره بردار", 56),
    ("تجربه كاركنان تيريمد يساز ادهيپ", 28),
    ("تجربه محور يمنابع انسان تيريمد يهاندفراي فيبازتعر", 24),
    ("عملكرد تجربه محور يابيو ارز يزشيانگ سازوكار يبازطراح", 21),
    ("انيشناخت مشتر", 60),
    ("انيسفر مشتر تيريو مد يبردار نقشه", 28),
    ("و بازخورد تجربة مشتري يريگ اندازه چارچوب جاديا", 17),
    ("ة مشتريتجرب ياجرا", 27),
    ("تجربة مشتري يطراح", 51),
    ("يمحور يباور و اهتمام سازمان به مشتر تيتقو", 36),
    ("سازمان يطيمح يها  توجه به اتمسفر و المان", 18),
    ("برساخته كي عنوان بهفرهنگ  جاديا", 17),
    ("يسازمان يا.ان.يمحور در د يفرهنگ مشتر ينگينهاد", 23),
    ("بر آموزش يمبتن يمحور يشترتوسعه فرهنگ م", 58),
    ("محور جهينت ياجرا يزيبرنامه ر", 47),
    ("يحكمران ياجرا ياتيمدل عمل نيتدو", 28),
    ("تجربة مشتري يساختار حكمران جاديا", 72),
    ("سازمان يهافراينددر  تجربة مشتري تيريمد يهافرايند ييجانما", 17),
    ("وكار كسب يها فرايندمجدد تجربه محور  يهندسم", 92),
    ("تجربة مشتري تيريمد چارچوبوكار با  كسب يها فرايند يسازسو هم", 20),
    ("تجربة مشتري تيريمد يساز ياهتمام و تعهد به جار", 94),
    ("منابع تيريمحور در مد يمشتر يريگ ميتصم", 34),
    ("وكار كسباطلاعات و ابزار منطبق با بلوغ  رساخت،يز يكپارچگي", 20),
    ("در لبه يساز ميبهبود تصم يبرا رساختيفناورانه و ز يتوسعه ابزارها", 34),
    ("هافرايند ونيزاسيتوسعه مكان", 19),
    ("تجربة مشتريبر  يمبتن كياستراتژ يزيبرنامه ر", 34),
    ("سازمان يانداز واستراتژ با چشم سو هم تجربة مشتريانداز  چشم و ياستراتژ فيتعر", 20),
    ("داده محور تجربة مشتريتوسعه", 37),
    ("تجربة مشترياستقرار دانش", 12),
    ("بر سطح بلوغ يمبتن يو استفاده از تكنولوژ ها  كانال يساز يتاليجيد", 24),
    ("يدر تعامل با مشتر ها آنبر نقش  يمبتن ها  كانال يساز موزون تيريمد", 16),
]
# Findings, the sentence under each component's heading: «این مؤلفه … با n کد در ردهٔ …»; the last
# column: rows of Table 5 that stand beside it
COMPONENTS = [
    ("کارکنان تجربة مشتري محور", 201, range(1, 6)),
    ("فرايند طراحي و پياده سازي تجربة مشتري", 183, range(6, 11)),
    ("فرهنگ سازماني مشتري محور", 152, range(11, 16)),
    ("حكمراني تجربة مشتري", 147, range(16, 19)),
    ("مديريت سازمان و فرايندهاي كسب وكار", 129, range(19, 22)),
    ("رهبري متمركز بر مشتري", 128, range(22, 24)),
    ("زيرساخت، مكانيزاسيون و مديريت تكنولوژي تجربه محور", 73, range(24, 27)),
    ("برنامه ريزي استراتژيك مشتري محور", 54, range(27, 29)),
    ("مديريت بينش تجربة مشتري", 49, range(29, 31)),
    ("سازمان دهي و مديريت تعامل با مشتري", 40, range(31, 33)),
]
# Description of the model between Table 5 and Figure 2; components by their place in COMPONENTS
LAYERS = [
    ("رهبري و فرهنگ", {6, 3}),
    ("سازمان دهي و حكمراني", {4, 8, 5}),
    ("فرايند تجربة مشتري و زيرساخت", {2, 7}),
    ("داده و نقاط تماس", {10, 1, 9}),
]
# English abstract, findings and conclusion
LAYERS_EN = [
    "Leadership and Culture", "Organizing and Governance",
    "Customer Experience process and infrastructure", "Data and Touchpoints",
]  # fmt: skip
# «1256 کد»: data analysis, first paragraph; the others: English abstract, findings and conclusion
STATED = {"codes": 1256, "components": 10, "statements": 32, "concepts": 83, "layers": 4}

# Mojarab et al., Table 1, «طبقه‌های توصیفی فاز دوم» and «فاز اول» in order of appearance
CONCEPTIONS = {
    "نگاه فلسفه محور به CiRM": [
        "ضرورت CiRM",
        "رویکرد فرارتباطی و محتوایی به مفهوم CiRM",
        "گستره مفهومی وسیعتر نسبت به CRM",
        "نگاه غیرجامع به CiRM",
        "نسبیگرایی در بکارگیری CiRM",
        "مبنای متفاوت ارزشمندی در CiRM",
    ],
    "بکارگیری مفاهیم CRM در CiRM": [
        "ممکن نبودن شخصمحوری در بخش عمومی و دولتی",
        "گروهبندی مشتریان شهروندان و تعریف خدمات بر اساس آن",
    ],
    "نگاه عینیتگرایانه به CiRM": [
        "باور مطلق به بیمعنایی CiRM",
        "پیادهسازی سطوح مختلف CiRM",
        "نهادینهسازی شهروندمداری در اهداف",
    ],
}
# Figure 1 (King, 2007) and the paragraph after it: three levels, the wall, and what lies beyond it
LEVELS = {
    "before_wall": ["inform", "transact", "insight"],
    "beyond_wall": ["participation"],
}


def framework(name):
    return tomllib.loads((FRAMEWORKS / f"{name}.toml").read_text(encoding="utf-8"))


def letters(text):
    for short, long in ABBREVIATED.items():
        text = text.replace(short, long)
    text = text.replace("به‌کارگیری", "بکارگیری").translate(SAME)
    return Counter(letter for letter in text if letter.isalpha())


@pytest.fixture(scope="module")
def cx():
    return framework("cx_readiness")


@pytest.fixture(scope="module")
def citizen():
    return framework("citizen_relationship")


@pytest.mark.parametrize("row", range(1, 33))
def test_a_row_of_table_5(cx, row):
    ours, (text, codes) = cx["statements"][row - 1], TABLE_5[row - 1]
    assert letters(ours["title_fa"]) == letters(text)
    assert ours["codes"] == codes
    assert ours["place_en"] == f"Table 5, row {row}"


def test_table_5_has_no_other_row(cx):
    assert len(cx["statements"]) == len(TABLE_5) == 32


@pytest.mark.parametrize("place", range(1, 11))
def test_a_component_of_the_text_and_its_rows(cx, place):
    ours, (text, codes, rows) = cx["components"][place - 1], COMPONENTS[place - 1]
    assert letters(ours["title_fa"]) == letters(text)
    assert ours["codes"] == codes == sum(TABLE_5[row - 1][1] for row in rows)
    members = [s["place_en"] for s in cx["statements"] if s["component"] == ours["component"]]
    assert members == [f"Table 5, row {row}" for row in rows]


def test_layers_and_what_stands_in_them_the_outermost_first(cx):
    for ours, (text, places), english in zip(cx["layers"], LAYERS, LAYERS_EN, strict=True):
        assert letters(ours["title_fa"]) == letters(text)
        assert ours["title_en"] == english
        inside = {
            place
            for place, component in enumerate(cx["components"], start=1)
            if component["layer"] == ours["layer"]
        }
        assert inside == places, english


def test_totals_stand_as_printed_and_what_does_not_add_up_has_a_note(cx):
    assert {one["what"]: one["value"] for one in cx["stated"]} == STATED
    codes = next(one for one in cx["stated"] if one["what"] == "codes")
    assert sum(codes for _, codes in TABLE_5) == sum(codes for _, codes, _ in COMPONENTS) == 1156
    assert "1,156" in codes["note_en"] and "۱٬۱۵۶" in codes["note_fa"]


def test_conceptions_and_their_elements(citizen):
    ours = {
        one["title_fa"]: [e for e in citizen["elements"] if e["conception"] == one["conception"]]
        for one in citizen["conceptions"]
    }
    for (title, elements), (text, printed) in zip(ours.items(), CONCEPTIONS.items(), strict=True):
        assert letters(title) == letters(text)
        assert [letters(one["title_fa"]) for one in elements] == list(map(letters, printed))
    assert {one["what"]: one["value"] for one in citizen["stated"]} == {
        "conceptions": 3, "elements": 11,  # findings, paragraph before Table 1
    }  # fmt: skip
    assert (len(citizen["conceptions"]), len(citizen["elements"])) == (3, 11)


def test_a_title_that_is_our_reading_of_damaged_print_has_a_note(citizen):
    # Table 1: «فرارابطی» (suggestions: «فرارتاباطی»); «در بخش» without its end, which the abstract
    # has; «مشتریان شهروندان و خدمات بر اساس آن», and «تعریف خدمات بر اساس آن» a page later
    noted = {one["element"]: one["note_fa"] for one in citizen["elements"] if "note_fa" in one}
    assert noted.keys() == {"content", "no_single_person", "groups"}
    assert "«فرارابطی»" in noted["content"] and "«فرارتاباطی»" in noted["content"]
    assert "چکیده" in noted["no_single_person"]
    assert "«گروه‌بندی مشتریان شهروندان و خدمات بر اساس آن»" in noted["groups"]


def test_levels_and_the_wall(citizen):
    found = {layer["layer"]: [] for layer in citizen["layers"]}
    for component in citizen["components"]:
        found[component["layer"]].append(component["component"])
    assert found == LEVELS


@pytest.mark.parametrize("name", ["cx_readiness", "citizen_relationship"])
def test_every_part_of_a_paper_has_its_place_and_both_languages(name):
    toml = framework(name)
    parts = ("layers", "components", "statements", "conceptions", "elements", "stated")
    for one in (entry for part in parts for entry in toml.get(part, [])):
        assert one["place_fa"] and one["place_en"] and one["title_fa"] and one["title_en"], one
