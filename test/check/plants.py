"""Errors planted into a copy of a true paper, one each.

Every error is larger than rounding explains, and who has the paper in hand can tell that something
is wrong: the laws of the copy are breached at the planted place. A Plant knows the marks by which
a finding may name its place: any of them is enough; of a tuple all are needed.
"""
import copy
from dataclasses import dataclass
from fractions import Fraction

import paper as model
from paper import (DateLaw, MaximumLaw, NamesLaw, RankLaw, RowLaw, ShareLaw, Slot, TotalLaw, number,
                   places_of, rounded)

TRIES = 60
# Kinds that fewer papers have are planted twice in a round.
OFTEN = ["lost_penalty", "rank", "list", "parts", "share", "change", "band",
         "lost_column"]
SENTENCE = {"parts", "count", "list", "band"}
# Wrong by how they are made, whatever the laws of the rows say.
MADE_WRONG = {"row_twice", "lost_column"}


@dataclass
class Plant:
    kind: str
    paper: model.Paper
    marks: list
    table: int = -1      # index among the tables; -1 = prose
    rows: tuple = ()     # planted rows, for their lines
    para: int = -1       # index among the parts
    what: str = ""


# ---- wrong figures ------------------------------------------------------------------------------

def reprinted(text, value):
    """The value printed like `text`: decimals, % and thousands kept."""
    new = rounded(value, places_of(text))
    if "," in text:
        whole, dot, rest = new.partition(".")
        new = f"{int(whole):,}{dot}{rest}"
    return new + ("%" if text.endswith("%") else "")


def wrong_number(rng, text, low, high, limit=None):
    """A likely misprint of a figure, clearly outside low..high; None when there is none."""
    value, step = number(text), Fraction(1, 10 ** places_of(text))
    margin = max(step, (high - low) / 2)
    digits = [index for index, sign in enumerate(text) if sign.isdigit()]
    options = []
    for index in digits:
        options.append(text[:index] + rng.choice("0123456789") + text[index + 1:])
    for one, two in zip(digits, digits[1:]):
        swapped = list(text)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        options.append("".join(swapped))
    for factor in (2, 3, 5, 8, 10, 20, 50, 100):
        options += [reprinted(text, value + sign * factor * step) for sign in (1, -1)]
    rng.shuffle(options)
    for option in options:
        new = number(option)
        if option == text or new is None or (new < 0) != (value < 0) or new == 0:
            continue
        if len(digits) > 1 and option.lstrip("-")[0] == "0" and not option.lstrip("-").startswith(
                "0."):
            continue
        if limit is not None and new > limit:
            continue
        if new < low - margin or new > high + margin:
            return option
    return None


# ---- errors in tables ---------------------------------------------------------------------------

class Field:
    """Where errors are planted: one table of a copy of the paper."""

    def __init__(self, rng, true, index):
        self.rng, self.index = rng, index
        self.paper = copy.deepcopy(true)
        self.table = self.paper.tables[index]

    def laws(self, kind):
        return [law for law in self.table.laws if isinstance(law, kind)]

    def limit(self, name):
        for law in self.laws(MaximumLaw):
            if name in law.limits:
                return law.limits[name]
        return None

    def put(self, row, name, text):
        column = name if isinstance(name, int) else self.table.column(name)
        old, self.table.rows[row][column] = self.table.rows[row][column], text
        return old

    def row_marks(self, row, *texts):
        """A finding may name the row, or the very figure."""
        return [*([self.table.name(row)] if self.table.name(row) else []), *texts]

    def plant(self, kind, rows, marks, what):
        return Plant(kind, self.paper, marks, self.index, tuple(rows), what=what)


def plant_row_law(field, law, rows_of=("entry",)):
    rows = [row for row in range(len(field.table.rows)) if field.table.kinds[row] in rows_of
            and law.allowed(field.table, row)]
    if not rows:
        return None
    row = field.rng.choice(rows)
    low, high = law.allowed(field.table, row)
    limit = 100 if field.table.text(row, law.target).endswith("%") and high <= 100 else None
    text = wrong_number(field.rng, field.table.text(row, law.target), low, high,
                        field.limit(law.target) or limit)
    if not text:
        return None
    old = field.put(row, law.target, text)
    return field.plant(law.kind, [row], field.row_marks(row, text), f"{law.target} {old}→{text}")


