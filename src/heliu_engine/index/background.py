"""Where an encoder puts texts of no subject in particular, for languages of which an index has few.

A language's centre is the mean of its vectors. The mean of one vector is that vector, and nothing would be left of
it; so the mean is drawn towards the mean of the phrases below, of many fields and the same in both languages.
"""

from __future__ import annotations

import numpy as np

from heliu_engine.encoding.protocol import Encoder
from heliu_engine.scoring.statistics import Background

ANY = ""
"""Stands for every language without phrases of its own."""

PHRASES = {
    "zh": (
        "高强度轻质合金的成形工艺", "城市污水深度处理", "工业机器人减速器", "新能源汽车热管理系统", "水稻抗倒伏品种",
        "医用影像的自动诊断", "海上风力发电机组运维", "芯片封装用胶粘剂", "桥梁结构健康监测", "中药有效成分提取",
        "冷链物流温度监控", "建筑垃圾再生骨料", "激光雷达测距精度", "纺织品阻燃整理", "地下管网泄漏检测",
        "乳制品发酵菌种", "企业财务数据分析平台", "光伏组件清洗设备", "疫苗生产用细胞培养", "老年人跌倒检测手环",
    ),
    "en": (
        "Forming of strong and light alloys", "Advanced treatment of municipal waste water", "Gear units for robots",
        "Thermal management of electric cars", "Breeding of rice that does not lodge", "Automatic reading of scans",
        "Maintenance of offshore wind turbines", "Adhesive for chip packages", "Health monitoring of bridges",
        "Extraction of active substances from herbs", "Temperature logging in cold chains",
        "Recycled aggregate from demolition waste", "Range accuracy of a lidar", "Flame retardant finish of textiles",
        "Leak detection in buried pipes", "Cultures for fermented milk", "Platform for financial data of firms",
        "Cleaning machine for solar panels", "Cell culture for vaccines", "Wristband that detects falls",
    ),
}  # fmt: skip


def background_of(encoder: Encoder) -> Background:
    """Mean vectors of the phrases by language, and of all of them for `ANY`."""
    found = {lang: encoder.encode(list(phrases), role="passage").mean(axis=0) for lang, phrases in PHRASES.items()}
    found[ANY] = np.mean(list(found.values()), axis=0, dtype=np.float32)
    return found
