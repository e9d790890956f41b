"""While one types only the picture comes back."""

from .factory import add
from .test_chart_pages import the_form
from .test_flow import CHART


def test_only_the_picture_is_sent_while_one_types(filler, cast, draft):
    paper, _ = draft
    line = add(cast, paper, **CHART)
    address = f"/papers/{paper.pk}/rows/{line.pk}/chart/"
    sent = {name: values[-1] for name, values in the_form(filler.get(address)).items()}
    sent |= {"act": "redraw", "steps-0-label": "一个新的开头"}
    response = filler.post(address, sent, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert 'id="picture"' in html
    assert "1. 一个新的开头" in html
    assert "<form" not in html
    sent |= {f"steps-{place}-label": "" for place in range(4)}
    assert (
        "写下第一个环节的名称"
        in filler.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    )
