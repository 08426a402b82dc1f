"""Writes a paper in one of the forms that people send: csv tsv pipe aligned html docx xlsx.

write(paper, path) gives the lines by which a person finds things: {(table, row): line} and
{part: line}, the line of the file for text and CSV, the row of the sheet for XLSX, the row of the
table for HTML and DOCX (there a part's line is its number among the parts).
"""
import csv
import io
import unicodedata
import zipfile
from dataclasses import replace
from html import escape

from paper import Para, Table, number, places_of

ENDINGS = {"tsv": ".txt", "pipe": ".txt", "aligned": ".txt"}


def ending(form):
    return ENDINGS.get(form, "." + form)


# ---- heads --------------------------------------------------------------------------------------

def head_cells(table):
    """(level, column, text, rows, columns) of every head cell."""
    depth = max(len(path) for path in table.heads)
    for level in range(depth):
        column = 0
        while column < len(table.heads):
            path = table.heads[column]
            if len(path) <= level:
                column += 1
                continue
            last = level == len(path) - 1
            width = 1
            while not last and column + width < len(table.heads) \
                    and table.heads[column + width][:level + 1] == path[:level + 1]:
                width += 1
            yield level, column, path[level], depth - level if last else 1, width
            column += width


def head_lines(table):
    """The head as lines of cells; what is merged stands first and leaves blanks."""
    depth = max(len(path) for path in table.heads)
    lines = [[""] * len(table.heads) for _ in range(depth)]
    for level, column, text, _, _ in head_cells(table):
        lines[level][column] = text
    return lines


def pages(table):
    """(the table with the heads of the page, the rows of the body on it) between repeated heads."""
    size = table.page_rows or max(1, len(table.rows))
    for page, start in enumerate(range(0, len(table.rows), size)):
        yield (replace(table, heads=table.page_heads.get(page, table.heads)),
               range(start, min(start + size, len(table.rows))))


# ---- text ---------------------------------------------------------------------------------------

class Lines:
    def __init__(self):
        self.lines, self.rows, self.parts = [], {}, {}

    def add(self, *texts):
        self.lines += texts

    def text(self):
        return "\n".join(self.lines) + "\n"


