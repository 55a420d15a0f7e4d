"""Contradictions that were printed in real circulars, with what stood around them."""

import pytest
from circular_texts import audited, kinds

ACCOUNTS = """2023年10月运维情况的通报
15个政务新媒体账号，共发

布信息 456 条。其中，原创信息 195 条，占比 42.8%；转载信息 261 条，占比 57.2%（具体见附件 3）。

附件 3
2023 年 10 月份政务新媒体运维情况统计表
序号	账号名称	原创信息应更新数	原创信息实际更新数	推荐转载信息数	实际转载推荐信息数	转载信息更新总数	\
其它转载信息数	更新信息总数
"""
ROWS = [
    *((23, 9, 33), (14, 9, 51), (14, 5, 1), (13, 9, 18), (13, 9, 16), (10, 7, 55), (10, 9, 0), (9, 9, 5)),
    *((7, 7, 0), (6, 9, 0), (6, 0, 0), (72, 3, 2), (10, 2, 1), (4, 0, 1), (1, 0, 0)),
]


def test_text_and_table_of_accounts():
    rows = [
        f"{number}\t账号{number}\t4\t{own}\t9\t{due}\t{due + other}\t{other}\t{own + due + other}\n"
        for number, (own, due, other) in enumerate(ROWS, 1)
    ]
    found = audited(ACCOUNTS + "".join(rows)).contradictions
    assert {(each.one.value, each.other.value) for each in found} == {("456", "482"), ("195", "212"), ("261", "270")}
    assert {each.confidence for each in found} == {"certain"}


def test_departments_whose_sum_is_another():
    text = (
        "关于抽查情况的通报\n各单位公开各类信息5746条,其中:7个乡镇(街道)公开信息350条,26个县级部门公开信息3844条。"
        "9个政务新媒体共计公开各类信息1552条。\n附件2\n信息公开情况\n统计表(部门)\n单 位 |\n主动公开信息条数 |\n"
    )
    counts = (
        *(1362, 540, 242, 226, 125, 88, 84, 75, 71, 70, 68, 57),
        *(55, 50, 47, 47, 46, 45, 42, 37, 36, 34, 32, 31, 29, 23),
    )
    (found,) = audited(text + "".join(f"部门{at} |\n{count} |\n" for at, count in enumerate(counts))).contradictions
    assert (found.kind, found.one.value, found.other.value) == ("column-sum", "3844", "3562")


def test_more_accounts_than_rows_where_other_numbers_agree():
    text = (
        "关于一季度检查结果的通报\n全区在系统备案政务新媒体 22 个，涉及 16 家责任单位，共发布各类信息 190 条。\n"
        "附件 3\n2023 年一季度政务新媒体更新情况统计表\n序号\t责任单位\t账号名称\t实际更新数\n"
    )
    units = [f"单位{at}" if at < 16 else "" for at in range(19)]
    rows = [f"{at + 1}\t{unit}\t账号{at}\t10\n" for at, unit in enumerate(units)]
    (found,) = audited(text + "".join(rows)).contradictions
    assert (found.kind, found.confidence) == ("count", "certain")
    assert (found.one.value, found.other.value) == ("22", "19")


def test_one_account_with_both_faults_and_one_with_neither():
    text = (
        "关于抽查情况的通报\n不合格 4 个（其中备案类型错误 2 个；出现严重表述错误 2 个）。\n"
        "附件2\n情况表\n新媒体名称\t主办单位\t存在的问题\n"
    )
    faults = ["备案类型错误：应为服务号 严重表述错误", "严重表述错误", "备案类型错误", "账号已注销，未在系统注销"]
    found = audited(text + "".join(f"账号{at}\t单位{at}\t{fault}\n" for at, fault in enumerate(faults)))
    assert kinds(found) == [("categories", "certain")]
    assert "账号0" in found.contradictions[0].message
    assert "账号3" in found.contradictions[0].message


@pytest.mark.parametrize(("stated", "listed"), [(14, 13), (13, 14)])
def test_units_that_are_said_to_be_listed(stated, listed):
    text = (
        f"关于1-7月工单的通报\n评定“差”等次共有 {stated} 家单位如下。（详见附件 3）\n"
        "附件 3\n情况通报\n序号\t单位\t差评数(月/次)\n"
    )
    (found,) = audited(text + "".join(f"{at}\t单位{at}\t{at % 3}\n" for at in range(1, listed + 1))).contradictions
    assert (found.one.value, found.other.value) == (str(stated), str(listed))


def test_a_stale_column_that_was_overlooked():
    text = (
        "关于2023年一季度检查结果的通报\n负责的政府债务栏目一季度未更新信息，房屋改造栏目未按要求更新。\n"
        "附件 1\n栏目更新统计表\n"
        "栏目名称\t更新频次\t保障单位\t1 月\t2 月\t3 月\n规范性文件\t1 条/季度\t区司法局\t0\t0\t1\n"
        "教育体育\t1 条/2 周\t区教体局\t2\t2\t5\n财政资金直达基层\t1条/月\t区财政局\t2\t2\t0\n"
        "政府债务\t1条/季度\t区财政局\t0\t0\t0\n房屋改造\t1条/月\t区统建局\t1\t0\t1\n招标投标\t实时更新\t区发改局\t0\t0\t0\n"
    )
    (found,) = audited(text).contradictions
    assert (found.kind, found.confidence) == ("stale", "doubtful")
    assert "财政资金直达基层" in found.message


def test_numbers_that_close_are_left_alone():
    sound = (
        "关于智慧场景的通报\n三家平台共生成事件 676 件，其中废弃 571 件，未受理 15 件，受理 90 件，"
        "办结 90 件，办结率 100%。\n对 6 个县（市、区）、高新区和 33 个部门的 40 家政府网站进行抽查，"
        "合格网站 39 家，总体合格率为 97.5%；不合格网站 1 家，占比 2.5%。\n"
    )
    assert audited(sound).is_clean
