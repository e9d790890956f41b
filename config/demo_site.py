"""What the foot of the public site says in the demo, and where its QR codes lead: made up."""


def foot(port):
    """As `settings.PUBLIC_SITE`; what an environment sets of its own goes before it."""
    return {
        "owner": "青岚区教育体育局（演示单位）",
        "contact": "局办公室，0600-8120000（演示号码）",
        "address": "青岚区文教路 1 号（演示地址）",
        "record": "演示网站，没有备案号",
        "url": f"http://127.0.0.1:{port}",
    }
