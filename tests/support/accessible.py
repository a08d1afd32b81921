"""What the Matterhorn Protocol 1.1 finds wrong in a PDF/UA-1, as far as a machine can tell.

Not veraPDF, which needs a Java runtime and comes from no registry of ours, but its checks on
what our sheets have: pages, text, headings, tables, lists, figures, links, fonts, metadata.
"""

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf

STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"),
    *("NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl"),
    *("LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note"),
    *("Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu"),
    *("WT", "WP", "Figure", "Formula", "Form"),
}
CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def faults_of(content: bytes) -> list[str]:
    """Return what is wrong with a PDF, in words; nothing for one that is accessible."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        checks = (_document, _pages, _structure, _headings, _tables, _links, _fonts)
        return [fault for check in checks for fault in check(pdf)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "the document has no language (11-006)"
    if root.get("/MarkInfo", {}).get("/Marked") is not True:
        yield "the document is not marked as tagged (06-002)"
    if root.get("/MarkInfo", {}).get("/Suspects", False) is True:
        yield "its tags are suspect (06-003)"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "its title is not displayed (07-001)"
    with pdf.open_metadata() as about:
        if about.get("pdfuaid:part") != "1":
            yield "it does not say that it is PDF/UA-1 (05-001)"
        if not about.get("dc:title"):
            yield "it has no title (06-004)"
    if pdf.is_encrypted or "/AcroForm" in root or "/OCProperties" in root:
        yield "it has something that sheets do not have, and that is not checked"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield f"page {number}: the order of tabs is not that of the structure (28-008)"
        own = pdf.Root.StructTreeRoot.ParentTree
        parents = _number_tree(own).get(page.get("/StructParents"))
        marks = Counter[int]()
        for operator, mark in _painted(page):
            if mark is None:
                yield f"page {number}: {operator} is neither tagged nor an artifact (01-005)"
            elif mark >= 0:
                marks[mark] += 1
        for mark in marks:
            known = parents is not None and mark < len(parents) and parents[mark] is not None
            if not known or "/S" not in parents[mark]:
                yield f"page {number}: content {mark} has no element (01-005)"


def _painted(page: pikepdf.Page) -> Iterator[tuple[str, int | None]]:
    """Yield what paints, with the number of its content, -1 for an artifact, None for neither."""
    open_marks: list[int | None] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            mark = None
            if operands[0] == "/Artifact":
                mark = -1
            elif name == "BDC" and isinstance(operands[1], pikepdf.Dictionary):
                mark = int(operands[1].get("/MCID", -2))
            open_marks.append(None if mark == -2 else mark)
        elif name == "EMC":
            open_marks.pop()
        elif name in PAINTING:
            yield name, next((mark for mark in reversed(open_marks) if mark is not None), None)


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    roles = {str(k)[1:]: str(v)[1:] for k, v in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
    for element in elements(pdf.Root.StructTreeRoot):
        kind = kind_of(element)
        if roles.get(kind, kind) not in STANDARD:
            yield f"{kind} is no standard type, nor mapped to one (02-001)"
        if kind in STANDARD and kind in roles:
            yield f"the standard type {kind} is mapped to another (02-004)"
        allowed = CHILDREN.get(kind)
        for child in children(element) if allowed else ():
            if kind_of(child) not in allowed:
                yield f"{kind_of(child)} stands in {kind} (09-004)"
        if (
            kind == "Figure"
            and not str(element.get("/Alt", element.get("/ActualText", ""))).strip()
        ):
            yield "a figure has no words (13-004)"
        if kind == "Note" and "/ID" not in element:
            yield "a note has no ID (19-003)"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    before = 0
    for element in elements(pdf.Root.StructTreeRoot):
        if kind_of(element) in HEADINGS:
            level = HEADINGS.index(kind_of(element)) + 1
            if level > before + 1:
                yield f"H{level} follows {f'H{before}' if before else 'nothing'} (14-003)"
            if not _has_content(element):
                yield f"H{level} is empty"
            before = level
    if [kind_of(e) for e in elements(pdf.Root.StructTreeRoot)].count("H1") != 1:
        yield "there is not one H1"


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for table in (e for e in elements(pdf.Root.StructTreeRoot) if kind_of(e) == "Table"):
        rows = [e for e in elements(table.get("/K")) if kind_of(e) == "TR"]
        widths = {sum(_attribute(cell, "/ColSpan", 1) for cell in children(row)) for row in rows}
        if len(widths) != 1:
            yield f"rows of a table have {sorted(widths)} columns (15-002)"
        heads = [cell for row in rows for cell in children(row) if kind_of(cell) == "TH"]
        if not heads:
            yield "a table has no head (15-003)"
        for head in heads:
            if _attribute(head, "/Scope", None) not in ("/Column", "/Row", "/Both"):
                yield "the head of a column says not of what (15-003)"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    parents = _number_tree(pdf.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots", ()):
            if note.Subtype != "/Link":
                yield f"page {number}: an annotation that is no link"
                continue
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number}: a link has no words (28-012)"
            element = parents.get(note.get("/StructParent"))
            if element is None or kind_of(element) != "Link":
                yield f"page {number}: a link stands in no Link (28-011)"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for found in pdf.objects:
        if not isinstance(found, pikepdf.Dictionary) or found.get("/Type") != "/Font":
            continue
        name, drawn = found.get("/BaseFont"), found.get("/Subtype") == "/Type3"
        whole = drawn or "/DescendantFonts" in found
        if whole and "/ToUnicode" not in found:
            yield f"{name} does not say its characters (10-001)"
        files = {"/FontFile", "/FontFile2", "/FontFile3"}
        if not whole and not files & set(found.FontDescriptor.keys()):
            yield f"{name} is not embedded (31-009)"


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements of a structure tree, in the order of reading."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K"))


def children(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return the elements that stand right in another."""
    inside = element.get("/K")
    inside = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return [child for child in inside if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def kind_of(element: pikepdf.Dictionary) -> str:
    """Return the type of an element: ``H1``, ``Table``."""
    return str(element.S)[1:]


def _has_content(element: pikepdf.Dictionary) -> bool:
    inside = element.get("/K")
    inside = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return any(
        isinstance(child, int)
        or (isinstance(child, pikepdf.Dictionary) and ("/MCID" in child or _has_content(child)))
        for child in inside
    )


def _attribute(element: pikepdf.Dictionary, name: str, usual: object) -> object:
    found = element.get("/A", pikepdf.Array())
    for attributes in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(attributes, pikepdf.Dictionary) and name in attributes:
            return attributes[name]
    return usual


def _number_tree(node: pikepdf.Dictionary) -> dict[int, pikepdf.Object]:
    found: dict[int, pikepdf.Object] = {}
    numbers = node.get("/Nums", ())
    found.update({int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)})
    for child in node.get("/Kids", ()):
        found.update(_number_tree(child))
    return found
