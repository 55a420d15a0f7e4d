"""The signatures against values that the providers publish, and one of our own where none is published."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from streammon.alerting.channels import aliyun, tencent, yunmas


def test_the_published_signature_of_alibaba_cloud() -> None:
    query = {
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        "RegionId": "cn-shanghai",
    }
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    signed = aliyun.signature(query, headers, "YourAccessKeySecret")
    assert signed == "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"


def test_the_query_is_escaped_as_it_is_signed() -> None:
    assert aliyun.canonical_query({"b": "a b+*~", "a": "某/县"}) == "a=%E6%9F%90%2F%E5%8E%BF&b=a%20b%2B%2A~"


def test_the_published_signature_of_tencent_cloud() -> None:
    said = {"Limit": 1, "Filters": [{"Values": ["未命名"], "Name": "instance-name"}]}
    payload = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    at, secret = datetime.fromtimestamp(1551113065, UTC), "Gu5t9xGARNpq86cd98joQYCN3*******"
    assert payload.startswith("35e9c5b0")
    signed = tencent.signature("cvm", headers, payload, at, secret)
    assert signed == "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"
    with_action = tencent.signature("cvm", headers | {"x-tc-action": "DescribeInstances"}, payload, at, secret)
    assert with_action == "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3"


def test_the_mac_of_a_gateway() -> None:
    said = {
        "ecName": "演示单位",
        "apId": "demo",
        "secretKey": "s3cret",
        "mobiles": "13800000000",
        "content": "测试",
        "sign": "abcDEF123",
        "addSerial": "",
    }
    assert yunmas.mac(said) == "e7c8636ef4859d8f862f1d2ef056887c"
