// Draws the thumbnails and hears the keys that turn slides. Names are text and nothing more.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
// A presenter's clicker sends these: they turn slides from a slider too, which has the arrows for itself.
const CLICKER = ["PageDown", "PageUp"];
// What uses the same keys for itself.
const BUSY = "input, select, textarea, [contenteditable='true'], [role='slider'], [role='listbox'], [role='combobox'], "
  + "[role='radiogroup'], [role='menu'], [role='dialog'], [data-testid='stPopoverBody']";
const OPEN = "[data-testid='stPopoverBody'], [role='dialog'], [role='listbox'], [role='menu']";
const TYPED = "input:not([type='range']), textarea, [contenteditable='true']";
// Milliseconds after which the server's number counts, even if it isn't the one that was asked for last.
const PATIENCE = 4000;

export default function ({ data, parentElement, setTriggerValue }) {
  const strip = (parentElement.slideStrip ??= start(parentElement));
  strip.take(data, setTriggerValue);
  return strip.stop;
}

// A chart that fills the window is left by Esc first.
function isWhole() {
  return [...document.querySelectorAll("[data-testid='stFullScreenFrame']")]
    .some((frame) => getComputedStyle(frame).position === "fixed" || getComputedStyle(frame.firstElementChild ?? frame).position === "fixed");
}

function start(root) {
  const find = (name) => root.querySelector(`.strip-${name}`);
  const [thumbs, print, says] = ["thumbs", "print", "says"].map(find);
  let count = 0, at = null, drawn = "", ask = () => {}, isHeard = false, asked = null, askedAt = 0;

  // A page that went, or a button that is no longer needed, takes the focus with it: it comes here then. Who opened a
  // link and has touched nothing yet lost no focus, and sees no ring.
  function regain() {
    if (!navigator.userActivation?.hasBeenActive) return;
    const has = document.activeElement;
    if (has && has !== document.body && has.getClientRects().length) return;
    (at === null ? print : thumbs.querySelectorAll("button")[at - 1])?.focus({ preventScroll: true });
  }

  function mark() {
    const isWithin = thumbs.contains(document.activeElement);
    [...thumbs.querySelectorAll("button")].forEach((button, k) => {
      if (k + 1 === at) {
        button.setAttribute("aria-current", "true");
        if (isWithin) button.focus({ preventScroll: true });
        // Only sideways, within the strip: the page itself must not move.
        const left = button.offsetLeft - thumbs.offsetLeft;
        if (left < thumbs.scrollLeft) thumbs.scrollLeft = left - 4;
        const beyond = left + button.offsetWidth - thumbs.scrollLeft - thumbs.clientWidth;
        if (beyond > 0) thumbs.scrollLeft += beyond + 4;
      } else {
        button.removeAttribute("aria-current");
      }
    });
  }

  // The mark moves at once; the slide follows as soon as the server has sent it.
  function go(to) {
    if (to < 1 || to > count || to === at) return;
    at = asked = to;
    askedAt = performance.now();
    mark();
    ask("goto", to);
  }

  // Keys that come faster than slides: an answer to an earlier one must not turn back what was asked for since.
  function settled(current) {
    const isLate = current !== null && asked !== null && current !== asked && performance.now() - askedAt < PATIENCE;
    if (isLate) return Math.min(asked, count);
    asked = null;
    return current;
  }

  // Heard before anything on the page: Esc closes what is open, and only then leaves.
  function hear(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const within = (kinds) => event.target instanceof Element && event.target.closest(kinds);
    if (event.key === "Escape") {
      if (!document.querySelector(OPEN) && !isWhole() && !within(TYPED)) {
        document.querySelector(".st-key-leave button")?.click();
      }
      return;
    }
    // Slides below each other are scrolled as any page.
    if (at === null || within(CLICKER.includes(event.key) ? OPEN : BUSY)) return;
    const to = event.key === "Home" ? 1 : event.key === "End" ? count : event.key in STEPS ? at + STEPS[event.key] : null;
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    go(Math.min(Math.max(to, 1), count));
  }

  function draw(slides) {
    thumbs.replaceChildren(...slides.map((slide, k) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      for (const [name, text] of [["number", k + 1], ["name", slide.name], ["brief", slide.says]]) {
        const part = button.appendChild(document.createElement("span"));
        part.className = `strip-${name}`;
        part.textContent = text;
      }
      // A name may be cut: this says it whole.
      button.title = `${slide.name}: ${slide.says}`;
      button.onclick = () => go(k + 1);
      item.append(button);
      return item;
    }));
  }

  print.onclick = () => window.print();

  return {
    take(data, send) {
      ask = send;
      count = data.slides.length;
      at = settled(data.current);
      const text = JSON.stringify(data.slides);
      // Drawn only where it differs: a thumbnail that was clicked keeps the focus.
      if (text !== drawn) draw(data.slides);
      drawn = text;
      thumbs.hidden = at === null;
      thumbs.style.display = at === null ? "none" : "";
      print.hidden = at !== null;
      mark();
      says.textContent = at === null ? "All slides" : `Slide ${at} of ${count}: ${data.slides[at - 1].name}`;
      setTimeout(regain, 300);
      if (!isHeard) document.addEventListener("keydown", hear, true);
      isHeard = true;
    },
    stop() {
      document.removeEventListener("keydown", hear, true);
      isHeard = false;
    },
  };
}