def plant_part(field, law):
    """A wrong summand in a row whose sum is printed."""
    rows = [row for row in field.table.entries() if law.allowed(field.table, row)]
    row, name = field.rng.choice(rows), field.rng.choice(law.inputs)
    text = field.table.text(row, name)
    low, high = law.allowed(field.table, row)
    room = high - low
    value = number(text)
    if value is None or value <= 0:
        return None
    wrong = wrong_number(field.rng, text, value - room, value + room, field.limit(name))
    if not wrong:
        return None
    field.put(row, name, wrong)
    return field.plant("part", [row], field.row_marks(row, wrong), f"{name} {text}→{wrong}")


def penalties(table, law):
    return [(row, name) for row in table.entries() for name in law.inputs
            if (table.value(row, name) or 0) < 0]


def plant_lost_penalty(field, law):
    places = [(row, name) for row, name in penalties(field.table, law)
              if law.allowed(field.table, row)]
    if not places:
        return None
    row, name = field.rng.choice(places)
    zeros = [text for text in (field.table.text(other, name) for other in field.table.entries())
             if number(text) == 0]
    zero = zeros[0] if zeros else "0"
    old = field.put(row, name, zero)
    return field.plant("lost_penalty", [row], field.row_marks(row), f"{name} {old}→{zero}")


def plant_total(field, law):
    name = field.rng.choice(law.names)
    text = field.table.text(law.row, name)
    if number(text) is None:
        return None
    low, high = law.allowed(field.table, name)
    wrong = wrong_number(field.rng, text, low, high)
    if not wrong:
        return None
    field.put(law.row, name, wrong)
    label = field.table.name(law.row) or field.table.rows[law.row][0]
    return field.plant("total_row", [], [wrong, (label, name.rpartition("/")[2])], f"{label} {name} {text}→{wrong}")


def plant_rank(field, law):
    table = field.table
    rows = [row for row in table.entries() if table.value(row, law.by) is not None]
    one = field.rng.choice(rows)
    near = [row for row in rows if table.groups[row] == table.groups[one]
            and table.text(row, law.rank) != table.text(one, law.rank)
            and abs(table.value(row, law.rank) - table.value(one, law.rank)) <= 4]
    if not near:
        return None
    two = field.rng.choice(near)
    old, new = table.text(one, law.rank), table.text(two, law.rank)
    field.put(one, law.rank, new)
    field.put(two, law.rank, old)
    return field.plant("rank", [one, two], field.row_marks(one) + field.row_marks(two),
                       f"{table.name(one)}↔{table.name(two)} {old}↔{new}")


def plant_double(field, law):
    del law
    table, rng = field.table, field.rng
    one, two = rng.sample(table.entries(), 2)
    name, old = table.name(one), table.name(two)
    if "(" in name and rng.random() < 0.7:
        name = name.replace("(", "（").replace(")", "）")
    elif "（" in name and rng.random() < 0.7:
        name = name.replace("（", "(").replace("）", ")")
    elif len(name) > 2 and rng.random() < 0.3 and field.paper.form not in ("aligned",):
        name = name[:1] + " " + name[1:]
    field.put(two, table.label, name)
    return field.plant("double", [one, two], [name, table.name(one)], f"{old}→{name}")


def plant_maximum(field, law):
    name = field.rng.choice(list(law.limits))
    rows = [row for row in field.table.entries() if field.table.value(row, name) is not None]
    row = field.rng.choice(rows)
    text, limit = field.table.text(row, name), law.limits[name]
    over = reprinted(text, limit + Fraction(field.rng.randint(1, 19), 10) if places_of(text)
                     else limit + field.rng.randint(1, 4))
    if number(over) <= limit:
        return None
    field.put(row, name, over)
    return field.plant("maximum", [row], field.row_marks(row, over), f"{name} {text}→{over}")


