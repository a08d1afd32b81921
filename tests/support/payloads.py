"""Strings that mean harm, made here from a few parts each: nothing is copied from a list."""

from collections.abc import Iterable, Iterator
from itertools import islice, product
from random import Random

MARK = "markedbyattack"  # the name of the variable that a script sets when it runs
ARITHMETIC = (1337, 7331)  # a template that is evaluated shows their product
SUM = "{}*{}".format(*ARITHMETIC)
PRODUCT = str(ARITHMETIC[0] * ARITHMETIC[1])

BREAKS = (
    *("", '"', "'", '">', "'>", "`>", "</textarea>", "</title>", "</style>", "</script>"),
    *("-->", "]]>", "</option></select>", "</td></table>", "<!--", '"/>', '\\">', "&quot;>"),
)
SCRIPTS = (
    "<script>{run}</script>",
    "<SCRIPT >{run}</SCRIPT >",
    "<script/x>{run}</script>",
    "<script\n>{run}</script\n>",
    "<img src=x onerror={run}>",
    '<img src="x" onerror="{run}">',
    "<image src=x onerror={run}>",
    "<svg onload={run}>",
    "<svg/onload={run}//",
    "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<math><mi//xlink:href='javascript:{run}'>x</math>",
    "<body onload={run}>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src='javascript:parent.{run}'></iframe>",
    "<object data='data:text/html,<script>{run}</script>'></object>",
    "<embed src='javascript:{run}'>",
    "<details open ontoggle={run}>x</details>",
    "<input autofocus onfocus={run}>",
    "<select autofocus onfocus={run}></select>",
    "<textarea autofocus onfocus={run}></textarea>",
    "<video><source onerror={run}></video>",
    "<audio src=x onerror={run}></audio>",
    "<marquee onstart={run}>x</marquee>",
    "<a href='javascript:{run}'>x</a>",
    "<a href='java\tscript:{run}'>x</a>",
    "<a href='&#106;avascript:{run}'>x</a>",
    "<form action='javascript:{run}'><button>x</button></form>",
    "<button formaction='javascript:{run}'>x</button>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "<base href='javascript:{run}//'>",
    "<link rel=stylesheet href='javascript:{run}' onerror={run}>",
    "<style onload={run}></style>",
    "<template><script>{run}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    " onmouseover={run} onfocus={run} autofocus tabindex=1 x=",
    "javascript:{run}",
    "data:text/html,<script>{run}</script>",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "\uff1cscript\uff1e{run}\uff1c/script\uff1e",
    "\u00bcscript\u00be{run}\u00bc/script\u00be",
    "+ADw-script+AD4-{run}+ADw-/script+AD4-",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<<script>{run}//<</script>",
    "{{{{constructor.constructor('{run}')()}}}}",
    "${{{run}}}",
    "<x-y onclick={run} autofocus tabindex=1 onfocus={run}>x</x-y>",
    "<dialog open onanimationstart={run} style='animation:x 1s'>x</dialog>",
)
RUNS = (f"window.{MARK}=1", f"window[`{MARK}`]=1", f"self.{MARK}=alert(1)")
# What a page in a browser has of them that is more than text, or keeps others from being read.
FOUND = f"""() => {{
  const wrong = [...document.querySelectorAll('*')].flatMap(e =>
    [...e.attributes].filter(a => /^on/i.test(a.name)
      || (/^(href|src|action|formaction|data|xlink:href|srcdoc)$/i.test(a.name)
          && /{MARK}/.test(decodeURIComponent(a.value.replace(/%(?![0-9a-f]{{2}})/gi, '')))
          && !/^(https?:|[/?#])/i.test(a.value.trim()))
    ).map(a => e.tagName + ' ' + a.name + '=' + a.value));
  const scripts = [...document.querySelectorAll('script')]
    .filter(s => !s.src && s.type !== 'application/json').map(s => s.textContent);
  const silent = [...document.querySelectorAll('template, noscript, style, iframe, xmp, noembed')]
    .map(e => e.innerHTML).filter(text => text.includes('{MARK}'));
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT), comments = [];
  while (walk.nextNode()) comments.push(walk.currentNode.data);
  const hidden = comments.filter(text => text.includes('{MARK}'));
  const unknown = [...document.querySelectorAll('*')]
    .filter(e => e instanceof HTMLUnknownElement).map(e => e.tagName);
  const leaving = [...document.querySelectorAll('meta[http-equiv=refresh]')].map(e => e.content);
  return [...wrong, ...scripts, ...silent, ...hidden, ...unknown, ...leaving,
    ...(window.{MARK} ? ['it ran'] : [])];
}}"""

