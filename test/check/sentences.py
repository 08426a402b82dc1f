"""Pieces of sentences that speak of a table's figures and names, for the true papers."""
from fractions import Fraction

from open_papers import rest, top
from paper import rounded
from plants import figure, names


def listed(table, column, count, last=False, rows=None, at=0):
    """The first or last `count` names by a column; no tie may make it doubtful who they are."""
    values = [value for value in table.values(column, rows and rows(table)) if value is not None]
    values.sort(reverse=not last)
    assert values[count - 1] != values[count], (table.title, column)
    return names(top(column, count, at, not last, rows), rest(column, count, at, not last, rows))


def members(test, at=0, yes=True):
    """The names of the rows for which test(table, row) says yes."""
    def run(paper):
        table = paper.tables[at]
        return [table.name(row) for row in table.entries() if test(table, row) == yes]
    return run


def which(test, at=0):
    return names(lambda paper: "、".join(members(test, at)(paper)), members(test, at, False),
                 size_may_change=True)


def how_many(test, at=0):
    return figure("count", lambda paper: str(len(members(test, at)(paper))))


def cell(row, name, kind="value", at=0, **options):
    """The figure that stands in a cell, printed in a sentence."""
    return figure(kind, lambda paper: paper.tables[at].text(row, name).lstrip("-"), **options)


def ratio(part, whole, places=1):
    return rounded(Fraction(part * 100, whole), places) if whole else "—"