def plant_date(field, law):
    from datetime import date, timedelta
    row = field.rng.choice(field.table.entries())
    texts = [field.table.text(row, name) for name in law.names]
    if any(text in model.NOTHING for text in texts):
        return None
    first = date.fromisoformat(texts[-2])
    wrong = str(first - timedelta(days=field.rng.randint(1, 40)))
    field.put(row, law.names[-1], wrong)
    return field.plant("date", [row], field.row_marks(row, wrong),
                       f"{law.names[-1]} {texts[-1]}→{wrong}")


def plant_shift(field, law):
    """From some column on the values of a row stand one column off, or one is printed twice."""
    del law
    table, rng = field.table, field.rng
    row = rng.choice(table.entries())
    cells = table.rows[row]
    start = rng.randrange(table.label + 1, len(cells) - 1)
    way = rng.choice(["right", "repeat", "left", "surplus"])
    blank = "-" if field.paper.form == "aligned" else ""
    if way == "surplus":
        moved = cells[:start] + [cells[start]] + cells[start:]
    elif way == "left":
        moved = cells[:start] + cells[start + 1:] + [blank]
    else:
        moved = cells[:start] + [blank if way == "right" else cells[start - 1]] + cells[start:-1]
    changed = sum(a != b for a, b in zip(cells, moved))
    filled = sum(cell not in model.NOTHING for cell in moved)
    if changed < 3 or start == table.label or filled < 3 or (
            way == "repeat" and start == table.label + 1):
        return None
    table.rows[row] = moved
    return field.plant("shift", [row], field.row_marks(row), f"{way} from column {start + 1}")


def plant_row_twice(field, law):
    """A whole row stands in the table twice, mostly one right below the other."""
    del law
    table, rng = field.table, field.rng
    row = rng.choice(table.entries())
    to = row + 1 if rng.random() < 0.6 else rng.choice(
        [other + 1 for other in table.entries(table.groups[row]) if other > row] or [row + 1])
    for what in (table.rows, table.kinds, table.groups):
        what.insert(to, copy.copy(what[row]))
    table.exact = {(at + (at >= to), column): exact for (at, column), exact in table.exact.items()}
    table.exact |= {(to, column): exact for (at, column), exact in table.exact.items() if at == row}
    return field.plant("row_twice", [row, to], [table.name(row)], f"row {row + 1} at {to + 1} too")


