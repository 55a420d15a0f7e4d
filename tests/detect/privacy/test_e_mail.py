import pytest

LIST = "李四 lisi@qq.com\n王五 12345678@163.com\n赵六 zhaoliu@vip.sina.com\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (LIST, 3),
        (LIST.replace("@", "＠"), 3),
        ("李四，610326190502030028，lisi@qq.com", 1),
        ("李四，身份证号610326190502030028，邮箱lisi@qq.com", 1),
        ("姓名\t电子邮箱\n李四\tlisi@qq.com", 1),
        # what an office prints to be written to
        ("李四 lisi@qq.com\n王五 wangwu@qq.com\n", 0),
        ("邮箱：mxjyj@163.com\n电子邮件 a1@qq.com\nE-mail：a2@qq.com\n联系：a3@126.com", 0),
        ("李四，身份证号610326190502030028\n投稿邮箱：mxjyj@163.com", 0),
        ("姓名\t职务\t电子邮箱\n李四\t局长\tmxjyj@163.com", 0),
        ("a@mee.gov.cn b1@baoji.gov.cn c1@example.com", 0),
    ],
)
def test_addresses_of_persons(leaks, text, count):
    assert len(leaks(text, "e-mail")) == count
