"""What Explore exports is what it shows."""

from streamlit.testing.v1 import AppTest

from core.exports import Subject
from core.exports.figures import figures
from pages.parts import exporting
from tests.pages.opening import html, opened


def test_the_list_of_files_waits_until_it_is_opened(monkeypatch):
    seen: list[Subject] = []
    # The button itself needs a browser; whether it is open is asked of Streamlit.
    monkeypatch.setattr(exporting, "draw", lambda subject: seen.append(subject()))
    app: AppTest = opened(futures=20, spike_size=3, service="cycle_service", target=90)
    assert not app.exception
    subject = seen[-1]
    assert subject.headline in html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace(
        "</span>", ""
    )
    assert (subject.service, subject.target) == ("cycle_service", 0.9)
    screen = html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")
    for one in figures(subject):
        assert f">{one.said}<" in screen
        assert one.span in screen
    assert "spike_size=3" in subject.link
    assert "service=cycle_service" in subject.link


def test_every_kind_of_file_can_be_had_once():
    endings = [kind.ending for kind in exporting.KINDS]
    assert len(set(endings)) == len(endings) == 10
    assert {"brief.html", "brief.pdf", "frontier.png", "costs.svg", "figures.xlsx", "slide.pptx"} < set(endings)
