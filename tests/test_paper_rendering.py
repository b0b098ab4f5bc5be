"""Documents as PDF: fonts inside, PDF/A-2b, the same bytes each time, and no text of a person read as markup."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date
from hashlib import sha256
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylopdf_fonts_zh_cn import sans_path, serif_path
from pypdf import PdfReader

from api.papers.apart import Limits, NeverEnds
from api.papers.fonts import known, lacking, spelt
from api.papers.rendering import Rendered, pictures, render, render_apart
from api.papers.setting import FOLDER, CannotRender
from api.papers.templates import digest, source, wrong
from api.papers.trial import wrong_template
from penal import AGENCY
from records.moment import Moment
from records.paper.data import TEMPLATES, forms
from records.paper.events import TemplateAdopted
from records.paper.paper import Cell, Grid, Paper, Prose, SignatureLine

AT: Final = Moment.parse("2026-03-05T09:30:00+08:00")
TODAY: Final = date(2026, 3, 5)

MARKUP: Final = (
    "#import",
    '#import "/common.typ": *',
    "#panic(1) $x^2$ @me <label> `code` *b* _e_ \\ # [x] {y} // not a comment /* nor this */ ~ -- '\"' = - + / 1.",
    "#let paper = none; #sys.inputs",
    "]]} #[ $",
)
"""What would be code or markup in a template's text."""


def paper(**changes: Any) -> Paper:
    """A document with each kind of part."""
    blocks = (
        Prose(label="", paragraphs=("当事人：张三丰，身份证件号码：140429199001010013。",)),
        Prose(label="事实", paragraphs=("在中心街人行道上摆摊。", "经责令拒不改正。")),
        Cell(label="意见", paragraphs=("同意。",), signed="赵六　2026年3月5日"),
        Cell(label="类别", paragraphs=("自然人",), half=True),
        Grid(label="清单", head=("序号", "名称"), rows=(("1", "推车"), ("2", "遮阳伞"))),
    )
    fields: dict[str, Any] = {
        "id": "decision",
        "title": "行政处罚决定书",
        "agency": "监漳镇人民政府",
        "number": "监漳罚决〔2026〕1号",
        "addressee": "张三丰",
        "blocks": blocks,
        "signatures": (SignatureLine(label="当事人签名", said="已签名"),),
        "seal": True,
        "dated": "二〇二六年三月五日",
        "note": "本决定书一式两份。",
        "reference": "https://www.example.gov.cn/log/jianzhang/proof/12#" + "a" * 64,
        "reference_said": "账本 jianzhang 第 12 条",
    }
    return Paper(**(fields | changes))


def saying(text: str) -> Paper:
    """A document that says something in every place where a person's words can stand."""
    blocks = (
        Prose(label=text, paragraphs=(text,)),
        Cell(label=text, paragraphs=(text,), signed=text),
        Grid(label=text, head=(text,), rows=((text,),)),
    )
    signature = SignatureLine(label=text, said=text)
    return paper(
        title=text, agency=text, number=text, addressee=text, note=text, blocks=blocks, signatures=(signature,)
    )


def rendered(of: Paper, template: str = "decision") -> Rendered:
    return render(of, source(template), AT)


def text_of(pdf: bytes) -> str:
    """All that can be read in it, without the spaces and line breaks that setting it brings."""
    found = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return squeezed(found)


def squeezed(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and char != "\u200b")


def fonts_of(pdf: bytes) -> list[Any]:
    """The font descriptors of its pages."""
    reader = PdfReader(io.BytesIO(pdf))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # a dictionary
    below = [one.get_object() for font in fonts for one in font.get("/DescendantFonts", [font])]
    return [one["/FontDescriptor"].get_object() for one in below]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_sets_every_part(template: str) -> None:
    found = text_of(rendered(paper(), template).pdf)
    for said in (
        "监漳镇人民政府",
        "行政处罚决定书",
        "监漳罚决〔2026〕1号",
        "140429199001010013",
        "经责令拒不改正。",
        "遮阳伞",
    ):
        assert squeezed(said) in found, said
    for said in ("同意。", "赵六", "自然人", "已签名", "本决定书一式两份。", "账本jianzhang第12条", "第1页"):
        if template != "record" or said != "赵六":  # whoever signs a record signs at its foot
            assert squeezed(said) in found or (template in ("form", "receipt") and said == "已签名"), said


