"""Three circulars that nobody has issued, in which nothing contradicts anything; tests plant the contradictions.

The first has its tables with tabulators, the second with bars and in the text, the third is made as a docx.
"""

from __future__ import annotations

from streammon import extract
from streammon.circular.audit import Audit, audit

MONTH = """青原县人民政府办公室关于2024年3月政府网站和政务新媒体运行情况的通报

各乡镇人民政府，县直各部门：

一、栏目保障。县气象局负责的“气象服务”栏目未按要求更新。

二、信息报送。8家单位报送信息31条，采用26条，评定优秀单位2家，分别是县财政局、县教育局，合格单位5家，不合格单位1家（详见附件2）。

三、政务新媒体。全县6个政务新媒体账号共发布信息120条，其中，原创信息80条，占比66.67%；转载信息40条，占比33.3%（详见附件3）。

四、工单办理。县交通局办理工单总数30件，逾期办结2件；河东镇办理工单总数12件，逾期办结1件（详见附件4）。

请于4月19日前将整改报告报县政府办。

附件：1.2024年3月栏目更新情况统计表
2.2024年3月信息报送情况统计表
3.2024年3月政务新媒体运行情况统计表
4.2024年3月工单办理情况统计表

青原县人民政府办公室
2024年4月8日

附件3
2024年3月政务新媒体运行情况统计表
序号	账号名称	原创信息数	转载信息数	信息总数
1	青原发布	30	10	40
2	青原财政	20	10	30
3	青原教育	10	5	15

4	青原水利	10	5	15
5	青原统计	5	5	10
6	青原审计	5	5	10

附件2
2024年3月信息报送情况统计表
单 位	报送条数	采用条数	评定等次	单 位	报送条数	采用条数	评定等次
县财政局	9	8	优秀	县水利局	2	2	合格
县教育局	7	6	优秀	县统计局	2	1	合格
县民政局	5	4	合格	县交通局	2	2	合格
河东镇	4	3	合格	县审计局	0	0	不合格

附件1
2024年3月栏目更新情况统计表
栏目名称	更新周期	保障单位	3月
财政资金	1条/月	县财政局	1
义务教育	2条/月	县教育局	2
气象服务	1条/2周	县气象局	1
规划计划	1条/季度	县发改局	0

附件4
2024年3月工单办理情况统计表
序号	单位	工单总数(件)	逾期办结数(件)
1	县交通局	30	2
2	河东镇	12	1
3	河西镇	9	0
4	县住建局	20	4
"""

QUARTER = """白石市政务公开办关于2023年第二季度政府网站与政务新媒体抽查情况的通报

一、总体情况。本季度抽查政府网站20家，合格网站18家，合格率90%；不合格网站2家，占比10%（见表1）。

二、政务新媒体。共抽查政务新媒体60个，其中合格54个，占比90%；不合格6个，占比10%（其中备案类型错误2个，占比3.33%；出现严重表述错误4个，占比6.7%）（见表2）。例如，将“民生”错写为“明生”。

三、留言办理。全市共受理留言48件，其中办结45件，在办3件，办结率93.75%。

表1 政府网站抽查情况

| 地区 | 抽查网站数 | 不合格网站数 | 合格率 |
|---|---|---|---|
| 市直 | 10 | 1 | 90% |
| 南山区 | 4 | 1 | 75% |
| 北河县 | 6 | 0 | 100% |
| 合计 | 20 | 2 | 90% |

表2 政务新媒体不合格名单

地区 |
账号 |
粉丝数 |
存在问题 |
市直 |
白石交通 |
1200 |
备案类型错误：应为服务号 |
市直 |
白石教育 |
3,400 |
严重表述错误 |
南山区 |
南山发布 |
800 |
严重表述错误 |
南山区 |
南山民政 |
90 |
严重表述错误 |
北河县 |
北河文旅 |
75 |
备案类型错误：应为订阅号 |
北河县 |
北河公安 |
5100 |
严重表述错误 |

白石市政务公开办
2023年7月6日
"""


def audited(text: str) -> Audit:
    """Audit a text."""
    return audit(extract.read(text.encode(), name="通报.txt", media_type=""))


def kinds(found: Audit) -> list[tuple[str, str]]:
    """Return the kind and the confidence of each contradiction."""
    return [(each.kind.value, each.confidence.value) for each in found.contradictions]


def planted(text: str, right: str, wrong: str) -> Audit:
    """Audit a text in which one thing was changed."""
    assert text.count(right) == 1, right
    return audited(text.replace(right, wrong))