def plant_lost_column(field):
    """From some page on a column is gone: head and values, or only one of the two."""
    table, rng = field.table, field.rng
    size = table.page_rows
    page = rng.randint(1, (len(table.rows) - 1) // size)
    column = rng.randrange(table.label + 1, len(table.heads))
    way = rng.choice(["both", "head", "values"])
    rows = range(page * size, len(table.rows))
    named = [table.name(row) for row in rows if table.name(row)]
    lost = table.heads[column][-1]
    if way != "values":
        heads = table.heads[:column] + table.heads[column + 1:]
        table.page_heads = {at: heads for at in range(page, len(table.rows) // size + 1)}
    if way != "head":
        for row in rows:
            del table.rows[row][column]
    return field.plant("lost_column", rows, [lost, *named], f"{lost} ({way}) from page {page + 1}")


PLANTERS = [(RowLaw, plant_row_law), (TotalLaw, plant_total), (RankLaw, plant_rank),
            (NamesLaw, plant_double), (MaximumLaw, plant_maximum), (DateLaw, plant_date)]


def choices(true):
    """(kind, planter) of all that can be planted in the paper."""
    found = []
    for index, table in enumerate(true.tables):
        for number_, law in enumerate(table.laws):
            def from_law(planter, index=index, number_=number_):
                def run(rng):
                    field = Field(rng, true, index)
                    return planter(field, field.table.laws[number_])
                return run
            for kind, planter in PLANTERS:
                if isinstance(law, kind):
                    found.append((law.kind, from_law(planter)))
            if isinstance(law, RowLaw) and not isinstance(law, ShareLaw) and law.plant_inputs:
                found.append(("part", from_law(plant_part)))
                if penalties(table, law):
                    found.append(("lost_penalty", from_law(plant_lost_penalty)))
            if isinstance(law, NamesLaw):
                found.append(("row_twice", from_law(plant_row_twice)))
        if len(table.heads) >= 5:
            found.append(("shift", from_law(plant_shift)))
        if 0 < table.page_rows < len(table.rows):
            found.append(("lost_column", lambda rng, index=index: plant_lost_column(
                Field(rng, true, index))))
    found += [(piece.kind, slot_planter(true, number_, place))
              for number_, part in enumerate(true.parts) if isinstance(part, model.Para)
              for place, piece in enumerate(part.pieces) if isinstance(piece, Slot)]
    return found


# ---- errors in sentences ------------------------------------------------------------------------

def slot_planter(true, part, place):
    def run(rng):
        new = copy.deepcopy(true)
        slot = new.parts[part].pieces[place]
        wrong = slot.wrong(rng, new, slot.text)
        if not wrong:
            return None
        text, marks = wrong
        old, slot.text = slot.text, text
        if slot.kind in SENTENCE:  # which of its figures is wrong, nobody can tell
            marks = marks + [one.text for one in new.parts[part].slots() if one.kind in SENTENCE]
        if slot.kind == "value":
            marks = marks + [old]
        return Plant(slot.kind, new, marks, para=part, what=f"{old}→{text}")
    return run


def figure(kind, expect, room=Fraction(3, 2), limit=None):
    """A figure in a sentence; wrong by more than `room` of its last place."""
    def wrong(rng, _, text):
        step = Fraction(1, 10 ** places_of(text)) * (room if places_of(text) else 0)
        new = wrong_number(rng, text, number(text) - step, number(text) + step, limit)
        return (new, [new]) if new else None
    return Slot(kind, expect, wrong)


def names(expect, others, kind="list", size_may_change=False):
    """A list of names; others(paper) could stand there by mistake and are wrong."""
    def wrong(rng, paper_, text):
        listed = text.split("、")
        pool = [name for name in others(paper_) if name not in listed]
        way = rng.choice(["swap", "drop", "add"]) if size_may_change else "swap"
        if way == "drop" and len(listed) > 2:
            gone = listed.pop(rng.randrange(len(listed)))
            return "、".join(listed), [gone, "、".join(listed)]
        if not pool:
            return None
        new = rng.choice(pool)
        if way == "add":
            listed.insert(rng.randrange(len(listed) + 1), new)
            return "、".join(listed), [new]
        index = rng.randrange(len(listed))
        gone, listed[index] = listed[index], new
        return "、".join(listed), [new, gone]
    return Slot(kind, expect, wrong)


def bound(text, upwards, other):
    """The bound of a grade's band; wrong where it leaves a gap to the next band, but the band not
    beyond its other bound."""
    def wrong(rng, *_):
        options = [number(text) + (step if upwards else -step) for step in (1, 2, 3, 5)]
        new = reprinted(text, rng.choice([one for one in options
                                          if (one < other if upwards else one > other)]))
        return new, [new]
    return Slot("band", lambda _: text, wrong)


# ---- the copies ---------------------------------------------------------------------------------

def breached(plant):
    """Does the copy break a law where the error was planted?"""
    if plant.kind in MADE_WRONG:
        return True
    for table, place, _, _ in plant.paper.breaches(plant.para < 0 and plant.table):
        if plant.para >= 0 and table is None and place in plant.paper.parts[plant.para].slots():
            return True
        if plant.para < 0 and table is plant.paper.tables[plant.table]:
            if not plant.rows or place in plant.rows or len(table.rows[place]) != len(table.heads):
                return True
    if plant.kind == "shift":
        table = plant.paper.tables[plant.table]
        return len(table.rows[plant.rows[0]]) > len(table.heads)
    return False


def copies(true, rng, count):
    """`count` copies with one error each, the kinds in turn."""
    by_kind = {}
    for kind, planter in choices(true):
        by_kind.setdefault(kind, []).append(planter)
    done, seen = [], set()
    kinds = [*by_kind, *(kind for kind in OFTEN if kind in by_kind)]
    while len(done) < count and kinds:
        kind = kinds.pop(0)
        for _ in range(TRIES):
            plant = rng.choice(by_kind[kind])(rng)
            key = plant and (plant.table, plant.rows, plant.para, plant.what)
            if plant and key not in seen and breached(plant):
                seen.add(key)
                done.append(plant)
                kinds.append(kind)
                break
    return done