@pytest.mark.parametrize("template", TEMPLATES)
def test_it_is_pdf_a_2b_with_its_fonts_inside(template: str) -> None:
    pdf = rendered(paper(), template).pdf
    xmp = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]  # a dictionary
    assert re.search(r"pdfaid:part(>|=\")2", xmp)
    assert re.search(r"pdfaid:conformance(>|=\")B", xmp)
    descriptors = fonts_of(pdf)
    assert descriptors
    assert all("/FontFile3" in one or "/FontFile2" in one for one in descriptors)
    names = {str(one["/FontName"]).partition("+")[2] for one in descriptors}
    assert {one.partition("-")[0] for one in names} <= {"NotoSerifSC", "NotoSansSC"}


def test_it_is_dated_with_its_step_and_names_its_agency() -> None:
    found = PdfReader(io.BytesIO(rendered(paper()).pdf)).metadata
    assert found is not None
    assert (found.title, found.author) == ("行政处罚决定书 监漳罚决〔2026〕1号", "监漳镇人民政府")
    assert found.creation_date is not None
    assert found.creation_date.timestamp() == AT.micros / 1e6


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_document_gives_the_same_bytes(template: str) -> None:
    assert rendered(paper(), template) == rendered(paper(), template)
    assert rendered(paper(), template).pdf != rendered(paper(number="监漳罚决〔2026〕2号"), template).pdf


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_text_is_only_text(template: str, text: str) -> None:
    found = rendered(saying(text), template)
    assert squeezed(text) in text_of(found.pdf)
    assert text in found.text.decode()


@settings(max_examples=25)
@given(text=st.text(min_size=1, max_size=60).filter(lambda one: one.strip()))
def test_any_text_at_all_can_be_set(text: str) -> None:
    found = rendered(saying(text))
    assert found.pdf.startswith(b"%PDF-")
    assert set(found.lacking) == {char for char in text if spelt(char) != char}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_very_long_text_goes_on_over_the_pages(template: str) -> None:
    long = "当事人在人行道上摆摊，经责令拒不改正。" * 400 + "最后一句。"
    blocks = (Prose(label="事实", paragraphs=(long,)), Cell(label="意见", paragraphs=(long,)))
    pdf = rendered(paper(blocks=blocks), template).pdf
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 5
    assert text_of(pdf).count("最后一句。") == 2
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in squeezed(page.extract_text())


def test_a_digest_that_is_longer_than_a_line_is_broken_and_read_whole() -> None:
    digest_of = sha256(b"").hexdigest()
    pdf = rendered(paper(blocks=(Cell(label="摘要", paragraphs=(digest_of * 3,)),)), "form").pdf
    assert digest_of * 3 in text_of(pdf)


# ---- What the fonts lack ----


@pytest.mark.parametrize("name", ["䶮", "㼆", "喆", "堃", "犇", "赟", "燊", "〇", "〔", "①", "／"])
def test_a_rare_character_that_the_fonts_have_is_set(name: str) -> None:
    found = rendered(saying(f"张{name}丰"))
    assert found.lacking == ()
    assert squeezed(f"张{name}丰") in text_of(found.pdf)


@pytest.mark.parametrize(("char", "code"), [("𠮷", "〔U+20BB7〕"), ("😀", "〔U+1F600〕"), ("\x07", "〔U+0007〕")])
def test_a_character_that_no_font_has_is_named_by_its_code_and_said_to_be(char: str, code: str) -> None:
    found = rendered(paper(addressee=f"{char}野"))
    text = text_of(found.pdf)
    assert found.lacking == (char,)
    assert squeezed(f"{code}野：") in text
    assert squeezed(f"字库没有以编码表示的字：{code}。") in text
    assert f"{char}野：" in found.text.decode()


def test_without_its_code_such_a_character_stops_the_rendering() -> None:
    template = '#set text(font: "Noto Serif SC")\n𠮷'
    with pytest.raises(CannotRender, match="could not be displayed"):
        render(paper(), template, AT)


def test_what_is_known_of_the_fonts_is_what_they_have() -> None:
    assert len(known()) > 30_000
    assert lacking(["张三丰𠮷", "𠮷😀"]) == ("😀", "𠮷")
    assert spelt("a\nb") == "a\nb"


@pytest.mark.parametrize(
    ("path", "digest_of"),
    [
        (serif_path(), "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3"),
        (sans_path(), "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9"),
    ],
)
def test_the_fonts_are_those_of_the_noto_project_unchanged(path: Any, digest_of: str) -> None:
    """As notofonts/noto-cjk has them at f8d157532fbfaeda587e826d4cd5b21a49186f7c, `SubsetOTF/SC`."""
    assert sha256(path.read_bytes()).hexdigest() == digest_of


