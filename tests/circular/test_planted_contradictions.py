"""Nothing in a sound circular is called wrong; whatever is changed in it is found, and as what it is."""

import pytest
from circular_texts import MONTH, QUARTER, audited, kinds, planted

CERTAIN, DOUBTFUL = "certain", "doubtful"


@pytest.mark.parametrize(("text", "tables"), [(MONTH, 4), (QUARTER, 2)])
def test_a_sound_circular_has_no_contradiction(text, tables):
    found = audited(text)
    assert found.is_clean, found.contradictions
    assert found.tables == tables


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "confidence"),
    [
        ("8家单位报送", "9家单位报送", "count", CERTAIN),
        ("6个政务", "7个政务", "count", CERTAIN),
        ("信息31条", "信息33条", "column-sum", CERTAIN),
        ("采用26条", "采用28条", "column-sum", CERTAIN),
        ("合格单位5家", "合格单位6家", "grades", CERTAIN),
        ("县财政局、县教育局，", "县财政局、县民政局，", "grades", CERTAIN),
        ("县财政局、县教育局，", "县财政局、县教育局、县民政局，", "enumeration", CERTAIN),
        ("占比33.3%", "占比34.3%", "percentage", CERTAIN),
        ("总数30件", "总数31件", "row", CERTAIN),
        ("逾期办结1件", "逾期办结2件", "row", CERTAIN),
        ("县交通局办理", "县交痛局办理", "name", DOUBTFUL),
        ("10\t40", "10\t41", "columns", CERTAIN),
        ("3\t青原教育", "4\t青原教育", "serial", CERTAIN),
        ("统计表\n\n青原县", "统计表\n5.2024年3月其他统计表\n\n青原县", "annex", CERTAIN),
        ("附件4\n", "附件5\n", "annex", CERTAIN),
        ("详见附件4", "详见附件6", "annex", CERTAIN),
        ("2024年3月信息报送情况统计表\n单", "2024年2月信息报送情况统计表\n单", "annex", CERTAIN),
        ("县财政局\t1\n", "县财政局\t0\n", "stale", DOUBTFUL),
        ("义务教育\t2条/月\t县教育局\t2", "义务教育\t2条/月\t县教育局\t1", "stale", DOUBTFUL),
        ("2024年4月8日", "2024年2月30日", "date", CERTAIN),
        ("于4月19日前", "于4月1日前", "date", CERTAIN),
    ],
)
def test_what_is_changed_in_a_month_is_found(right, wrong, kind, confidence):
    assert (kind, confidence) in kinds(planted(MONTH, right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "confidence"),
    [
        ("网站20家", "网站21家", "sum", CERTAIN),
        ("，合格网站18家", "，合格网站17家", "sum", CERTAIN),
        ("不合格网站2家", "不合格网站3家", "column-sum", CERTAIN),
        ("合格率90%；", "合格率95%；", "percentage", CERTAIN),
        ("占比6.7%", "占比7.7%", "percentage", CERTAIN),
        ("办结率93.75%", "办结率96%", "percentage", CERTAIN),
        ("在办3件", "在办2件", "sum", CERTAIN),
        ("其中备案类型错误2个", "其中备案类型错误3个", "sum", DOUBTFUL),
        ("| 合计 | 20 |", "| 合计 | 21 |", "total-row", CERTAIN),
        ("| 4 | 1 | 75% |", "| 4 | 1 | 85% |", "rate", CERTAIN),
        ("见表2", "见表3", "annex", CERTAIN),
        ("应为服务号", "应为服务号；严重表述错误", "categories", CERTAIN),
        ("备案类型错误：应为订阅号", "未在系统注销", "categories", CERTAIN),
    ],
)
def test_what_is_changed_in_a_quarter_is_found(right, wrong, kind, confidence):
    assert (kind, confidence) in kinds(planted(QUARTER, right, wrong))


def test_a_contradiction_has_both_values_and_both_places():
    (found,) = planted(MONTH, "信息31条", "信息33条").contradictions
    assert (found.one.value, found.other.value) == ("33", "31")
    assert "33条" in found.one.quote
    lines = MONTH.split("\n")
    stated = next(number for number, line in enumerate(lines, 1) if "31条" in line)
    first_row = next(number for number, line in enumerate(lines, 1) if line.startswith("县财政局\t"))
    assert (found.one.place, found.other.place) == (f"正文 第{stated}段", f"正文 第{first_row}段")


def test_a_number_far_from_what_is_listed_counts_something_else():
    assert planted(MONTH, "全县6个政务", "全县60个政务").is_clean


def test_more_units_than_are_named_are_no_contradiction():
    more = planted(MONTH, "一、栏目保障。", "一、栏目保障。县财政局、县教育局等5家单位较好。")
    assert more.is_clean
    fewer = planted(MONTH, "一、栏目保障。", "一、栏目保障。县财政局、县教育局、县民政局等2家单位较好。")
    assert kinds(fewer) == [("enumeration", CERTAIN)]


def test_a_column_that_the_text_names_is_not_overlooked():
    stale = planted(MONTH, "县气象局负责的“气象服务”栏目未按要求更新。", "各栏目情况良好。")
    assert [each.kind for each in stale.contradictions] == ["stale"]
    assert "气象服务" in stale.contradictions[0].message


def test_quotations_show_no_number_of_a_person():
    text = MONTH.replace("6个政务新媒体账号", "7个政务新媒体账号（管理员身份证号320312190110011971）")
    (found,) = audited(text).contradictions
    assert "1901100" not in f"{found}"


def test_what_nobody_writes_is_read_to_its_end():
    endless = "，".join(f"其中{number}条" for number in range(20_000))
    assert audited(f"关于情况的通报\n{endless}\n").is_clean
