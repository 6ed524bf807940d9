"""The columns of each kind."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation
from heliu.catalog.choices import ReadinessScale, Way
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.spreadsheets import cells
from heliu.catalog.spreadsheets.columns import (
    Column,
    keywords_columns,
    places_columns,
    plain_column,
    shared_columns,
    texts_columns,
)
from heliu.catalog.spreadsheets.demands import demand_columns
from heliu.kit.identifiers import normalise_ror, normalise_uscc
from heliu.kit.tabular.values import read_text

KINDS = ("demand", "achievement", "expert", "organisation")


def _achievement() -> list[Column]:
    return [
        *texts_columns(
            "title",
            "标题",
            "Title",
            "名称",
            "name",
            "成果名称",
            "成果标题",
            "专利名称",
            "项目名称",
            "题目",
            required=True,
            width=36,
            help=_("What can be transferred; in Chinese or English."),
            example_zh="耐低温氟橡胶密封圈",
            example_en="Fluoro-rubber seal for low temperatures",
        ),
        *texts_columns(
            "description",
            "描述",
            "Description",
            "成果描述",
            "成果简介",
            "简介",
            "摘要",
            "内容",
            "详细描述",
            "abstract",
            "summary",
            "body",
            "text",
            width=60,
            example_zh="在 -45 ℃ 保持弹性，已在两家主机厂试装。",
            example_en="Stays elastic at -45 °C; fitted on trial at two makers.",
        ),
        *keywords_columns(),
        *places_columns(),
        plain_column(
            "parameters",
            "技术参数",
            "Parameters",
            "parameters",
            "技术指标",
            "性能指标",
            width=30,
            help=_("One a line, with number and unit."),
            example_zh="使用温度 -45~200 ℃",
            example_en="temperature -45 to 200 °C",
        ),
        Column(
            "readiness",
            "成熟度",
            "Readiness",
            cells.readiness,
            ("readiness_scale", "readiness_level"),
            ("技术成熟度", "TRL", "成熟度等级", "readiness (TRL)"),
            help=_("The scale and the level, such as TRL 6, GB/T 22900-2009 7 or MRL 4."),
            example_zh="TRL 6",
            example_en="TRL 6",
        ),
        Column(
            "readiness_scale",
            "成熟度量表",
            "Readiness scale",
            cells.choice("readiness_scale", ReadinessScale),
            ("readiness_scale",),
            ("成熟度标准",),
            in_template=False,
        ),
        Column(
            "readiness_level", "成熟度级别", "Readiness level", cells.readiness, ("readiness_level",), in_template=False
        ),
        *texts_columns(
            "readiness_evidence", "成熟度依据", "Readiness evidence", "成熟度证明", template="one", width=30
        ),
        Column(
            "ways",
            "转化方式",
            "Ways of transfer",
            cells.choice_list("ways", Way),
            ("ways",),
            ("合作方式", "转让方式", "成果转化方式", "transfer"),
            help=_("One or more of: assignment, licence, equity, joint_development, service."),
            example_zh="许可、技术服务",
            example_en="licence, service",
            width=20,
        ),
        Column(
            "price",
            "价格（万元）",
            "Price (10,000 CNY)",
            cells.money_range("price"),
            ("price_min", "price_max"),
            ("价格", "转让价格", "报价", "意向价格", "price", "价格（元）"),
            help=_("An amount or a range, such as 30, 20-50 or 30万元; a bare number is in 万元 (10,000 CNY)."),
            example_zh="80万元",
            example_en="80",
        ),
        Column(
            "price_min",
            "价格下限（万元）",
            "Price from (10,000 CNY)",
            cells.money("price_min"),
            ("price_min",),
            ("价格下限", "price min", "price from"),
            in_template=False,
        ),
        Column(
            "price_max",
            "价格上限（万元）",
            "Price to (10,000 CNY)",
            cells.money("price_max"),
            ("price_max",),
            ("价格上限", "price max", "price to"),
            in_template=False,
        ),
        *shared_columns(),
    ]


def _expert() -> list[Column]:
    return [
        *texts_columns(
            "title",
            "姓名",
            "Name",
            "专家姓名",
            "title",
            "标题",
            "名称",
            "name",
            required=True,
            width=16,
            help=_("The person's name."),
            example_zh="李示例",
            example_en="Li Shili",
        ),
        *texts_columns(
            "description",
            "简介",
            "Profile",
            "个人简介",
            "专家简介",
            "描述",
            "description",
            "profile",
            "bio",
            "研究方向",
            width=60,
            example_zh="从事密封材料研究。",
            example_en="Works on sealing materials.",
        ),
        *keywords_columns(),
        *places_columns(),
        *texts_columns(
            "position", "职务", "Position", "职称", "职位", template="one", example_zh="教授", example_en="Professor"
        ),
        plain_column("orcid", "ORCID", "ORCID", width=22),
        *shared_columns(),
    ]


def _organisation() -> list[Column]:
    external_id = next(column for column in shared_columns() if column.name == "external_id")
    return [
        *texts_columns(
            "name",
            "名称",
            "Name",
            "单位名称",
            "主体名称",
            "企业名称",
            "机构名称",
            "公司名称",
            "title",
            "标题",
            required=True,
            width=36,
            help=_("The full name; in Chinese or English."),
            example_zh="某某密封科技（示例）有限公司",
            example_en="Seal Works (example)",
        ),
        Column(
            "kind",
            "类型",
            "Kind",
            cells.choice("kind", OrganisationKind),
            (),
            ("主体类型", "单位类型", "机构类型", "单位性质"),
            help=_(
                "enterprise, university, institute, laboratory, service, park, government or investor; "
                "empty means: by the name."
            ),
            example_zh="企业",
            example_en="enterprise",
        ),
        *texts_columns("description", "描述", "Description", "简介", "单位简介", "企业简介", "主营业务", width=60),
        *places_columns(),
        Column(
            "website", "网站", "Website", cells.website, ("website",), ("网址", "官网", "homepage", "url"), width=24
        ),
        Column(
            "uscc",
            "统一社会信用代码",
            "Unified social credit code",
            lambda cell: {"uscc": normalise_uscc(read_text(cell.value)) or None},
            ("uscc",),
            ("信用代码", "社会信用代码", "credit code"),
            width=24,
            help=_("18 characters; it identifies the organisation."),
        ),
        Column("ror", "ROR", "ROR id", lambda cell: {"ror": normalise_ror(read_text(cell.value)) or None}, ("ror",)),
        Column("source", "来源", "Source", cells.text("source"), (), ("数据来源",), in_template=False),
        external_id,
    ]


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of a kind, in the order of templates and exports."""
    build = {"demand": demand_columns, "achievement": _achievement, "expert": _expert, "organisation": _organisation}
    return tuple(build[kind]())


def column_named(kind: str, name: str) -> Column:
    """The column that ``--map`` calls so."""
    return next(column for column in columns_of(kind) if column.name == name)


def title_column(kind: str) -> str:
    """The one column that a file must have: title, or name."""
    return "name" if kind == "organisation" else "title"


def model_of(kind: str) -> Any:
    """The model of a kind; experts' names stand in the title."""
    return {"demand": Demand, "achievement": Achievement, "expert": Expert, "organisation": Organisation}[kind]
