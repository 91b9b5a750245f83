// Moves the inputs that Vega binds to the charts' parameters. Nothing here talks to the server.
const DASHES = { jit: "", jic: "7 3", hybrid: "2 2" };
const SECONDS = 20;      // A whole year plays in so many seconds,
const SLOWEST = 4;       // but never slower than so many days a second.
const CALM_STEP = 7;     // Days a second where a person asked for little motion.

export default function ({ data, parentElement }) {
  const player = (parentElement.dayPlayer ??= start(parentElement));
  player.take(data);
  return player.stop;
}

function start(root) {
  const find = (name) => root.querySelector(`.player-${name}`);
  const [play, at, date, from, to, all, says] =
    ["play", "at", "date", "first", "last", "all", "says"].map(find);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let data = null, timer = 0, since = 0, origin = 0, texts = [], watch = null, drag = null, hover = null;
  const value = (input) => Number(input.value);
  const end = () => data.first + data.dates.length - 1;
  const isOver = () => value(at) >= value(to);

  // The charts live outside of this component, and a chart that is drawn anew starts from its own values.
  const charts = () => document.querySelector(".st-key-days");
  function send() {
    const until = isOver() ? data.beyond : value(at);
    const whole = value(from) === data.first && value(to) === end();
    const wanted = {
      until_day: until,
      first_day: whole ? 0 : value(from),
      last_day: whole ? data.beyond : value(to),
    };
    put(wanted);
  }

  function put(wanted) {
    for (const [name, number] of Object.entries(wanted)) {
      for (const input of charts()?.querySelectorAll(`.vega-bind input[name="${name}"]`) ?? []) {
        if (Number(input.value) === number) continue;
        input.value = number;
        input.dispatchEvent(new Event("input"));
      }
    }
  }

  function say() {
    const day = value(at) - data.first;
    for (const [input, name] of [[at, "Day"], [from, "First day shown"], [to, "Last day shown"]]) {
      input.setAttribute("aria-label", name);
      input.setAttribute("aria-valuetext", data.dates[value(input) - data.first]);
    }
    date.textContent = data.dates[day];
    data.policies.forEach((policy, k) => {
      const short = policy.short[day];
      const count = data.counts === "items" ? "item-days" : short === 1 ? "day" : "days";
      texts[k].textContent = `${policy.name}: ${policy.stock[day]} on the shelf, short on ${short.toLocaleString("en")} ${count} ${data.since}`;
    });
    all.disabled = value(from) === data.first && value(to) === end();
    play.textContent = timer ? "Pause" : "Play";
  }

  function show() { say(); send(); }

  function pause() {
    cancelAnimationFrame(timer);
    timer = 0;
  }

  function tick(now) {
    const shown = value(to) - value(from) + 1;
    const rate = calm.matches ? CALM_STEP : Math.max(SLOWEST, Math.min(shown, 365) / SECONDS);
    const seconds = (now - since) / 1000;
    const gone = calm.matches ? CALM_STEP * Math.floor(seconds) : Math.floor(seconds * rate);
    const day = Math.min(origin + gone, value(to));
    timer = day < value(to) ? requestAnimationFrame(tick) : 0;
    if (day !== value(at) || !timer) { at.value = day; show(); }
  }

  function toggle() {
    if (timer) { pause(); say(); return; }
    if (isOver()) at.value = from.value;
    origin = value(at);
    since = performance.now();
    timer = requestAnimationFrame(tick);
    show();
  }

  function zoom(first, last) {
    pause();
    const was = isOver();
    from.value = Math.max(data.first, Math.min(first, last));
    to.value = Math.min(end(), Math.max(first, last));
    at.min = from.value;
    at.max = to.value;
    at.value = was ? to.value : Math.min(Math.max(value(at), value(from)), value(to));
    show();
  }

  play.onclick = toggle;
  at.oninput = () => { pause(); show(); };
  from.oninput = () => zoom(Math.min(value(from), value(to) - 1), value(to));
  to.oninput = () => zoom(value(from), Math.max(value(to), value(from) + 1));
  all.onclick = () => zoom(data.first, end());

  // Dragging across a chart zooms there; a double click shows all days again. Touch scrolls the page as ever.
  function plot(target) {
    const chart = charts()?.contains(target) && target.closest("svg.marks");
    return chart && chart.querySelector("g.root > g > path.background")?.getBoundingClientRect();
  }
  function day(x, box) {
    const shown = value(to) - value(from) + 1;
    return Math.min(value(to), Math.max(value(from), value(from) + Math.floor(((x - box.left) / box.width) * shown)));
  }
  function down(event) {
    const box = event.button === 0 && event.target instanceof Element && plot(event.target);
    if (!box || event.clientX < box.left || event.clientX > box.right) return;
    event.preventDefault();
    drag = { x: event.clientX, box, mark: null };
  }
  // The day under the pointer is marked in every chart, once a frame at most.
  function point(event) {
    const box = event.target instanceof Element && plot(event.target);
    const isIn = box && event.clientX >= box.left && event.clientX <= box.right;
    const at = isIn ? day(event.clientX, box) : data.beyond;
    if (hover === null) requestAnimationFrame(() => { put({ hover_day: hover }); hover = null; });
    hover = at;
  }
  function move(event) {
    point(event);
    if (!drag || (Math.abs(event.clientX - drag.x) < 5 && !drag.mark)) return;
    if (!drag.mark) {
      drag.mark = charts().appendChild(document.createElement("div"));
      drag.mark.className = "player-brush";
    }
    const { box } = drag;
    const [left, right] = [drag.x, Math.min(Math.max(event.clientX, box.left), box.right)].sort((a, b) => a - b);
    Object.assign(drag.mark.style, { left: `${left}px`, top: `${box.top}px`, width: `${right - left}px`, height: `${box.height}px` });
  }
  function up(event) {
    if (drag?.mark) {
      drag.mark.remove();
      const [first, last] = [day(drag.x, drag.box), day(event.clientX, drag.box)].sort((a, b) => a - b);
      if (last > first) zoom(first, last);
    }
    drag = null;
  }
  function twice(event) {
    if (event.target instanceof Element && plot(event.target)) all.onclick();
  }
  const heard = { mousedown: down, mousemove: move, mouseup: up, dblclick: twice };

  function listen() {
    if (watch) return;
    for (const [name, hear] of Object.entries(heard)) document.addEventListener(name, hear);
    watch = new MutationObserver((changes) => {
      const isNew = (node) => node instanceof Element && (node.matches(".vega-bindings") || node.querySelector(".vega-bindings"));
      if (changes.some((change) => [...change.addedNodes].some(isNew))) send();
    });
    watch.observe(document.querySelector("[data-testid='stMain']") ?? document.body, { childList: true, subtree: true });
  }

  function legend() {
    says.replaceChildren(...data.policies.map((policy) => {
      const line = document.createElement("span");
      line.className = policy.key;
      line.innerHTML = `<svg width="26" height="8" aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" stroke="currentColor" stroke-width="2.5" stroke-dasharray="${DASHES[policy.key]}"/></svg>`;
      return line;
    }));
    texts = [...says.children].map((line) => line.appendChild(document.createElement("span")));
  }

  return {
    take(next) {
      const wasAll = !data || (value(from) === data.first && value(to) === end());
      const wasOver = !data || isOver(), isOther = !data || data.first !== next.first || data.dates.length !== next.dates.length;
      data = next;
      for (const input of [from, to]) { input.min = data.first; input.max = end(); }
      if (wasAll || isOther) { from.value = data.first; to.value = end(); }
      at.min = from.value;
      at.max = to.value;
      if (wasOver || isOther) at.value = to.value;
      if (texts.length === 0) legend();
      listen();
      show();
    },
    stop() {
      pause();
      for (const [name, hear] of Object.entries(heard)) document.removeEventListener(name, hear);
      watch?.disconnect();
      watch = null;
    },
  };
}
