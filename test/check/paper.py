"""A paper that holds: its tables, sentences and the laws its figures obey.

All figures are kept as printed. A law judges printed figures: what the rounding of the printed
parts explains is no breach. The laws serve two ends: they prove that a true paper holds and a
planted one does not, and they say where an error can be planted.
"""
import itertools
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

NOTHING = {"", "-", "/", "—", "无"}


# ---- figures ------------------------------------------------------------------------------------

def rounded(value, places):
    """Half up, as printed: rounded(Fraction(2, 3), 2) == '0.67'."""
    value = Fraction(value)
    scaled = value * 10 ** places
    whole = Decimal(scaled.numerator * 2 + scaled.denominator) // Decimal(scaled.denominator * 2) \
        if value >= 0 else -(Decimal(-scaled.numerator * 2 + scaled.denominator)
                             // Decimal(scaled.denominator * 2))
    return str((whole / Decimal(10) ** places).quantize(Decimal(1).scaleb(-places),
                                                        rounding=ROUND_HALF_UP))


def percent(part, whole, places=2):
    return rounded(Fraction(part) * 100 / Fraction(whole), places) + "%"


@lru_cache(maxsize=None)
def number(text):
    """The printed value, or None: '1,234.50', '-0.5', '99.92%' (as 99.92)."""
    text = text.strip().replace(",", "").rstrip("%")
    try:
        return Fraction(Decimal(text)) if text and text not in NOTHING else None
    except ArithmeticError:
        return None


def places_of(text):
    text = text.strip().rstrip("%")
    return len(text.split(".")[1]) if "." in text else 0


@lru_cache(maxsize=None)
def span(text, exact_whole=True):
    """What the printed figure may really be: (low, high)."""
    value, places = number(text), places_of(text)
    if places == 0 and exact_whole:
        return value, value
    half = Fraction(1, 2 * 10 ** places)
    return value - half, value + half


# ---- tables -------------------------------------------------------------------------------------

def bare(head):
    return head.split("(")[0].split("（")[0]


@dataclass
class Table:
    """heads: one path a column, ('基础事项(100分)', '办理率(15分)') or ('总分',); rows: printed
    cells; kinds: entry, total, sub, mean, other; groups: number of the group of each row."""
    title: str
    heads: list
    label: int = 0
    rows: list = field(default_factory=list)
    kinds: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    laws: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    page_rows: int = 0   # the head is repeated after so many rows
    page_heads: dict = field(default_factory=dict)  # page: its heads, where they are other ones
    exact: dict = field(default_factory=dict)  # (row, column): (printed, raw value, formula)

    def add(self, cells, kind="entry", group=0):
        self.rows.append([str(cell) for cell in cells])
        self.kinds.append(kind)
        self.groups.append(group)
        assert len(cells) == len(self.heads), (self.title, cells)

    def entries(self, group=None):
        return [row for row, kind in enumerate(self.kinds)
                if kind == "entry" and group in (None, self.groups[row])]

    def column(self, name):
        """By the lowest head or, where several are alike, by the lowest two: '提案/小计'."""
        for index, path in enumerate(self.heads):
            if name in (path[-1], bare(path[-1]), "/".join(map(bare, path[-2:]))):
                return index
        raise KeyError(name)

    def text(self, row, name):
        return self.rows[row][name if isinstance(name, int) else self.column(name)]

    def value(self, row, name):
        return number(self.text(row, name))

    def name(self, row):
        return self.rows[row][self.label]

    def values(self, name, rows=None):
        return [self.value(row, name) for row in (self.entries() if rows is None else rows)]

    def sum(self, name, rows=None):
        return sum(value for value in self.values(name, rows) if value is not None)

    def order(self, name, descending=True, rows=None):
        """Names by a column, best first; rows without a value are left out."""
        rows = [row for row in (self.entries() if rows is None else rows)
                if self.value(row, name) is not None]
        rows.sort(key=lambda row: self.value(row, name), reverse=descending)
        return [self.name(row) for row in rows]


# ---- laws ---------------------------------------------------------------------------------------

class RowLaw:
    """target = formula(inputs) in every row of the kinds where all are printed."""

    def __init__(self, kind, target, inputs, formula, kinds=("entry", "total", "sub"), over=(),
                 plant_inputs=False):
        self.kind, self.target, self.inputs, self.formula = kind, target, inputs, formula
        self.kinds, self.over, self.plant_inputs = kinds, over, plant_inputs

    def range(self, table, row):
        """What the target may be, or None when there is nothing to judge."""
        texts = [table.text(row, name) for name in self.inputs]
        if table.kinds[row] not in self.kinds or any(number(text) is None for text in texts):
            return None
        spans = [span(text) for text in texts]
        for name in self.over:  # the highest of a column
            best = max(table.entries(), key=lambda r: table.value(r, name) or 0)
            spans.append(span(table.text(best, name)))
        distinct = [sorted(set(one)) for one in spans]
        if sum(len(one) > 1 for one in distinct) > 8:  # only long sums: they are monotonous
            corners = ([one[0] for one in distinct], [one[-1] for one in distinct])
        else:
            corners = itertools.product(*distinct)
        try:
            results = [self.formula(*map(Fraction, corner)) for corner in corners]
        except ZeroDivisionError:
            return None
        return min(results), max(results)

    def allowed(self, table, row):
        """The same, with the room of the target's own rounding."""
        found, printed = self.range(table, row), table.text(row, self.target)
        if found is None or number(printed) is None:
            return None
        low, high = span(printed, exact_whole=not printed.endswith("%"))
        room = (high - low) / 2
        return found[0] - room, found[1] + room

    def breaches(self, table):
        for row in range(len(table.rows)):
            allowed = self.allowed(table, row)
            if allowed and not allowed[0] <= table.value(row, self.target) <= allowed[1]:
                yield row, self.target, self.kind


def sum_law(target, parts, **options):
    return RowLaw("sum", target, parts, lambda *values: sum(values), plant_inputs=True, **options)


def ratio_law(target, part, whole, kind="ratio", **options):
    return RowLaw(kind, target, [part, whole], lambda a, b: a * 100 / b, **options)


def change_law(target, now, before, **options):
    return RowLaw("change", target, [now, before], lambda a, b: (a - b) * 100 / b, **options)


class TotalLaw:
    """The total row is the sum (or mean) of the rows of its group; blanks count nothing."""

    def __init__(self, row, names, rows, mean=False):
        self.row, self.names, self.rows, self.mean = row, names, rows, mean
        self.kind = "total_row"

    def allowed(self, table, name):
        texts = [table.text(row, name) for row in self.rows]
        texts = [text for text in texts if number(text) is not None]
        low = sum(span(text)[0] for text in texts)
        high = sum(span(text)[1] for text in texts)
        if self.mean:
            low, high = low / len(texts), high / len(texts)
        printed = table.text(self.row, name)
        start, end = span(printed) if number(printed) is not None else (0, 0)
        return low - (end - start) / 2, high + (end - start) / 2

    def breaches(self, table):
        for name in self.names:
            low, high = self.allowed(table, name)
            value = table.value(self.row, name)
            if value is not None and not low <= value <= high:
                yield self.row, name, self.kind


class ShareLaw(RowLaw):
    """target = column / its sum over the entries (of the group)."""

    def __init__(self, target, name):
        super().__init__("share", target, [name], None, kinds=("entry",))
        self.name, self.whole = name, None

    def breaches(self, table):
        self.whole = table.sum(self.name)  # once for all rows
        yield from super().breaches(table)
        self.whole = None

    def range(self, table, row):
        if table.kinds[row] != "entry" or table.value(row, self.name) is None:
            return None
        whole = table.sum(self.name) if self.whole is None else self.whole
        return (table.value(row, self.name) * 100 / whole,) * 2 if whole else None


class RankLaw:
    """Competition rank by a column within each group; blanks have no rank."""

    def __init__(self, rank, by, descending=True, dense=False):
        self.rank, self.by, self.descending, self.dense = rank, by, descending, dense
        self.kind = "rank"

    def breaches(self, table):
        for group in sorted(set(table.groups)):
            rows = [row for row in table.entries(group) if table.value(row, self.by) is not None]
            values = table.values(self.by, rows)
            pool = set(values) if self.dense else values
            for row, value in zip(rows, values):
                ahead = sum(other > value if self.descending else other < value for other in pool)
                if table.value(row, self.rank) != ahead + 1:
                    yield row, self.rank, self.kind


class MaximumLaw:
    def __init__(self, limits):
        self.limits, self.kind = limits, "maximum"

    def breaches(self, table):
        for name, limit in self.limits.items():
            for row in table.entries():
                if (table.value(row, name) or 0) > limit:
                    yield row, name, self.kind


class NamesLaw:
    """No name twice, after width, brackets and blanks are folded."""
    kind = "double"

    def breaches(self, table):
        seen = set()
        for row in table.entries():
            name = fold(table.name(row))
            if name in seen:
                yield row, table.label, self.kind
            seen.add(name)


class DateLaw:
    """No date before the one of the column to its left; days = last - first when given."""

    def __init__(self, names, days=None):
        self.names, self.days, self.kind = names, days, "date"

    def breaches(self, table):
        from datetime import date
        for row in table.entries():
            texts = [table.text(row, name) for name in self.names]
            try:
                dates = [date.fromisoformat(text) for text in texts if text not in NOTHING]
            except ValueError:
                yield row, self.names[-1], self.kind
                continue
            if dates != sorted(dates):
                yield row, self.names[-1], self.kind
            elif self.days and len(dates) == len(self.names) \
                    and table.value(row, self.days) != (dates[-1] - dates[0]).days:
                yield row, self.days, self.kind


def fold(name):
    for wide, narrow in (("（", "("), ("）", ")"), ("〔", "("), ("〕", ")"), (" ", ""), ("　", "")):
        name = name.replace(wide, narrow)
    return name


# ---- sentences ----------------------------------------------------------------------------------

class Slot:
    """A piece of a sentence that the figures fix: expect(paper) is what must stand there; a list
    is the same in any order. wrong(rng, paper, text) gives a text that is wrong, and what of it
    tells the place."""

    def __init__(self, kind, expect, wrong):
        self.kind, self.expect, self.wrong, self.text = kind, expect, wrong, None

    def holds(self, paper):
        expected = self.expect(paper)
        return sorted(expected.split("、")) == sorted(self.text.split("、"))


@dataclass
class Para:
    pieces: list
    heading: int = 0

    def text(self):
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    def slots(self):
        return [piece for piece in self.pieces if isinstance(piece, Slot)]


@dataclass
class Paper:
    name: str
    form: str   # csv tsv pipe aligned html docx xlsx
    parts: list
    options: dict = field(default_factory=dict)

    def __post_init__(self):
        for para in self.paras():
            for slot in para.slots():
                slot.text = slot.expect(self)

    @property
    def tables(self):
        return [part for part in self.parts if isinstance(part, Table)]

    def paras(self):
        return [part for part in self.parts if isinstance(part, Para)]

    def breaches(self, index=None):
        """(table or None, row or slot, column, kind) of what does not hold, one by one: of all, of
        the table at the index, or (False) of the sentences."""
        for at, table in enumerate(self.tables):
            if index is None or (index is not False and index == at):
                for law in table.laws:
                    yield from ((table, *breach) for breach in law.breaches(table))
        if index is None or index is False:
            yield from ((None, slot, None, slot.kind) for para_ in self.paras()
                        for slot in para_.slots() if not slot.holds(self))


def heading(text, level=1):
    return Para([text], level)


def para(*pieces):
    return Para(list(pieces))
