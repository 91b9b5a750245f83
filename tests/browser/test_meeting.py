"""The whole meeting with the keyboard alone: no mouse, no address typed after the first, and always a visible focus."""

import re

KEYS_A_STEP = 60
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.getAttribute('aria-label') || (at.labels && at.labels[0]?.innerText) || at.innerText || '';
  const keys = [];
  for (let one = at; one; one = one.parentElement)
    keys.push(...[...one.classList].filter(name => name.startsWith('st-key-')).map(name => name.slice(7)));
  // An icon's name is text too.
  const said = label.split('\\n').map(one => one.trim()).filter(one => one && !/^(expand|keyboard)_/.test(one));
  return {label: said.join(' '), tag: at.tagName, keys};
}"""
# Something about the focused element, or about what draws it, looks unlike what it looks without the focus.
SEEN = """async () => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  if (!box.width || box.bottom < 0 || box.top > innerHeight) return false;
  const chain = [];
  for (let one = at, k = 0; one && k < 5; one = one.parentElement, k++) chain.push(one);
  chain.push(...at.querySelectorAll('*'));
  if (at.nextElementSibling) chain.push(at.nextElementSibling);
  const look = () => chain.map(one => { const s = getComputedStyle(one);
    return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor, s.color].join();
  }).join(';');
  // Looks change by and by.
  const pause = () => new Promise(done => setTimeout(done, 300));
  await pause();
  const before = look();
  at.blur();
  await pause();
  const after = look();
  at.focus({focusVisible: true, preventScroll: true});
  return before !== after;
}"""


class Keyboard:
    """A person who has no mouse."""

    def __init__(self, tab):
        self.tab, self.page, self.unseen = tab, tab.page, []

    def at(self):
        return self.page.evaluate(FOCUS) or {"label": "", "tag": "", "keys": []}

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def to(self, label="", key="", back=False):
        """Goes on until what has this label, or stands in this part of the page, has the focus."""
        for k in range(KEYS_A_STEP):
            if k:
                self.press("Shift+Tab" if back else "Tab")
            now = self.at()
            if (not label or now["label"] == label) and (not key or key in now["keys"]) and now["tag"]:
                assert self.page.evaluate(SEEN), f"nobody sees the focus on {label or key}"
                return self
        raise AssertionError(f"{label or key} isn't reached by {KEYS_A_STEP} keys; the last was {self.at()}")

    def does(self, *keys, lost=False):
        """Presses, waits, and holds that the focus is still somewhere."""
        self.press(*keys)
        self.tab.settle()
        assert lost or self.at()["tag"], f"the focus is lost after {keys}"
        return self

    def types(self, text):
        self.page.keyboard.type(text)
        return self


def keep(person, name):
    person.to("Keep", back=True).does("Enter")
    person.to("Name", "keep-texts").types(name)
    person.to("Keep this scenario").does("Enter")
    assert f"Kept as “{name}”" in person.page.locator("[data-testid='stPopoverBody']").inner_text()
    person.does("Escape")
    assert person.at()["label"] == "Keep"


def headline(tab):
    return " ".join(tab.page.locator("h1.answer").first.inner_text().split())


def test_the_whole_meeting_by_keyboard_alone(server, open_tab):
    tab = open_tab(f"{server.url}/?futures=20")
    person = Keyboard(tab)
    person.to("Spike size").does("ArrowRight", "ArrowRight")
    keep(person, "Bigger spikes")
    person.to("Lead-time variability", back=True).does("ArrowRight", "ArrowRight", "ArrowRight")
    keep(person, "Slow suppliers")

    person.to("Scenarios", back=True).does("Enter")
    assert "has the lowest inventory cost of the 2" in headline(tab)
    person.to("Name", "list-pick").does("Control+a").types("Late and spiky").does("Enter")
    assert "Late and spiky" in tab.text("kept-list")
    person.to(key="kept_policy", back=True).does("Space")
    assert headline(tab).startswith("Under Just-in-Time")

    person.to("Present", back=True).does("Enter")
    assert tab.text("present-bar").startswith("Slide 1 of 2")
    person.does("ArrowRight")
    assert tab.text("present-bar").startswith("Slide 2 of 2")
    slide = headline(tab)
    person.to("Sliders").does("Enter")
    person.to("Sliders on this slide (at most 3)").types("Spike size").does("Enter")
    # Once for the list, once for what it stands in.
    while tab.page.locator("[data-testid='stPopoverBody']").count():
        person.does("Escape")
    person.to("Spike size", "live").does("ArrowRight", "ArrowRight")
    assert headline(tab) != slide
    person.to("Back to as kept", back=True).does("Enter")
    assert headline(tab) == slide
    person.does("Escape", lost=True)
    tab.page.wait_for_selector(".st-key-chart-costs")

    person.to("Export").does("Enter")
    person.to("Service against cost (SVG)")
    with tab.page.expect_download() as file:
        person.press("Enter")
    assert file.value.path().read_bytes().startswith(b"<svg")
    assert re.fullmatch(r"frontier\.svg", file.value.suggested_filename)
    assert tab.foreign == []
    assert not tab.traceback()
