"""Strings that have broken somebody's page, table, log or spreadsheet; written for these tests."""

from __future__ import annotations

CONTROLS = [f"a{chr(n)}b" for n in (*range(0x20), *range(0x7F, 0xA0))]

INVISIBLE = [
    f"left{chr(n)}right"
    for n in (
        0x00AD, 0x034F, 0x061C, 0x115F, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029,
        0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x3000,
        0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFC, 0xFFFD, 0xE0001, 0xE0061,
    )
]  # fmt: skip

WRITING = [
    "\u202eno evil is live on\u202c",
    "\u2067reversed\u2069 and back",
    "مرحبا، أنا لا أذهب إلى المدرسة",
    "שלום, אני מחכה",
    "mixed مرحبا words 123 שלום",
    "日本語のテキスト、そして漢字",
    "ÅÄÖ åäö ß ẞ İ ı ſ ﬀ ǅ",
    "Z̸̢̛̤͔a̷̡l̶̨g̸̢o̵̧",
    "e" + "\u0301" * 200,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f9d1\U0001f3fe\u200d\U0001f9bd",
    "\U0001f1ec\U0001f1e7\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "\U0001f642" * 120,
    "𝓯𝓪𝓷𝓬𝔂 𝕝𝕖𝕥𝕥𝕖𝕣𝕤",
    "x" * 190,
    "wait " * 36,
    "-" * 190,
    "one\ntwo\n\n\nthree",
    "tab\tbed\tand\t\tsilence",
    "crlf\r\nand\rcr",
    "'single' \"double\" `back` ‘curly’ “quotes”",
    "100% of £5 = £5 & that's < £6 > £4",
]

MARKUP = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    '" autofocus onfocus="alert(1)',
    '<a href="javascript:alert(1)">press</a>',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>",
    "<!-- <p> -->",
    "-->",
    "<![CDATA[<p>]]>",
    "]]>",
    "<?php echo 1; ?>",
    "<%= 1 %>",
    "&lt;b&gt; &amp; &#60; &#x3c; &notanentity;",
    "<plaintext>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<<script>script>alert(1)<</script>/script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "\u003cscript\u003ealert(1)",
    "＜script＞alert(1)＜/script＞",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</p></main></body></html>",
    "<h1>Another heading</h1>",
    "<input name=csrf_token value=x>",
]

TEMPLATES = [
    "{{7*7}}",
    "{{ config.items() }}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "{% for x in range(9999999) %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{# nothing #}",
    "{% raw %}{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(answer)s %(limit)s %s %d %n %x",
    "{0} {answer} {__class__}",
    "{stands-for-token}",
    "$HOME `id` $(id) ; id | id && id",
    "{{csrf_token()}}",
]

TABLES = [
    "' OR '1'='1",
    "'; DROP TABLE responses; --",
    '" OR ""="',
    "1; SELECT pg_sleep(10)",
    "' UNION SELECT key_salt FROM visits --",
    "Robert'); DELETE FROM drafts;--",
    "\\'; SELECT 1; --",
    "%' AND 1=1 --",
    "0x414243",
    "CHAR(65)",
    "admin'--",
    "') RETURNING *; --",
]

SHEETS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example")',
    "|calc",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
]

NUMBERS = [
    "0",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    "-0",
    "9" * 60,
    "0x10",
    "1_000",
    "٣",
    "½",
    "true",
    "null",
    "None",
    "undefined",
]

PATHS = [
    "../../../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "/dev/zero",
    "file:///etc/passwd",
    "http://127.0.0.1:1/",
    "//evil.example/x",
    "\\\\evil.example\\share",
    "%2e%2e%2f",
    "%00",
    "%0d%0aSet-Cookie: x=y",
    "\r\nSet-Cookie: x=y",
    "con",
    "a" * 190 + ".txt",
]

CODES = [
    '{"a":1}', "[1,2,3]", "[]", "{}", '"', "'", "\\", "\\u0000", "\\x00", "!!python/object:os.system", "&anchor *alias",
    "---\n- a", "<xml/>", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "a,b\n\"c,d\"", "\\r\\n",
]  # fmt: skip

EVERY_STRING = [
    *CONTROLS, *INVISIBLE, *WRITING, *MARKUP, *TEMPLATES, *TABLES, *SHEETS, *NUMBERS, *PATHS, *CODES,
]  # fmt: skip

NOT_UNICODE = [
    b"%ED%A0%80", b"%ED%B0%80%ED%A0%80", b"%ff%fe", b"%c0%ae%c0%ae/", b"%e2%82", b"%f8%88%80%80%80", b"%", b"%zz",
    b"\xff\xfe", b"%ef%bf%be", b"%ef%b7%90", b"%f4%90%80%80",
]  # fmt: skip
"""Bytes that are not text, as they would stand in a posted form or an address."""
