// A popover is put at the end of the document. Opened by key it takes the focus, behind its last stop the page goes on
// after its button, and Esc goes back to the button: else a keyboard would go through the whole page first.
const BUTTON = "[data-testid='stPopoverButton']", BODY = "[data-testid='stPopoverBody']";
const STOPS = "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), summary, "
  + "[tabindex]:not([tabindex='-1'])";
// Milliseconds: what stands in some popovers is sent by the server when they are opened.
const PATIENCE = 3000;

const seen = (element) => element.getClientRects().length > 0;
const stops = (body) => [...body.querySelectorAll(STOPS)].filter((one) => seen(one) && one.tabIndex >= 0);
const opener = () => document.querySelector(`${BUTTON}[aria-expanded='true']`);
const opened = () => [...document.querySelectorAll(BODY)].filter(seen).at(-1);

// Fields may be drawn later than buttons: whoever comes first is known when nothing has been added for a while.
function enter(button, until, count = 0, same = 0) {
  if (document.activeElement !== button) return;
  const all = opened() ? stops(opened()) : [], isWaiting = opened()?.querySelector("[data-testid='stSkeleton']");
  const still = all.length && all.length === count && !isWaiting ? same + 1 : 0;
  if (still >= 3) all[0].focus({ focusVisible: true });
  else if (performance.now() < until) setTimeout(enter, 40, button, until, all.length, still);
}

function backIfLost(button) {
  if (button?.isConnected && (!document.activeElement || document.activeElement === document.body)) button.focus();
}

function hear(event) {
  if (!(event.target instanceof Element) || event.ctrlKey || event.altKey || event.metaKey) return;
  const button = event.target.closest(BUTTON), body = event.target.closest(BODY);
  if (button && ["Enter", " "].includes(event.key) && button.ariaExpanded === "false") {
    setTimeout(enter, 40, button, performance.now() + PATIENCE);
  } else if (event.key === "Escape" && body) {
    setTimeout(backIfLost, 80, opener());
  } else if (event.key === "Tab") {
    step(event, button, body);
  }
}

function step(event, button, body) {
  if (button && !event.shiftKey && button === opener() && opened() && stops(opened()).length) {
    event.preventDefault();
    stops(opened())[0].focus({ focusVisible: true });
  } else if (body && opener()) {
    const all = stops(body), isLast = event.target === all.at(-1), isFirst = event.target === all[0];
    // From the button the browser itself goes on to what follows.
    if (event.shiftKey ? isFirst : isLast) opener().focus({ focusVisible: true });
    if (event.shiftKey && isFirst) event.preventDefault();
  }
}

export default function () {
  document.addEventListener("keydown", hear, true);
  return () => document.removeEventListener("keydown", hear, true);
}
