import pytest

from streammon.detect.privacy.masks import shows_too_much


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("身份证号61032619050203****", ["61032619050203****"]),  # the date of birth
        ("李四 ******19050203****", ["******19050203****"]),
        ("李四 610326 19050203 ****", ["610326 19050203 ****"]),
        ("身份证号6103261905******28", ["6103261905******28"]),  # twelve digits
        ("610326１９０５０２０３＊＊＊＊", ["610326１９０５０２０３＊＊＊＊"]),
        ("身份证61032619050203XXXX", ["61032619050203XXXX"]),
        ("身份证610326190502030**8", ["610326190502030**8"]),
        # as practice has it
        ("身份证号：610326********0028，公示期7天", []),
        ("61*************028", []),
        ("610326XXXXXXXX002X", []),
        ("6103**********0028", []),
        ("身份证号6103261905********", []),
        ("联系电话：187****8023", []),
        ("项目 2023******20231014****", []),
        ("统一社会信用代码：5114253472402081XX", []),
        ("业务编号：61032619050203****", []),
        ("***** 2023年 ******", []),
    ],
)
def test_masked_identity_numbers(leaks, text, weak):
    assert leaks(text, "resident-id") == [("weak", number) for number in weak]


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("银行卡号6217 7800 **** 4123 998", ["6217 7800 **** 4123 998"]),
        ("621778000000*123998", ["621778000000*123998"]),
        ("银行卡号：621056*********6210", []),
        ("卡号6217***********3998", []),
        ("身份证610326********0028，卡号6217***********3998", []),
    ],
)
def test_masked_cards(leaks, text, weak):
    assert leaks(text, "bank-card") == [("weak", number) for number in weak]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("李四 610326********0028\n李四 ******1905******28", 1),
        ("申请人：李四（身份证号：610326********0028）\n获批人李四，身份证号6103****0502****28", 1),
        ("李四 610326********0028\n王五 ******1905******28", 0),  # two persons
        ("李四 610326********0028\n李四 610327****0502****", 0),  # two persons of one name
        ("李四 610326********0028\n李四 61**************28", 0),  # together no more than one alone
        ("李四 610326********0028\n李四 610326********0028", 0),
    ],
)
def test_two_masks_of_one_person_that_add_up(leaks, text, linked):
    assert [level for level, _ in leaks(text, "resident-id")] == ["linked"] * linked


def test_how_much_a_mask_may_show():
    assert not shows_too_much("610326********0028")
    assert shows_too_much("610326*******30028")
    assert shows_too_much("******050203***")  # of fifteen
