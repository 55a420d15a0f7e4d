"""The words with which a text calls something a mistake and mends it, as regular expressions without groups."""

from __future__ import annotations

SLIP = (
    r"(?:(?:错误地?|误|错)(?:表述|书写|[写录印打输标登植译称用当])[为成作是]?了?|(?:错误?|误)[为成作]|"
    r"[写录印打输]错[为成作]?了?)"
)
"""错写为, 误写作, 错误表述为, 写错: what follows is wrong."""

WRITTEN = r"(?:表述|书写|[写录印打输])[为成作]了?"
"""写成, 表述为: what follows may be wrong."""

OUGHT = r"(?:应当?该?|须|需)"
MENDED = r"(?:更正|改正|修正|纠正|订正|修改|更改|替换|规范|统一|校正|改)[为成作]"
OUGHT_TO_BE = rf"(?:{OUGHT}(?:[为是作]|{MENDED}|{WRITTEN}))"
"""应为, 应改为, 应写作: what follows is right."""

FORM = r"(?:表[述达]|写法|用[词语法]|提法|说法|称谓|内容)"
RIGHT_IS = rf"(?:的?(?:正确|规范|标准)的?{FORM}?(?:[应是为]+|[:：]))"
"""正确的写法是, 正确："""

FAULT = (
    rf"(?:错别字词?|[错别白]字|错词|错敏[词字]|敏感词|笔误|误写|误植|误用|混用|混淆|"
    rf"(?:错误|不规范|不当|不准确)的?{FORM}|(?:{FORM}|书写|文字)(?:错误|有误|不规范|不准确|不当)|有误|之误|写错)"
)
"""错别字, 错误表述, 笔误: names of mistakes."""

NOT = r"(?:不得|不要|不能|不可|不应|不宜|不再|切勿|切忌|禁止|严禁|避免)"
