"""The columns of each kind's files.

The names people write above columns, in both languages, are part of the file format: they are
recognised whatever the language of the page, and so they are data here and not translations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from heliu.catalog.choices import Tier
from heliu.catalog.spreadsheets import cells
from heliu.catalog.spreadsheets.cells import Reader


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood.

    ``name`` is what ``--map`` and JSONL call it, ``zh`` and ``en`` head it in templates and exports.
    ``fields`` are those of the model that a blank cell empties; an empty tuple leaves all alone, but
    ``localised`` columns empty the field of the record's language. ``in_template`` columns stand in
    the template, with ``help`` as a note on the header.
    """

    name: str
    zh: str
    en: str
    read: Reader
    fields: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    help: Any = ""
    example_zh: Any = ""
    example_en: Any = ""
    in_template: bool = True
    required: bool = False
    width: int = 16
    localised: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that may head the column."""
        return (self.name, self.zh, self.en, *self.aliases)

    def label(self, language: str) -> str:
        """The header in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh


OWNER = "organisation"
"""The column that names the owner, row by row."""


def plain_column(name: str, zh: str, en: str, *aliases: str, **options: Any) -> Column:
    return Column(name, zh, en, cells.text(name), (name,), aliases, **options)


def texts_columns(name: str, zh: str, en: str, *aliases: str, template: str = "both", **options: Any) -> list[Column]:
    """Three columns: by detected language, and one each for Chinese and English."""
    wrap = cells.one_line if name == "title" else lambda reader: reader
    extra_zh = (f"{zh}(中文)", f"{zh}中文", f"{en} (Chinese)", *(f"中文{alias}" for alias in (zh, *aliases)))
    extra_en = (f"{zh}(英文)", f"{zh}英文", f"{en} (English)", *(f"英文{alias}" for alias in (zh, *aliases)))
    explicit = {**options, "required": False, "in_template": template == "both", "help": ""}
    example_zh, example_en = options.pop("example_zh", ""), options.pop("example_en", "")
    explicit.pop("example_zh", None)
    explicit.pop("example_en", None)
    any_language = Column(
        name,
        zh,
        en,
        wrap(cells.localised_text(name)),
        (),
        aliases,
        localised=name not in {"title", "name"},
        example_zh=example_zh,
        example_en=example_en,
        **options,
    )
    return [
        any_language,
        Column(
            f"{name}_zh",
            f"{zh}（中文）",
            f"{en} in Chinese",
            wrap(cells.text(f"{name}_zh")),
            (f"{name}_zh",),
            extra_zh,
            **explicit,
        ),
        Column(
            f"{name}_en",
            f"{zh}（英文）",
            f"{en} in English",
            wrap(cells.text(f"{name}_en")),
            (f"{name}_en",),
            extra_en,
            **explicit,
        ),
    ]


def keywords_columns() -> list[Column]:
    return [
        Column(
            "keywords",
            "关键词",
            "Keywords",
            cells.localised_words("keywords"),
            (),
            ("关键字", "标签", "tags"),
            localised=True,
            help=_("Separated by 、 or commas."),
            example_zh="液压、密封件、泄漏",
            example_en="hydraulics, seal, leakage",
            width=24,
        ),
        Column(
            "keywords_zh",
            "关键词（中文）",
            "Keywords in Chinese",
            cells.words("keywords_zh"),
            ("keywords_zh",),
            ("中文关键词",),
            in_template=False,
        ),
        Column(
            "keywords_en",
            "关键词（英文）",
            "Keywords in English",
            cells.words("keywords_en"),
            ("keywords_en",),
            ("英文关键词",),
            in_template=False,
        ),
    ]


def places_columns() -> list[Column]:
    return [
        Column(
            "region",
            "地区",
            "Region",
            cells.region,
            ("region",),
            ("区域", "所在地区", "所在地", "行政区划", "地区代码", "省市"),
            help=_("A GB/T 2260 code or a name; where several have the name, with the names above it."),
            example_zh="天津市河西区",
            example_en="120103",
            width=18,
        ),
        Column(
            "industry",
            "行业",
            "Industry",
            cells.industry,
            ("industry",),
            ("所属行业", "行业领域", "国民经济行业", "行业代码", "industry code"),
            help=_("A GB/T 4754 code or a name."),
            example_zh="C3444",
            example_en="C3444",
            width=18,
        ),
    ]


def shared_columns() -> list[Column]:
    return [
        plain_column("summary_zh", "公开摘要（中文）", "Summary in Chinese", "公开摘要", in_template=False, width=40),
        plain_column("summary_en", "公开摘要（英文）", "Summary in English", in_template=False, width=40),
        plain_column(
            "contact_name", "联系人", "Contact person", "contact", "联系人姓名", example_zh="王工", example_en="Ms Wang"
        ),
        plain_column(
            "contact_email",
            "联系邮箱",
            "Contact e-mail",
            "邮箱",
            "电子邮箱",
            "电子邮件",
            "email",
            "e-mail",
            example_zh="wang@example.org",
            example_en="wang@example.org",
            width=22,
        ),
        plain_column(
            "contact_phone",
            "联系电话",
            "Contact telephone",
            "电话",
            "手机",
            "联系方式",
            "phone",
            "telephone",
            example_zh="022-00000000",
            example_en="022-00000000",
        ),
        Column(
            "tier",
            "公开范围",
            "Disclosure tier",
            cells.choice("tier", Tier),
            (),
            ("披露层级", "公开程度", "disclosure"),
            help=_("public, members, on_request or confidential; empty means public."),
            example_zh="公开",
            example_en="public",
        ),
        Column(
            "expires_on",
            "有效期至",
            "Expires on",
            cells.day("expires_on"),
            ("expires_on",),
            ("截止日期", "到期日", "失效日期"),
            help=_("A day, such as 2027-06-30."),
            example_zh="2027-06-30",
            example_en="2027-06-30",
        ),
        Column(
            "source",
            "来源",
            "Source",
            cells.text("source"),
            (),
            ("数据来源",),
            in_template=False,
        ),
        plain_column(
            "external_id",
            "外部编号",
            "External id",
            "编号",
            "项目编号",
            "外部ID",
            help=_("Your own number of the record: the same number updates the record instead of adding another."),
            example_zh="XQ-2026-001",
            example_en="D-2026-001",
        ),
        Column(
            OWNER,
            "所属主体",
            "Organisation",
            lambda _cell: {},
            (),
            (
                "organization",
                "owner",
                "主体",
                "单位",
                "单位名称",
                "所属单位",
                "企业名称",
                "公司名称",
                "需求单位",
                "发布单位",
                "完成单位",
            ),
            in_template=False,
            width=24,
        ),
    ]
