import pytest

from streammon.detect import mobile, privacy
from streammon.detect.text import Text


@pytest.mark.parametrize(
    ("text", "mobiles"),
    [
        ("联系人15900004961李四", ["15900004961"]),
        ("手机（+86 15900004961）", ["15900004961"]),
        ("手机+8615900004961", ["8615900004961"]),
        ("电话159 0000 4961", ["159 0000 4961"]),
        ("电话159-0000-4961转王五", ["159-0000-4961"]),
        ("电话１５９００００４９６１", ["１５９００００４９６１"]),
        ("李四，身份证号610326190502030028，电话15900004961，", ["15900004961"]),
        # look-alikes
        ("合计：19657759255.52元", []),
        ("合计15900004961元", []),
        ("面积15900004961平方米", []),
        ("￥15900004961", []),
        ("联系电话：159****4961", []),
        ("12900004961", []),
        ("159000049612", []),
        ("0917-5717723", []),
        ("12345、12306、400-820-8820、95588", []),
        ("订单号15900004961", []),
        ("联系电话：1590 000 4961", []),
        ("王五 159 0000 4961", []),  # three columns of figures
        ("坐标107.15900004961", []),
        ("2023-10-14 2023-10-25", []),
    ],
)
def test_mobile_numbers(found, text, mobiles):
    assert found(text)["mobile"] == mobiles


PERSONS = "姓名\t联系电话\n李四\t15900004961\n王五\t15900004962\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (PERSONS + "赵六\t15900004963", 3),
        (PERSONS + "赵六\t15900004962", 0),  # two numbers, one of them twice: no list of persons
        ("李四，身份证号610326190502030028，联系电话15900004961", 1),
        ("姓名：李四\n身份证号：610326190502030028\n联系电话：15900004961", 1),
        ("李四，身份证号610326190502030028\n监督举报电话：15900004961", 0),
        ("李四\t610326190502030028\t15900004961\n王五\t610326190502030036\t15900004962\n举报电话：15900004963", 2),
        # an office says how to reach it
        ("联系人：李四，联系电话：15900004961", 0),
        ("采购人\n联系电话：15900004961\n代理机构\n电话：15900004962\n项目联系人 王五 15900004963", 0),
        ("咨询电话：15900004961、15900004962、15900004963", 0),
        ("各镇街服务电话一览表\n首善街道\t15900004961\n槐芽镇\t15900004962\n横渠镇\t15900004963", 0),
    ],
)
def test_which_mobile_numbers_are_a_leak(text, count):
    findings = {finding.rule: finding for finding in privacy.findings(Text(text))}
    assert (findings[privacy.MOBILE].count if privacy.MOBILE in findings else 0) == count


def test_a_number_with_and_without_the_countrys_code_is_one_number():
    looked_at = Text("李四8615900004961王五15900004961")
    numbers, _ = mobile.find(looked_at.plain, privacy.runs(looked_at.plain))
    assert [mobile.value(number) for number in numbers] == ["15900004961", "15900004961"]
