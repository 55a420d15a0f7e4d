import pytest

HEAD = "序号\t姓名\t身份证号\t银行账号\t金额\n"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            HEAD + "1\t李四\t610326190513030028\t27050101020100012345\t500",
            ["610326190513030028", "27050101020100012345"],
        ),
        (HEAD + "1\t李四\t6103261905020302\t\t500\n2\t王五\t61032619050203002\t\t500", []),  # too short: an ID's slip
        (HEAD + "1\t李四\t6199991905020302\t\t500\n2\t王五\t619999190502030036\t\t500", 2),  # no such county
        (HEAD + "1\t李四\t`610326 19051303 0028\t\t500", ["`610326 19051303 0028"]),  # there is no 13th month
        ("姓名  银行账号\n李四  27050101020100012345", ["27050101020100012345"]),
        (
            "姓名\t身份证号\t银行卡号\n李四\t610326190502030029\t6217780000004123990",
            [],
        ),  # those detectors tell the doubt
        (HEAD + "1\t李四\t610326190502030028\t6217780000004123998\t500", []),  # found for what they are
        (HEAD + "1\t李四\t610326********0028\t6217***3998\t500", []),
        ("单位名称\t银行账号\n县财政局\t27050101020100012345", []),  # an office's account
        (HEAD + "一、槐芽镇\n1\t李四\t610326190513030028", ["610326190513030028"]),
        (HEAD + "说明\n报送\n1\t李四\t610326190513030028", []),  # the table has ended
        ("姓名\t金额\n李四\t27050101020100012345", []),
    ],
)
def test_columns_of_numbers(leaks, text, numbers):
    found = [number for _, number in leaks(text, "table")]
    assert found == numbers if isinstance(numbers, list) else len(found) == numbers
