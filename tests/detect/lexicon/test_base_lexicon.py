from datetime import date

import pytest

from streammon.detect.lexicon.detector import BASE, Lexicon, load
from streammon.detect.text import Text
from streammon.model.inspection import Severity

ENTRIES = load([BASE])
DAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon(ENTRIES)


def found(lexicon, text, on=DAY):
    return [hit.wrong for hit in lexicon.find(Text(text), on)]


def test_every_entry_has_a_category_and_a_source_and_more_than_one_character():
    assert [entry.wrong for entry in ENTRIES if not (entry.category and entry.source and len(entry.wrong) > 1)] == []


def test_leaks_alone_are_vetoes():
    assert {entry.severity for entry in ENTRIES} == {Severity.SEVERE, Severity.ORDINARY, Severity.HINT}


def test_every_entry_finds_its_wrong_form(lexicon):
    silent = [
        entry.wrong
        for entry in ENTRIES
        if not entry.include and not found(lexicon, f"，{entry.wrong}。", on=entry.until or entry.since or DAY)
    ]
    assert silent == []


def test_what_an_entry_recommends_is_recommended_by_all(lexicon):
    strange = {entry.right: found(lexicon, entry.right, entry.until or DAY) for entry in ENTRIES}
    assert {right: wrong for right, wrong in strange.items() if wrong} == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("全面布署防汛工作，迫不急待地再接再励", ["布署", "迫不急待", "再接再励"]),
        ("公布署名文章，宣布署长任命", []),
        ("企业既使遇到困难也要坚持", ["既使"]),
        ("改革既使群众受益，又使企业减负", []),
        ("这一做法发韧于基层", ["发韧"]),
        ("激发韧性，开发韧劲", []),
        ("企业应当批露信息", ["批露"]),
        ("首批露营地建成", []),
        ("心须坚持原则", ["心须"]),
        ("围绕核心须抓好落实", []),
        ("他是年经干部的榜样", ["年经"]),
        ("今年经济平稳，每年经费充足", []),
        ("濒危物种频临灭绝", ["频临"]),
        ("高频临床应用", []),
        ("登高了望，设了望台", ["了望", "了望"]),
        ("为了望得更远，除了望江县", []),
        ("付主任到会", ["付主任"]),
        ("支付主任医师津贴", []),
        ("部份群众", ["部份"]),
        ("占全部份额的一半", []),
        ("时侯到了，气侯变化", ["时侯", "气侯"]),
        ("同时侯某到场", []),
        ("人名政府", ["人名政府"]),
        ("中华人名共和国", ["中华人名共和国"]),
        ("习进平总书记", ["习进平"]),
        ("新疆自治区和广西省", ["新疆自治区", "广西省"]),
        ("1949年以前的广西省", []),
        ("海鲜族群与朝鲜族群众", []),
        ("业务中台建设", []),
        ("台湾政府宣布", ["台湾政府"]),
        ("9·18事变纪念日，一二·九运动", ["9·18事变"]),
        ("非盈利性机构", ["非盈利性"]),
        ("市政俯召开会议", ["市政俯"]),
        ("查处贿络案件，取保侯审", ["贿络", "取保侯审"]),
    ],
)
def test_wrong_forms_and_their_neighbours(lexicon, text, wrong):
    assert found(lexicon, text) == wrong


@pytest.mark.parametrize(
    ("text", "on", "wrong"),
    [
        ("国土资源局发布公告", date(2018, 5, 1), []),
        ("国土资源局发布公告", date(2020, 5, 1), ["国土资源局"]),
        ("国家乡村振兴局印发通知", date(2022, 5, 1), []),
        ("国家乡村振兴局印发通知", date(2024, 5, 1), ["国家乡村振兴局"]),
        ("县乡村振兴局召开会议", date(2023, 10, 25), []),
        ("原国土资源局人员划转", date(2020, 5, 1), []),
        ("《国土资源部关于加强土地调控的通知》", date(2020, 5, 1), []),
        ("时任国务院扶贫办负责人", date(2022, 5, 1), []),
        ("应急管理部消防救援局发布", date(2022, 12, 1), []),
        ("应急管理部消防救援局发布", date(2024, 5, 1), ["应急管理部消防救援局"]),
        ("国务院总理李克强讲话", date(2023, 3, 1), []),
        ("国务院总理李克强讲话", date(2024, 3, 1), ["国务院总理李克强"]),
        ("2016年，国务院总理李克强来访", date(2024, 3, 1), []),
        ("襄樊市来客", date(2010, 1, 1), []),
        ("襄樊市来客", date(2020, 1, 1), ["襄樊市"]),
    ],
)
def test_institutions_are_wrong_from_their_end(lexicon, text, on, wrong):
    assert found(lexicon, text, on) == wrong


@pytest.mark.parametrize(
    ("text", "on", "right"),
    [
        ("国务院扶贫办印发通知", date(2020, 5, 1), []),
        ("国务院扶贫办印发通知", date(2021, 5, 1), ["国家乡村振兴局"]),
        ("国务院扶贫办印发通知", date(2023, 10, 30), ["国家乡村振兴局"]),
        ("国务院扶贫办印发通知", date(2023, 10, 31), ["农业农村部"]),
        ("中国银监会公布名单", date(2020, 5, 1), ["中国银行保险监督管理委员会"]),
        ("中国银监会公布名单", date(2024, 5, 1), ["国家金融监督管理总局"]),
        ("前往中甸县考察", date(2010, 5, 1), ["香格里拉县"]),
        ("前往中甸县考察", date(2016, 5, 1), ["香格里拉市"]),
    ],
)
def test_what_is_right_may_change_more_than_once(lexicon, text, on, right):
    assert [hit.right for hit in lexicon.find(Text(text), on)] == right


def test_former_institutions_are_only_hinted_at():
    assert {entry.severity for entry in ENTRIES if entry.since} == {Severity.HINT}
