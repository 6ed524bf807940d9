"""Words that every technical text has: sharing them says nothing."""

from __future__ import annotations

from heliu_engine.text import words

_CHINESE = """
    技术 研究 研发 开发 系统 方法 装置 设备 工艺 应用 设计 产品 材料 项目 方案 解决 解决方案 问题 需求 功能 性能
    结构 工程 制备 制造 生产 加工 实现 采用 提供 提高 提升 改进 优化 相关 基于 关键 核心 新型 高效 智能 先进 创新
    成果 企业 公司 平台 领域 行业 市场 合作 专家 团队 服务 支持 使用 利用 包括 具备 满足 要求 指标 标准 过程 条件
    能力 水平 质量 效果 成本 特点 发明 公开 涉及 所述 有效 情况 现有 传统 国内 国外 目标 主要 单元 模块 寻找 寻求
    急需 希望 本发明 处理 综合 高性能 集成 关键技术 产业化 工程化 安全 可靠 稳定 适用 收集 操作 简单 良好 改善
"""

_ENGLISH = """
    method methods system systems technology technologies technique techniques research study studies device
    devices apparatus process processes processing application applications design designs designed develop
    developed developing development product products project projects solution solutions problem problems
    provide provides provided improve improved improving improvement use used uses using user based new novel
    high low higher lower performance structure result results approach include includes including comprise
    comprises comprising invention present known need needs needed require required requirement requirements
    company companies industry industrial market team expert experts support service services effective
    efficient advanced innovative key main various different example related work works make makes made field
    fields one two first second least well time way type types form forms end part parts
"""

GENERIC = frozenset(token.term for token in words(_CHINESE + _ENGLISH))
"""As terms, so that every inflection of an English word is meant."""
