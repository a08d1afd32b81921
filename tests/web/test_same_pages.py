"""The same pages on both databases, to the byte: so a browser need look at those of one only."""

CONNECTION = "from=apple&to=foxconn-zhengzhou&on=2022-10"
ADDRESSES = [
    "/",
    "/companies/apple",
    "/companies/apple/supply-chain?open=foxconn",
    "/companies/foxconn",
    "/companies/apple/drawing.svg",
    "/companies/apple/fact-sheet",
    "/connections",
    f"/connections?{CONNECTION}",
    f"/connections.svg?{CONNECTION}",
    "/connections?from=apple&to=amazon",
    "/connections?from=apple&to=foxconn-hengyang",
    "/connections?from=apple&to=foxc",
    "/connections?from=clb&to=apple",
    "/facilities/foxconn-zhengzhou",
    "/facilities/foxconn-zhengzhou?report=clw-zz-2025",
    "/facilities/foxconn-zhengzhou/fact-sheet",
    "/reports/clw-zz-2025",
    "/campaigns/apple-foxconn-accountability-2022",
    "/organizations/clb",
    "/sources/src-clw-hengyang-2018",
    "/search?q=&kind=report",
    "/search?q=qqqqqq",
    "/method",
    "/map",
    f"/api/v1/connections?{CONNECTION}",
    "/api/v1/neighbours/foxconn",
    "/api/v1/suggest?q=foxc",
]


def test_both_databases_show_the_same_pages(seeded_apps):
    ours, theirs = (app.test_client() for app in seeded_apps)

    for address in ADDRESSES:
        shown = ours.get(address)
        assert shown.status_code == 200, address
        assert shown.data == theirs.get(address).data, address