QUOTES = ("", "'", '"', "')", '")', "`", "';", "%27", "\\'", "''", "/*", "]]")
INTO_DATABASES = (
    # into SQL
    " OR 1=1 --",
    "; DROP TABLE record; --",
    "; DELETE FROM audit_entry; --",
    " UNION SELECT password FROM account --",
    " UNION SELECT NULL,NULL,NULL,email FROM account --",
    "; UPDATE account SET active = true; --",
    "; SELECT pg_sleep(30); --",
    "||(SELECT pg_sleep(30))||",
    " AND 1=(SELECT randomblob(900000000)) --",
    "; ATTACH DATABASE 'stolen.db' AS x; --",
    "; COPY account TO '/tmp/stolen'; --",
    " ORDER BY 99 --",
    "; COMMIT; --",
    # into a full-text query
    " NEAR(x y, 5)",
    " AND NOT OR (",
    " :* & | ! <->",
)
INJECTED = (
    *INTO_DATABASES,
    # into templates
    f"{{{{ {SUM} }}}}",
    f"{{% print({SUM}) %}}",
    f"${{{SUM}}}",
    f"#{{{SUM}}}",
    f"<%= {SUM} %>",
    "{{ config.SECRET_KEY }}",
    "{{ ''.__class__.__mro__ }}",
    "{0.__class__.__init__.__globals__}",
    "%(secret_key)s %s %n %x",
    # into Typst
    f'#({SUM}) #eval("{SUM}")',
    '#read("/etc/passwd")',
    '#import "@preview/x:0.1.0"',
    "#while true {}",
    "] #panic() [",
    # into paths
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "....//....//etc/passwd",
    "/etc/passwd%00.css",
    "file:///etc/passwd",
    "\\\\host\\share",
    "C:\\Windows\\win.ini",
    # into headers
    "\r\nX-Injected: 1",
    "\nSet-Cookie: stolen=1",
    "%0d%0aX-Injected:%201",
    "\u560d\u560aX-Injected: 1",
    # into directories of people, XML, XPath, the shell
    "*)(uid=*))(|(uid=*",
    "*)(objectClass=*",
    "' or '1'='1' or ''='",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "$(cat /etc/passwd)",
    "`id`",
    "| id ;",
    # into spreadsheets
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    # into numbers, and into whoever reads text
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "0x41",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202e",
    "\ufeff",
    "a" * 5_000,
    "(" * 500,
    "[" * 500,
    "{" * 500,
    "\u0301" * 300,
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
)
WORDS = ("", "nights", "brand", "富士康", "Ünïcode", "1", "2021-03")
CASES = (str, str.upper, str.swapcase)


def scripts() -> list[str]:
    """Return more than 500 strings that run a script where one of them is taken for markup."""
    made = (
        before + script.format(run=run) for script, before, run in product(SCRIPTS, BREAKS, RUNS)
    )
    return sorted(set(made))


def injections(injected: Iterable[str] = INJECTED) -> list[str]:
    """Return more than 2,000 strings that mean something to a database, template or path."""
    made = (
        case(word + quote + text)
        for text, quote, word, case in product(injected, QUOTES, WORDS, CASES)
    )
    return list(dict.fromkeys(made))


def some(strings: list[str], number: int, seed: int = 5) -> list[str]:
    """Return so many of them, always the same ones."""
    return Random(seed).sample(strings, number)


def in_groups(strings: list[str], size: int) -> Iterator[list[str]]:
    """Yield them in groups."""
    rest = iter(strings)
    while group := list(islice(rest, size)):
        yield group
