"""Files as people send them: plain ones, and ones that tell more than can be seen.

What must not be kept of a file carries ``MARK``, and ``remains_of`` looks for it in every way
in which a file can be read.
"""

import io
import zipfile
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

MARK = "markedbyupload"
SCRIPT = f"<script>alert('{MARK}')</script>"
FORMS = ("PNG", "JPEG", "WEBP")
SIGNS = (
    *("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/URI", "/SubmitForm", "/RichMedia"),
    *("/EmbeddedFile", "/EmbeddedFiles", "/Annots", "/AcroForm", "/XFA", "/Metadata", "/Info"),
    *("/PieceInfo", "/Encrypt", "/Prev", "/Names", "/Outlines"),
)


def picture(
    form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more
) -> bytes:
    """A picture with a gradient, so that turning it shows."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    target = io.BytesIO()
    image.save(target, form, **more)
    return target.getvalue()


def paper(*texts: str, change: Callable[[Pdf], None] | None = None, **saving) -> bytes:
    """A PDF with a page for each text."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for text in texts or ("A page.",):
        page = pdf.add_blank_page(page_size=(300, 200))
        page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        page.Contents = Stream(pdf, f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    if change is not None:
        change(pdf)
    target = io.BytesIO()
    pdf.save(target, **saving)
    return target.getvalue()


def telling_picture(form: str) -> bytes:
    """A picture that says where, when and with what it was taken, on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, MARK, MARK
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 45.0, 12.0), 29: MARK})
    more: dict[str, object] = {"exif": exif}
    if form == "PNG":
        info = PngInfo()
        info.add_text("Comment", SCRIPT)
        info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{MARK}</x:xmpmeta>")
        more["pnginfo"] = info
    elif form == "WEBP":
        more["xmp"] = f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode()
    else:
        more |= {"comment": SCRIPT.encode(), "xmp": f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode()}
    return picture(form, **more)


def telling_paper() -> bytes:
    """A PDF with a maker, scripts, a file, actions, a form, comments, and a photo with a place."""

    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Author"] = MARK
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = [MARK]
        pdf.attachments["list.txt"] = MARK.encode()
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{MARK}')"))
        pdf.Root.OpenAction = script
        pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), script]))
        page = pdf.pages[0]
        page.AA = Dictionary(O=script)
        page.PieceInfo = Dictionary(App=Dictionary(Private=String(MARK)))
        link = Dictionary(S=Name.URI, URI=String(f"https://{MARK}.example/"))
        page.Annots = Array(
            [
                _annotation(pdf, Name.Link, A=link),
                _annotation(pdf, Name.Text, T=String(MARK), Contents=String(MARK)),
                _annotation(pdf, Name.Link, A=Dictionary(S=Name.Launch, F=String(MARK))),
            ]
        )
        photo = Stream(pdf, telling_picture("JPEG") + SCRIPT.encode())
        photo.update(
            {
                "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 40, "/Height": 30,
                "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": Name.DCTDecode,
            }
        )  # fmt: skip
        page.Resources.XObject = Dictionary(P1=photo)
        page.contents_add(b"q 40 0 0 30 20 20 cm /P1 Do Q")
        pdf.Root.AcroForm = Dictionary(
            Fields=Array(), XFA=Stream(pdf, f"<xdp>{MARK}</xdp>".encode())
        )

    return paper("The page itself.", change=change)


def _annotation(pdf: Pdf, kind: Name, **more) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([10, 10, 50, 50]), **more)
    )


def filled_form() -> bytes:
    """A PDF form with something written into it."""

    def change(pdf: Pdf) -> None:
        look = Stream(pdf, b"BT /F1 12 Tf 2 4 Td (Typed into it) Tj ET")
        look.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 100, 20])})
        look.Resources = pdf.pages[0].Resources
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(MARK), F=4,
                V=String("Typed into it"), Rect=Array([20, 40, 120, 60]),
                DA=String("/F1 12 Tf 0 g"), AP=Dictionary(N=look),
            )
        )  # fmt: skip
        pdf.pages[0].Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    return paper("Name:", change=change)


def with_history() -> bytes:
    """A PDF that was changed: what stood there before is still in the file."""
    first = paper(f"Before: {MARK}", compress_streams=False)
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, size = pdf.pages[0].Contents.objgen[0], len(pdf.objects) + 1
        root = pdf.trailer.Root.objgen[0]
    text = b"BT /F1 12 Tf 20 100 Td (After.) Tj ET"
    body = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (number, len(text), text)
    at = len(first) + 1
    table = b"xref\n0 0\n%d 1\n%010d 00000 n \n" % (number, at)
    end = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return first + b"\n" + body + table + end % (size, root, start, at + len(body))


def remains_of(content: bytes) -> list[str]:
    """Return what a kept file holds that none may: marks, scripts, metadata, more than itself."""
    if content.startswith(b"%PDF-"):
        return _remains_of_paper(content)
    found = [MARK] if MARK.encode() in content else []
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        found += [str(name) for name in image.getexif()]
        found += sorted(
            set(map(str, image.info)) & {"exif", "xmp", "icc_profile", "comment", "Comment"}
        )
        again = io.BytesIO()
        ends = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9", "WEBP": content[-1:]}
        found += [] if content.endswith(ends[str(image.format)]) else ["more behind the end"]
        image.save(again, "PNG")
    return found + (["an archive"] if zipfile.is_zipfile(io.BytesIO(content)) else [])


def _remains_of_paper(content: bytes) -> list[str]:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        pdf.save(
            target,
            qdf=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    plain = target.getvalue() + content
    words = set(plain.replace(b"<<", b" ").replace(b">>", b" ").split())
    found = [sign for sign in SIGNS if sign.encode() in words]
    found += [MARK] if MARK.encode() in plain else []
    found += ["more behind the end"] if not content.rstrip().endswith(b"%%EOF") else []
    return found + (["an archive"] if zipfile.is_zipfile(io.BytesIO(content)) else [])
