import pytest

from streammon.detect.privacy.names import name_before


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("李四", "李四"),
        ("脱贫劳动力孙大海，身份证号", "孙大海"),
        ("申请人：欧阳小明（身份证号码：", "欧阳小明"),
        ("1\t李四\t", "李四"),
        ("李四，男，身份证号", "李四"),
        ("附件", ""),
        ("", ""),
    ],
)
def test_names(lead, name):
    assert name_before(lead) == name
