import pytest


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("李四，住宅电话：0917-5545900", ["0917-5545900"]),
        ("家庭电话5545900，", ["5545900"]),
        ("姓名\t宅电\n李四\t(0917)5545900\n王五\t5545901\n", ["(0917)5545900", "5545901"]),
        # an office's, or none
        ("联系电话：0917-5545900，传真：0917-3128239", []),
        ("办公电话 010-12345678", []),
        ("家庭电话：0917-554****", []),
        ("家庭电话费5545900元以内", []),
        ("姓名\t办公电话\n李四\t5545900\n", []),
    ],
)
def test_landlines_of_homes(leaks, text, numbers):
    assert [number for _, number in leaks(text, "landline")] == numbers