def width(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def write_tabs(to, table, index):
    to.add(table.title, "")
    for page, block in pages(table):
        to.add(*("\t".join(line) for line in head_lines(page)))
        for row in block:
            to.add("\t".join(table.rows[row]))
            to.rows[index, row] = len(to.lines)
        to.add("")


def write_pipes(to, table, index):
    to.add("**" + table.title + "**", "")
    for page, block in pages(table):
        heads = head_lines(page)
        to.add("| " + " | ".join(heads[0]) + " |", "|" + " --- |" * len(heads[0]))
        to.add(*("| " + " | ".join(line) + " |" for line in heads[1:]))
        for row in block:
            to.add("| " + " | ".join(table.rows[row]) + " |")
            to.rows[index, row] = len(to.lines)
        to.add("")


def aligned(cells, widths, label):
    texts = []
    for column, (text, room) in enumerate(zip(cells, widths)):
        blanks = " " * (room - width(text))
        left = column <= label or number(text) is None
        texts.append(text + blanks if left else blanks + text)
    return "   ".join(texts).rstrip()


def write_aligned(to, table, index):
    to.add(table.title, "")
    for page, block in pages(table):
        heads = head_lines(page)
        lines = heads + [table.rows[row] for row in block]
        columns = max(map(len, lines))
        lines = [[*line, *[""] * (columns - len(line))] for line in lines]
        widths = [max(width(line[column]) for line in lines) for column in range(columns)]
        to.add(*(aligned(line, widths, table.label) for line in lines))
        for place, row in enumerate(block):
            to.rows[index, row] = len(to.lines) - len(block) + place + 1
        to.add("")


def write_text(paper, path):
    write_table = {"tsv": write_tabs, "pipe": write_pipes, "aligned": write_aligned}[paper.form]
    to, index = Lines(), 0
    for number_, part in enumerate(paper.parts):
        if isinstance(part, Table):
            write_table(to, part, index)
            to.add(*part.notes, "")
            index += 1
        else:
            to.add(("#" * part.heading + " " if part.heading and paper.form == "pipe" else "")
                   + part.text())
            to.parts[number_] = len(to.lines)
            to.add("")
    path.write_text(to.text(), encoding="utf-8")
    return to.rows, to.parts


def write_csv(paper, path):
    out, rows, parts, index, line = io.StringIO(), {}, {}, 0, 1
    writer = csv.writer(out, lineterminator="\r\n")
    for number_, part in enumerate(paper.parts):
        if isinstance(part, Para):
            writer.writerow([part.text()])
            parts[number_] = line
            line += 1
            continue
        if part.title:
            writer.writerow([part.title, *[""] * (len(part.heads) - 1)])
            line += 1
        for page, block in pages(part):
            for cells in head_lines(page):
                writer.writerow(cells)
                line += 1
            for row in block:
                writer.writerow(part.rows[row])
                rows[index, row] = line
                line += 1
        for note in part.notes:
            writer.writerow([note])
            line += 1
        index += 1
    mark = "\ufeff" if paper.options.get("bom") else ""
    path.write_bytes((mark + out.getvalue()).encode("utf-8"))
    return rows, parts


# ---- HTML ---------------------------------------------------------------------------------------

def html_table(table, index, rows):
    out = [f"<p class=\"title\">{escape(table.title)}</p>"] if table.title else []
    for page, block in pages(table):
        out.append("<table border=\"1\"><thead>")
        line = 0
        for level, cells in enumerate(head_lines(page)):
            out.append("<tr>")
            for at, _, text, height, wide in head_cells(page):
                if at == level:
                    out.append(f"<th rowspan=\"{height}\" colspan=\"{wide}\">{escape(text)}</th>")
            out.append("</tr>")
            line += bool(cells)
        out.append("</thead><tbody>")
        for row in block:
            line += 1
            rows[index, row] = line
            out.append("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in table.rows[row])
                       + "</tr>")
        out.append("</tbody></table>")
    return out + [f"<p>{escape(note)}</p>" for note in table.notes]


def write_html(paper, path):
    rows, parts, index = {}, {}, 0
    out = ["<!DOCTYPE html>", "<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
           "<title>通报</title><style>td{padding:2px}</style></head><body>"]
    for number_, part in enumerate(paper.parts):
        if isinstance(part, Table):
            out += html_table(part, index, rows)
            index += 1
        else:
            tag = f"h{part.heading}" if part.heading else "p"
            out.append(f"<{tag}>{escape(part.text())}</{tag}>")
            parts[number_] = number_ + 1
    path.write_text("\n".join(out) + "\n</body></html>\n", encoding="utf-8")
    return rows, parts


# ---- DOCX ---------------------------------------------------------------------------------------

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(path, main, main_type, entries):
    """An OPC package: content types and the first relation, then the entries {name: (type, text)}
    (no type = a part without one of its own)."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>'
                        for name, (kind, _) in entries.items() if kind)
    types = (f'{XML}<Types xmlns="{PACKAGE}/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
             'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
             f'{overrides}</Types>')
    relation = (f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{OFFICE}/officeDocument" Target="{main}"/></Relationships>')
    assert entries[main][0] == main_type
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", types), ("_rels/.rels", relation),
                           *((name, text) for name, (_, text) in entries.items())):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text,
                             zipfile.ZIP_DEFLATED)


def word_paragraph(text, style="", cut=False):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    pieces = [text[:len(text) // 2], text[len(text) // 2:]] if cut else [text]
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
                   for piece in pieces)
    return f"<w:p>{properties}{runs}</w:p>"


def word_cell(text, wide=1, merge=""):
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "go": "<w:vMerge/>"}[merge]
    return (f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{span}{down}</w:tcPr>'
            f'{word_paragraph(text)}</w:tc>')


def word_head(table):
    depth = max(len(path) for path in table.heads)
    grid = [[] for _ in range(depth)]
    for level, column, text, height, wide in head_cells(table):
        grid[level].append((column, word_cell(text, wide, "restart" if height > 1 else "")))
        for below in range(level + 1, level + height):
            grid[below].append((column, word_cell("", wide, "go")))
    return ["<w:tr><w:trPr><w:tblHeader/></w:trPr>" + "".join(cell for _, cell in sorted(row))
            + "</w:tr>" for row in grid]


def word_table(table, index, rows):
    out = [word_paragraph(table.title)] if table.title else []
    for page, block in pages(table):
        heads = word_head(page)
        grid = "".join('<w:gridCol w:w="900"/>' for _ in page.heads)
        out.append(f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
                   f'<w:tblGrid>{grid}</w:tblGrid>{"".join(heads)}')
        for place, row in enumerate(block):
            rows[index, row] = len(heads) + place + 1
            out.append("<w:tr>" + "".join(word_cell(text) for text in table.rows[row]) + "</w:tr>")
        out.append("</w:tbl>")
    return out + [word_paragraph(note) for note in table.notes]


def write_docx(paper, path):
    rows, parts, index, body, count = {}, {}, 0, [], 0
    for number_, part in enumerate(paper.parts):
        if isinstance(part, Table):
            body += word_table(part, index, rows)
            count += bool(part.title) + len(list(pages(part))) + len(part.notes)
            index += 1
        else:
            style = str(part.heading) if part.heading else ""
            body.append(word_paragraph(part.text(), style, cut=not part.heading))
            count += 1
            parts[number_] = count
    document = f'{XML}<w:document xmlns:w="{WORD}"><w:body>{"".join(body)}</w:body></w:document>'
    styles = f'{XML}<w:styles xmlns:w="{WORD}">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in (1, 2, 3)) + "</w:styles>"
    relations = (f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                 f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    package(path, "word/document.xml", kind + "document.main+xml", {
        "word/document.xml": (kind + "document.main+xml", document),
        "word/styles.xml": (kind + "styles+xml", styles),
        "word/_rels/document.xml.rels": ("", relations)})
    return rows, parts


# ---- XLSX ---------------------------------------------------------------------------------------

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Styles: 0 general, then 0.0 0.00 0.000, then 0% 0.0% 0.00%.
FORMATS = ["0.0", "0.00", "0.000", "0%", "0.0%", "0.00%"]


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def sheet_cell(row, column, text, exact=None):
    name = f'{letters(column)}{row}'
    value = number(text)
    if text == "":
        return ""
    if value is None:
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    percent, places = text.endswith("%"), places_of(text)
    style = places + (4 if percent else 0)
    formula = ""
    raw = float(value / 100 if percent else value)
    if exact:
        raw = float(exact[1])
        formula = f"<f>{escape(exact[2].format(row=row))}</f>" if exact[2] else ""
    return f'<c r="{name}" s="{style}">{formula}<v>{raw!r}</v></c>'


class Sheet:
    def __init__(self):
        self.rows, self.merges, self.line = [], [], 0

    def add(self, cells, merges=()):
        """cells: text or (text, exact)."""
        self.line += 1
        self.rows.append(f'<row r="{self.line}">' + "".join(
            sheet_cell(self.line, column, *(cell if isinstance(cell, tuple) else (cell,)))
            for column, cell in enumerate(cells)) + "</row>")
        for column, height, wide in merges:
            if height > 1 or wide > 1:
                self.merges.append(f"{letters(column)}{self.line}:"
                                   f"{letters(column + wide - 1)}{self.line + height - 1}")

    def xml(self):
        merges = "".join(f'<mergeCell ref="{area}"/>' for area in self.merges)
        return (f'{XML}<worksheet xmlns="{SHEET}"><sheetData>{"".join(self.rows)}</sheetData>'
                + (f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>' if merges else "")
                + "</worksheet>")


def exact_value(table, row, column, text):
    """What the cell holds beyond what is shown; a value that was moved takes it along."""
    at_home = table.exact.get((row, column))
    if at_home and at_home[0] == text:
        return at_home
    moved = [exact for (at, _), exact in table.exact.items() if at == row and exact[0] == text]
    return (*moved[0][:2], "") if moved else None


def sheet_table(sheet, table, index, rows):
    if table.title:
        sheet.add([table.title], [(0, 1, len(table.heads))])
    for page, block in pages(table):
        for level, cells in enumerate(head_lines(page)):
            sheet.add(cells, [(column, height, wide) for at, column, _, height, wide
                              in head_cells(page) if at == level])
        for row in block:
            sheet.add([(text, exact_value(table, row, column, text))
                       for column, text in enumerate(table.rows[row])])
            rows[index, row] = sheet.line
    for note in table.notes:
        sheet.add([note], [(0, 1, len(table.heads))])


def write_xlsx(paper, path):
    """Each table on a sheet of its own unless options say one_sheet; sentences stand in merged
    cells above and below."""
    sheets, rows, parts, index = [("Sheet1", Sheet())], {}, {}, 0
    for number_, part in enumerate(paper.parts):
        if isinstance(part, Table):
            if index and not paper.options.get("one_sheet"):
                sheets.append((f"表{index + 1}", Sheet()))
            sheet_table(sheets[-1][1], part, index, rows)
            index += 1
        else:
            sheets[-1][1].add([part.text()], [(0, 1, 8)])
            parts[number_] = sheets[-1][1].line
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    entries = {"xl/workbook.xml": (kind + "sheet.main+xml", (
        f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>' + "".join(
            f'<sheet name="{name}" sheetId="{at + 1}" r:id="rId{at + 1}"/>'
            for at, (name, _) in enumerate(sheets)) + "</sheets></workbook>"))}
    entries["xl/_rels/workbook.xml.rels"] = ("", (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">' + "".join(
            f'<Relationship Id="rId{at + 1}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{at + 1}.xml"/>' for at in range(len(sheets)))
        + f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"))
    entries["xl/styles.xml"] = (kind + "styles+xml", sheet_styles())
    for at, (_, sheet) in enumerate(sheets):
        entries[f"xl/worksheets/sheet{at + 1}.xml"] = (kind + "worksheet+xml", sheet.xml())
    package(path, "xl/workbook.xml", kind + "sheet.main+xml", entries)
    return rows, parts


def sheet_styles():
    formats = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>'
                      for at, code in enumerate(FORMATS))
    cells = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + at}" applyNumberFormat="1"/>'
                                           for at in range(len(FORMATS)))
    return (f'{XML}<styleSheet xmlns="{SHEET}"><numFmts count="{len(FORMATS)}">{formats}</numFmts>'
            '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            f'<cellXfs count="{len(FORMATS) + 1}">{cells}</cellXfs></styleSheet>')


def write(paper, path):
    writer = {"csv": write_csv, "html": write_html, "docx": write_docx,
              "xlsx": write_xlsx}.get(paper.form, write_text)
    return writer(paper, path)