# ---- Templates ----


def test_a_picture_of_each_page_can_be_had() -> None:
    assert all(page.startswith(b"\x89PNG") for page in pictures(paper(), source("decision"), AT))


def test_the_digest_of_a_template_covers_all_that_decides_how_a_document_looks() -> None:
    form, other = forms()["decision"][0], forms()["notice"][0]
    assert digest(source("decision"), form) == digest(source("decision"), form)
    assert (
        len({digest(source("decision"), form), digest(source("plain"), form), digest(source("decision"), other)}) == 3
    )


def test_every_template_of_the_software_is_one_that_an_agency_could_adopt() -> None:
    assert {path.stem for path in FOLDER.glob("*.typ")} == {*TEMPLATES, "common"}
    for name in TEMPLATES:
        entry = TemplateAdopted(agency=AGENCY, paper="decision", text=source(name), valid_from=TODAY)
        assert list(wrong_template(entry, TODAY)) == [], name


OWN: Final = '#import "/common.typ": *\n#show: sheet\n#titled()\n#flow(paper.blocks)\n#closing()\n'


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"paper": "poem"}, "$.paper", "没有这种文书"),
        ({"text": " "}, "$.text", "请填写"),
        ({"valid_from": date(2026, 3, 4)}, "$.valid_from", "最早自今日起"),
        ({"text": OWN + "#nothing()"}, "$.text", "unknown variable: nothing"),
        ({"text": OWN + "#let"}, "$.text", "模板不能使用"),
        ({"text": '#import "@preview/qr:0.1.0": *\n' + OWN}, "$.text", "只能引入 /common.typ"),
        ({"text": OWN + '#import "/" + "form.typ"'}, "$.text", "只能引入 /common.typ"),
        ({"text": OWN + '#include "/../../settings.py"'}, "$.text", "只能引入 /common.typ"),
        ({"text": OWN + '#eval("1")'}, "$.text", "不能使用 eval"),
        ({"text": OWN + '#dictionary(std).at("ev" + "al")'}, "$.text", "不能使用 std"),
        ({"text": OWN + '#read("/common.typ")'}, "$.text", "不能使用 read"),
        ({"text": OWN + "#sys.version"}, "$.text", "不能使用 sys"),
        ({"text": OWN + "#paper.blocks.at(0).label"}, "$.text", "模板不能使用"),
    ],
)
def test_a_template_that_would_not_do_is_not_adopted(changes: dict[str, Any], field: str, said: str) -> None:
    given_: dict[str, Any] = {"agency": AGENCY, "paper": "decision", "text": OWN, "valid_from": TODAY}
    assert list(wrong_template(TemplateAdopted(**given_), TODAY)) == []
    found = list(wrong_template(TemplateAdopted(**(given_ | changes)), TODAY))
    assert {path for path, _ in found} == {field}
    assert said in found[0][1]


ENDLESS: Final = {
    "loops in loops": "#for i in range(100000) { for j in range(100000) { } }",
    "a list without an end": "#let n = ()\n#for i in range(100000) { for j in range(9000) { n.push(range(1000)) } }",
    "a text that doubles": '#let t = "a"\n#for i in range(99) { t = t + t }\n#t',
    "pages without number": "#for i in range(100000) { for j in range(100000) { pagebreak() } }",
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=list(ENDLESS))
def test_a_template_without_an_end_is_not_adopted(text: str) -> None:
    entry = TemplateAdopted(agency=AGENCY, paper="decision", text=OWN + text, valid_from=TODAY)
    ((field, said),) = wrong_template(entry, TODAY, Limits(seconds=2))
    assert field == "$.text"
    assert "请检查循环" in said


def test_what_is_set_apart_has_the_same_bytes() -> None:
    """Limits change nothing in a document that keeps within them."""
    assert render_apart(paper(), source("decision"), AT) == rendered(paper())


def test_what_takes_too_long_by_the_clock_is_ended_as_well() -> None:
    with pytest.raises(NeverEnds):
        render_apart(paper(), source("decision"), AT, Limits(patience=0))


def test_a_template_reaches_no_file_outside_its_folder() -> None:
    with pytest.raises(CannotRender):
        render(paper(), '#image("/../fonts.py")', AT)
    assert list(wrong('#image("/../fonts.py")')) == []  # what a trial finds


def test_a_document_encodes_to_json_and_back() -> None:
    assert msgspec.json.decode(msgspec.json.encode(paper()), type=Paper) == paper()
