import pytest


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("银行卡号6217780000004123998，补助500元", ["6217780000004123998"]),
        ("李四\t610326190502030028\t6217780000004123998\t500", ["6217780000004123998"]),
        ("李四 610326190502030028 6217780000004123998 500", ["6217780000004123998"]),
        ("惠农卡 6217 7800 0000 4123 998", ["6217 7800 0000 4123 998"]),
        ("卡号６２１７７８００００００４１２３９９８", ["６２１７７８００００００４１２３９９８"]),
        ("账号6217780000\n004123998", ["6217780000\n004123998"]),
        ("卡号6217\u200b780000004123998", ["6217\u200b780000004123998"]),
        ("信用卡号5566100000058522已停用", ["5566100000058522"]),
        ("卡号6217 7800 0000 0003 004", ["6217 7800 0000 0003 004"]),  # the first four groups pass Luhn too
        # look-alikes
        ("账户 62 177800 0000 4120", []),  # columns of figures
        ("收款账户：县财政局，账号5566100000058522", []),  # an office's account
        ("5566100000058522", []),  # no known prefix, and no word that tells
        ("预算 6217780000004123990", []),  # Luhn
        ("附件/P6217780000004120.html?id=6217780000004120", []),
        ("P/6217780000004120.pdf", []),
        ("银行卡号：621778*********3998", []),
        ("订单号6217780000004123998", []),
        ("流水号：6217780000004123998", []),
        ("预算编码5122799983971374", []),
        ("项目代码：6217780000004120", []),
        ("索引号6217780000004120/2023-73052", []),
        ("统一社会信用代码：622326190502030007", []),
        ("622326190502030007", []),  # an identity number with a wrong check digit that happens to pass Luhn
        ("622326190502030056", []),  # an identity number that passes both checks
        ("面积6217780000004120.52平方米", []),
        ("62177800000041239980", []),  # twenty digits
        ("6217 7800 0000 4120", []),  # four columns of a statistic: nobody speaks of cards
        ("电子回单B6217780000004120", []),
        ("卡号2123456789012343", []),  # no bank's first digit
    ],
)
def test_card_numbers(leaks, text, cards):
    assert leaks(text, "bank-card") == [("open", number) for number in cards]


@pytest.mark.parametrize(
    "text",
    [
        "6217780000004120",  # nothing around it says card: one in ten such numbers passes the check
        "9559510000004123989",
        "银行卡号6217780000004123990",  # one digit typed wrong tells nearly as much
    ],
)
def test_what_leaves_a_doubt_is_left_to_a_person(leaks, text):
    assert [level for level, _ in leaks(text, "bank-card")] == ["doubtful"]


def test_beside_an_identity_number_a_known_prefix_is_enough(leaks):
    assert leaks("李四 610326190502030028\n6217780000004120", "bank-card") == [("open", "6217780000004120")]
